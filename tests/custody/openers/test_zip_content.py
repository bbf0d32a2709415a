"""The bytes of a member: pieces, check sum, and the trial that shows a password was right."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest

from custody.openers.zips import deflated
from leakassay.custody.openers.zip_content import TRIAL_BYTES, unpacked, unpacks
from leakassay.custody.openers.zip_directory import Entry
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

TEXT = b"some text " * 400
CRC = zlib.crc32(TEXT)


def fault(*args: object, is_cut: bool = False) -> Reason:
    with pytest.raises(ItemError) as found:
        list(unpacked(*args, is_cut=is_cut))  # type: ignore[arg-type]  # rows of a table of cases
    return found.value.reason


def pieces(content: bytes, step: int = 50) -> Iterator[bytes]:
    return (content[at : at + step] for at in range(0, len(content), step))


def test_content_is_held_against_its_check_sum() -> None:
    assert b"".join(unpacked(pieces(deflated(TEXT)), 8, len(TEXT), CRC, is_cut=False)) == TEXT
    assert fault(pieces(deflated(TEXT)), 8, len(TEXT), CRC + 1) is Reason.BAD_CHECKSUM
    assert b"".join(unpacked(pieces(TEXT), 0, len(TEXT), None, is_cut=False)) == TEXT


def test_what_is_missing_is_truncated() -> None:
    assert fault(pieces(deflated(TEXT)[:-5]), 8, len(TEXT), CRC) is Reason.TRUNCATED
    assert fault(pieces(TEXT[:-5]), 0, len(TEXT), CRC, is_cut=True) is Reason.TRUNCATED


def test_what_is_no_deflate_is_malformed() -> None:
    assert fault(pieces(b"\xff" * 90), 8, 5, 0) is Reason.MALFORMED


def entry(content: bytes) -> Entry:
    return Entry(b"a", 1, 0, zlib.crc32(content), 0, len(content), 0, None)


def test_a_trial_believes_a_whole_short_member_or_the_beginning_of_a_long_one() -> None:
    assert unpacks(entry(TEXT), 8, pieces(deflated(TEXT)))
    assert unpacks(entry(TEXT), 0, pieces(TEXT))
    assert not unpacks(entry(TEXT), 0, pieces(TEXT[:-1] + b"?"))
    assert not unpacks(entry(TEXT), 8, pieces(b"\xff" * 90))
    long = bytes(TRIAL_BYTES + 1)
    assert unpacks(entry(b"another"), 0, pieces(long, 1 << 18))
