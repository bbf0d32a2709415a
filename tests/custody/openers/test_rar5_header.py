"""Headers of RAR 5."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custody.openers.archives import rar5, rar5_block
from leakassay.custody.openers.rar5_header import walk
from leakassay.custody.openers.rar_block import File, Seal, Span
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason

RAW = rar5({"a": b"abc", "b": b""})
END = rar5_block(b"\x05\0\0")


def walked(raw: bytes, *, is_first: bool = True, is_last: bool = True) -> list[File | Gap]:
    return list(walk(in_memory(raw), Span(0, len(raw), False, is_first, is_last), ()))


def record(body: bytes) -> bytes:
    return bytes((len(body),)) + body


def the_file(extra: bytes) -> File:
    found = walked(rar5({"a": b"abc"}, extra=extra))[0]
    assert isinstance(found, File)
    return found


def test_files_come_with_place_and_size() -> None:
    first, _ = walked(RAW)
    assert isinstance(first, File)
    assert (first.name, RAW[first.parts[0][0] :][:3], first.unpacked) == (b"a", b"abc", 3)


def test_records_tell_time_link_digest_and_seal() -> None:
    assert the_file(record(b"\x03\x03" + struct.pack("<I", 7))).modified_at == 7
    assert the_file(record(b"\x05\x01\0\x01x")).hindrance == (Outcome.REFUSED, Reason.SYMLINK)
    assert the_file(record(b"\x02\0" + bytes(32))).digest == b"\x02\0" + bytes(32)
    seal = the_file(record(b"\x01\0\x03\x0f" + bytes(32) + b"12345678" + bytes(4))).seal
    assert seal == Seal(bytes(16), bytes(16), 15, b"12345678", True)


def test_an_end_that_promises_more_calls_for_another_volume() -> None:
    raw = RAW[: -len(END)] + rar5_block(b"\x05\0\x01")
    assert walked(raw)[-1] == Gap(Reason.MISSING_VOLUME)
    assert Gap(Reason.MISSING_VOLUME) not in walked(raw, is_last=False)


def test_a_volume_with_a_number_calls_for_the_first() -> None:
    raw = RAW[:8] + rar5_block(b"\x01\0\x03\x02") + RAW[8 + len(rar5_block(b"\x01\0\0")) :]
    assert walked(raw)[0] == Gap(Reason.MISSING_VOLUME)
    assert isinstance(walked(raw, is_first=False)[0], File)


def test_an_archive_without_its_end_block_was_cut_off() -> None:
    assert walked(RAW[: -len(END)])[-1] == Gap(Reason.TRUNCATED)


def test_sealed_headers_need_a_password() -> None:
    raw = RAW[:8] + rar5_block(b"\x04\0\0\x01\x0f" + bytes(28))
    with pytest.raises(ItemError) as fault:
        walked(raw)
    assert fault.value.outcome is Outcome.ENCRYPTED


@given(st.integers(0, len(RAW) - 1), st.binary(min_size=1, max_size=8), st.integers(0, len(RAW)))
def test_hostile_headers_give_files_and_gaps_and_nothing_else(at: int, junk: bytes, cut: int) -> None:
    walked((RAW[:at] + junk + RAW[at + len(junk) :])[:cut])
