"""Chains of sectors that lead back, and those that do not."""

from __future__ import annotations

import io
import struct

import olefile
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.read.tabular.compound_chains import all_end

SMALL, LARGE = Stream("Small", b"s" * 900), Stream("Workbook", b"w" * 9_000)
GOOD = compound_file(Storage("", (SMALL, LARGE)))
MANY = compound_file(Storage("", (Stream("Workbook", bytes(8 << 20)),)))


def table_at(raw: bytes) -> int:
    return (struct.unpack_from("<I", raw, 76)[0] + 1) * 512


def linked(raw: bytes, sector: int, to: int) -> bytes:
    at = table_at(raw) + 4 * sector
    return raw[:at] + struct.pack("<I", to) + raw[at + 4 :]


def test_chains_of_writers_end() -> None:
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "9990000018")
    sink = io.BytesIO()
    book.save(sink)
    for raw in (GOOD, MANY, sink.getvalue(), compound_file(Storage(""))):
        assert all_end(raw)


def test_a_chain_that_leads_back_is_seen_wherever_it_begins() -> None:
    """Of a stream, of the directory, of the small stream, of the table of small sectors, of the list of the table."""
    with olefile.OleFileIO(io.BytesIO(GOOD)) as file:
        starts = [file.root.isectStart, file.first_dir_sector, file.first_mini_fat_sector]
        starts += [entry.isectStart for entry in file.direntries if entry and entry.name == "Workbook"]
    for start in starts:
        assert not all_end(linked(GOOD, start, start))
    small = GOOD.index(struct.pack("<3I", 1, 2, 3))
    assert not all_end(GOOD[:small] + bytes(4) + GOOD[small + 4 :])
    further = struct.unpack_from("<I", MANY, 68)[0]
    end = (further + 2) * 512
    assert not all_end(MANY[: end - 4] + struct.pack("<I", further) + MANY[end:])


def test_a_table_of_nothing_but_zeros_leads_back() -> None:
    """As the fuzzer found it: the library asked for memory until there was none."""
    at = table_at(GOOD)
    assert not all_end(GOOD[:at] + bytes(512) + GOOD[at + 512 :])


@given(st.integers(0, len(GOOD)), st.binary(max_size=8), st.integers(0, len(GOOD)))
def test_any_damage_has_an_answer(at: int, patch: bytes, end: int) -> None:
    assert all_end((GOOD[:at] + patch + GOOD[at + len(patch) :])[:end]) in (True, False)
