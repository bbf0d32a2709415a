"""Headers of RAR 4."""

from __future__ import annotations

import calendar

from hypothesis import given
from hypothesis import strategies as st

from custody.openers.archives import rar4, rar4_block
from leakassay.custody.openers.rar4_header import _unpacked_name, walk
from leakassay.custody.openers.rar_block import File, Span
from leakassay.model.batch import Gap
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason

RAW = rar4({"a": b"abc", "b": b""})


def walked(raw: bytes, *, is_first: bool = True, is_last: bool = True) -> list[File | Gap]:
    return list(walk(in_memory(raw), Span(0, len(raw), False, is_first, is_last), ()))


def test_files_come_with_place_size_and_time() -> None:
    first, second = walked(RAW)
    assert isinstance(first, File)
    assert isinstance(second, File)
    assert (first.name, RAW[first.parts[0][0] :][:3], first.unpacked) == (b"a", b"abc", 3)
    assert (second.parts, first.modified_at) == ((), calendar.timegm((2025, 1, 1, 12, 0, 0)))


def test_an_end_that_promises_more_calls_for_another_volume() -> None:
    raw = RAW[: -len(rar4_block(0x7B, 0x4000, b""))] + rar4_block(0x7B, 0x4001, b"")
    assert walked(raw)[-1] == Gap(Reason.MISSING_VOLUME)
    assert Gap(Reason.MISSING_VOLUME) not in walked(raw, is_last=False)


def test_a_volume_that_is_not_the_first_calls_for_it() -> None:
    raw = RAW[:7] + rar4_block(0x73, 0x11, bytes(6)) + RAW[20:]
    assert walked(raw)[0] == Gap(Reason.MISSING_VOLUME)
    assert isinstance(walked(raw, is_first=False)[0], File)


def test_an_archive_without_its_end_block_was_cut_off() -> None:
    assert walked(RAW[:-7])[-1] == Gap(Reason.TRUNCATED)


def test_names_are_unpacked_from_low_bytes_high_bytes_and_the_plain_name() -> None:
    assert _unpacked_name(b"abcd", b"\x04\xc0\x02") == "abcd"
    assert _unpacked_name(b"?", b"\x04\x40\x38") == "\u0438"
    assert _unpacked_name(b"?", b"\x00\x80\x38\x04") == "\u0438"


@given(st.integers(0, len(RAW) - 1), st.binary(min_size=1, max_size=8), st.integers(0, len(RAW)))
def test_hostile_headers_give_files_and_gaps_and_nothing_else(at: int, junk: bytes, cut: int) -> None:
    walked((RAW[:at] + junk + RAW[at + len(junk) :])[:cut])


@given(st.binary(max_size=9), st.binary(max_size=20))
def test_any_packed_name_is_text_or_damage(plain: bytes, packed: bytes) -> None:
    try:
        _unpacked_name(plain, packed)
    except (IndexError, UnicodeDecodeError):
        return
