"""The shared loop over compressed members."""

from __future__ import annotations

import lzma
import zlib

from custody.reading import opened
from leakassay.custody.openers import stream
from leakassay.model.outcomes import Reason


def fresh(_head: bytes) -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor()


def test_damage_in_the_first_member_is_malformed() -> None:
    found = opened(lambda item, first: stream.opened(item, first, b"x", fresh), b"no stream at all")
    assert found.faults[0].reason is Reason.MALFORMED


def test_damage_inside_a_later_member_is_malformed_and_keeps_what_came_before() -> None:
    good = lzma.compress(zlib.compress(b"x" * 10_000) * 50)
    bad = bytearray(good)
    bad[len(bad) // 2] ^= 0xFF
    found = opened(lambda item, first: stream.opened(item, first, b"x", fresh), good + bytes(bad))
    assert len(found.contents[0]) >= len(zlib.compress(b"x" * 10_000) * 50)
