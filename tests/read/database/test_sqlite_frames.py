"""Frames and their check sums; what reads them is tested in test_sqlite_log.py."""

from __future__ import annotations

import os
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.database import sqlite_frames
from leakassay.read.database.sqlite_frames import JOURNAL_MAGIC, DamageError, checksum


def wal(pages: list[bytes], order: str = "<", salt: bytes = b"saltsalt") -> bytes:
    """A log as SQLite's documentation lays it out."""
    head = bytes([0x37, 0x7F, 0x06, 0x82 + (order == ">")]) + struct.pack(">III", 3007000, len(pages[0]), 1) + salt
    sums = checksum(head, order, (0, 0))
    raw = head + struct.pack(">II", *sums)
    for number, page in enumerate(pages, 1):
        front = struct.pack(">II", number, 0)
        sums = checksum(front + page, order, sums)
        raw += front + salt + struct.pack(">II", *sums) + page
    return raw


def told(raw: bytes) -> list[sqlite_frames.Frame]:
    item = in_memory(raw)
    try:
        return list(sqlite_frames.frames(item, sqlite_frames.opened(item)))
    finally:
        os.close(item.fd)


@pytest.mark.parametrize("order", ["<", ">"])
def test_frames_of_either_order_are_sound(order: str) -> None:
    pages = [bytes([at]) * 512 for at in (1, 2, 3)]
    assert [(frame.number, frame.page, frame.is_current, frame.is_sound) for frame in told(wal(pages, order))] == [
        (at, page, True, True) for at, page in enumerate(pages, 1)
    ]


def test_frames_of_another_salt_are_not_current() -> None:
    raw = wal([bytes([at]) * 512 for at in (1, 2)]) + wal([bytes([at]) * 512 for at in (3, 4)], salt=b"formerly")[32:]
    assert [frame.is_current for frame in told(raw)] == [True, True, False, False]


def test_damage_of_a_frame_stays_there() -> None:
    raw = bytearray(wal([bytes([at]) * 512 for at in (1, 2, 3)]))
    raw[32 + 536 + 30] ^= 1
    assert [frame.is_sound for frame in told(bytes(raw))] == [True, False, True]


def test_heads_of_no_log_are_damage() -> None:
    for raw in (b"", b"\x37\x7f\x06\x82" + bytes(28), JOURNAL_MAGIC + bytes(20), JOURNAL_MAGIC + bytes(13) + b"\7" * 9):
        with pytest.raises(DamageError):
            told(raw)


def test_journals_have_as_many_heads_as_they_like() -> None:
    page = bytes(range(256)) * 2
    head = (JOURNAL_MAGIC + struct.pack(">IIIII", 1, 5, 9, 512, 512)).ljust(512, b"\0")
    record = struct.pack(">I", 3) + page + struct.pack(">I", 5 + page[312] + page[112])
    frames = told((head + record).ljust(1536, b"\0") + head + record)
    assert [(frame.number, frame.is_sound) for frame in frames] == [(3, True), (3, True)]


@given(st.binary(max_size=2000))
@settings(deadline=None)
def test_any_bytes_give_frames_or_damage(data: bytes) -> None:
    for front in (wal([bytes(512)])[:32], JOURNAL_MAGIC + struct.pack(">IIIII", 1, 5, 9, 512, 512) + b"four"):
        assert all(len(frame.page) == 512 for frame in told(front + data))
