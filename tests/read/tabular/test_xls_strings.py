"""Shared strings of old workbooks."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Reason
from leakassay.read.tabular import biff8, sheet
from leakassay.read.tabular.xls_strings import shared
from read.reading import read_bytes
from read.tabular.locked_xls import workbook

WORDS = ["NHS number", "9990000018", "Zoë", "", "Ω" * 30]


def packed(words: list[str], count: int = -1) -> bytes:
    """The record of some strings, wide where they have to be."""
    body = b""
    for word in words:
        is_wide = any(ord(sign) > 255 for sign in word)
        body += struct.pack("<HB", len(word), is_wide) + word.encode("utf-16-le" if is_wide else "latin-1")
    return struct.pack("<II", 0, len(words) if count < 0 else count) + body


BOOK = workbook([["NHS number", "Surname"], *[[f"99900000{at:02}", f"Surname{at}"] for at in range(20)]])


def test_strings_come_back_as_they_were() -> None:
    assert shared([packed(WORDS)]) == (WORDS, True)
    assert shared([packed(WORDS, 9)]) == (WORDS, False)
    assert shared([packed(WORDS) + b"x"])[1] is False
    assert shared([]) == ([], False)


@pytest.mark.parametrize("cut", range(8, len(packed(WORDS))))
def test_a_string_goes_on_in_the_next_record_with_its_width_said_again(cut: int) -> None:
    """Within characters the next record begins with their width; elsewhere with what comes next."""
    whole = packed(["Ann", "Ωab"])
    if cut >= len(whole) - 1:
        return
    within = 11 < cut < 14 or (17 < cut < 23 and cut % 2)
    piece = whole[cut:]
    if 11 <= cut < 14:
        piece = b"\0" + piece
    elif 17 <= cut < 23:
        if not within:
            return  # half a wide character never stands at the end of a record
        piece = b"\1" + piece
    assert shared([whole[:cut], piece]) == (["Ann", "Ωab"], True)


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_any_records_give_strings_or_a_doubt(pieces: list[bytes]) -> None:
    words, _ = shared(pieces)
    assert all(isinstance(word, str) for word in words)


def test_a_sound_workbook_has_no_doubt() -> None:
    found = read_bytes(sheet.read, BOOK)
    assert not found.reasons
    assert len(found.rows) == 21


def damaged(kind: int, number: int, at: int, value: int) -> bytes:
    """The workbook with one byte changed in one of its records."""
    raw = biff8.stream_of(BOOK)
    base = BOOK.index(raw[:64])
    starts = [start for found, start, _ in biff8.records(raw) if found == kind]
    place = base + starts[number] + at
    return BOOK[:place] + bytes([value]) + BOOK[place + 1 :]


@pytest.mark.parametrize(
    ("kind", "number", "at", "value"),
    [(0xFD, 4, 6, 3), (0xFD, 4, -4, 0xF5), (0xFD, 4, 0, 9), (0xFD, 4, 2, 200), (0xFC, 0, 10, 1), (0xFD, 4, -1, 4)],
)
def test_a_damaged_cell_or_string_is_a_doubt(kind: int, number: int, at: int, value: int) -> None:
    """Found by mutation: one bit, and a number belonged to no cell, or all of them were other words."""
    found = read_bytes(sheet.read, damaged(kind, number, at, value))
    assert found.fault is not None or found.reasons & {Reason.MALFORMED}


def test_more_strings_than_there_can_be_cost_no_memory() -> None:
    """The library of sheets makes room for as many as are stated: 100 GB, and the process was gone."""
    found = read_bytes(sheet.read, damaged(0xFC, 0, 7, 0x61))
    assert found.reasons
    assert "9990000001" in found.text


def test_a_string_of_no_cell_is_told() -> None:
    assert "9990000001" in read_bytes(sheet.read, damaged(0xFD, 4, 6, 3)).text
