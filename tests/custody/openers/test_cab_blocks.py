"""Blocks of cabinets without a check sum: their length is what is left to tell damage by."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import archives
from leakassay.custody.openers.cab_blocks import is_damaged
from leakassay.model.item import in_memory

GOOD = archives.cabinet({"a.csv": b"9990000018,MOUSE\n" * 3000, "b.csv": b"9990000026,TIGER\n" * 50})


def blocks(raw: bytes) -> list[int]:
    """Offsets of the blocks of the first folder."""
    start, count, _ = struct.unpack_from("<IHH", raw, 36)
    found = []
    for _ in range(count):
        found.append(start)
        start += 8 + struct.unpack_from("<IHH", raw, start)[1]
    return found


def without_sums(raw: bytes) -> bytes:
    for at in blocks(raw):
        raw = raw[:at] + bytes(4) + raw[at + 4 :]
    return raw


def test_a_good_cabinet_passes_with_its_sums_and_without() -> None:
    assert len(blocks(GOOD)) > 1
    assert not is_damaged(in_memory(GOOD))
    assert not is_damaged(in_memory(without_sums(GOOD)))


@pytest.mark.parametrize("number", [0, 1])
def test_a_block_that_unpacks_to_another_length_shows(number: int) -> None:
    raw = without_sums(GOOD)
    at = blocks(raw)[number]
    assert is_damaged(in_memory(raw[: at + 6] + b"\x01\x00" + raw[at + 8 :]))
    assert is_damaged(in_memory(raw[: at + 8] + b"XX" + raw[at + 10 :]))


def test_a_block_with_a_sum_is_left_to_its_sum() -> None:
    at = blocks(GOOD)[0]
    assert not is_damaged(in_memory(GOOD[: at + 6] + b"\x01\x00" + GOOD[at + 8 :]))


def test_folders_without_number_cost_a_bounded_look() -> None:
    """65,535 folders that all name the same 65,535 empty blocks: four thousand million, were each looked at."""
    head = b"MSCF" + bytes(22) + struct.pack("<HHHHH", 65_535, 1, 0, 0, 0)
    folder = struct.pack("<IHH", 36 + 8 * 65_535, 65_535, 0)
    blocks = struct.pack("<IHH", 1, 0, 0) * 65_535
    started = time.process_time()
    assert is_damaged(in_memory(head + folder * 65_535 + blocks)) is False
    assert time.process_time() - started < 10


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_have_an_answer(raw: bytes) -> None:
    assert is_damaged(in_memory(b"MSCF" + raw)) in {True, False}


@pytest.mark.field
def test_a_cabinet_of_another_program_passes(field_data: Path) -> None:
    for path in sorted(field_data.rglob("*.cab")):
        assert not is_damaged(in_memory(path.read_bytes())), path.name
