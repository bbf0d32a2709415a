"""Backups and data files of SQL Server are described, searched for letters, and never called read."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read import blob_text
from leakassay.read.database import mssql
from read.reading import read_bytes


def block(kind: bytes, size: int, texts: dict[int, str], stamps: dict[int, bytes]) -> bytes:
    """A descriptor block by the Microsoft Tape Format, texts behind its fields."""
    raw = bytearray(size)
    raw[:4], raw[48] = kind, 2
    struct.pack_into("<H", raw, 8, size)
    place = 128
    for field, text in texts.items():
        said = text.encode("utf-16-le")
        struct.pack_into("<HH", raw, field, len(said), place)
        raw[place : place + len(said)] = said
        place += len(said)
    for field, stamp in stamps.items():
        raw[field : field + 5] = stamp
    return bytes(raw)


def stamp(*parts: int) -> bytes:
    year, month, day, hour, minute, second = parts
    return (year << 26 | month << 22 | day << 17 | hour << 12 | minute << 6 | second).to_bytes(5, "big")


def boot_page() -> bytes:
    raw = bytearray(8192)
    raw[:2], raw[32:38], raw[100:102] = b"\x01\x0d", b"\x09\0\0\0\x01\0", (904).to_bytes(2, "little")
    raw[148 : 148 + 256] = "WinPath".encode("utf-16-le").ljust(256, b" ").replace(b"  ", b" \0")
    return bytes(raw)


ROW = b"\x30\0\x08\0" + "Ann Tester of Ward 9".encode("utf-16-le") + b"\0\0\0 9990000018 \0"
BACKUP = (
    block(b"TAPE", 1024, {80: "Microsoft SQL Server"}, {88: stamp(2024, 6, 1, 2, 14, 9)})
    + block(
        b"SSET", 1024, {64: "WinPath-Full Database Backup", 76: "TRUST\\svc_sql"}, {88: stamp(2024, 6, 1, 2, 15, 0)}
    )
    + block(b"MSCI", 2048, {}, {})
    + boot_page()
    + ROW * 400
)


def test_a_backup_says_what_it_is_and_its_letters_are_told() -> None:
    summary = read_bytes(mssql.read, BACKUP)
    assert {one.name: one.value for one in summary.properties} == {
        "kind": "backup",
        "software": "Microsoft SQL Server",
        "media_date": "2024-06-01 02:14:09",
        "backup_name": "WinPath-Full Database Backup",
        "backup_user": "TRUST\\svc_sql",
        "backup_date": "2024-06-01 02:15:00",
        "version": "SQL Server 2019",
        "database": "WinPath",
    }
    assert summary.text.count("Ann Tester of Ward 9") == 400
    assert summary.text.count("9990000018") == 400
    assert (summary.covered, summary.reasons, summary.accounted) == (0, {Reason.STRINGS_ONLY}, len(BACKUP))


def test_pieces_cut_no_run_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blob_text, "CHUNK", 9000)
    assert read_bytes(mssql.read, BACKUP).text.count("9990000018") == 400


def test_what_gives_no_letters_is_failed() -> None:
    fault = read_bytes(mssql.read, b"TAPE" + b"\x01\xff" * 900).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.FAILED, Reason.NO_TEXT)


def test_a_backup_that_is_cut_is_a_gap_all_the_same() -> None:
    summary = read_bytes(mssql.read, BACKUP[: len(BACKUP) // 2])
    assert [(gap.reason, gap.bytes) for gap in summary.gaps] == [(Reason.STRINGS_ONLY, len(BACKUP) // 2)]


@given(st.binary(max_size=3000))
def test_any_bytes_give_readings_or_an_error(data: bytes) -> None:
    summary = read_bytes(mssql.read, b"TAPE" + data)
    assert summary.fault is not None or summary.accounted == len(data) + 4
