"""dBase tables: every record in its code page, deleted ones apart."""

from __future__ import annotations

import struct
from pathlib import Path

import dbfread
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.sniff import binary
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import dbf as paper
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import dbf
from read.estate import rows
from read.reading import read_bytes


def made(fields: list[tuple[str, str, int]], records: list[bytes], language: int = 3, count: int = -1) -> bytes:
    width = 1 + sum(field[2] for field in fields)
    head = struct.pack(
        "<4BIHH16xBB2x", 3, 124, 6, 1, len(records) if count < 0 else count, 33 + 32 * len(fields), width, 0, language
    )
    body = b"".join(struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), size, 0) for name, kind, size in fields)
    return head + body + b"\r" + b"".join(records) + b"\x1a"


FIELDS = [("NAME", "C", 10), ("BORN", "D", 8)]
RECORD = b" Ann       19500203"


@pytest.mark.parametrize("codec", ["cp437", "cp850", "cp1252"])
def test_every_record_of_the_rehearsal_arrives(codec: str) -> None:
    document = paper.table("x", rows(60), OURS, codec)
    summary = read_bytes(dbf.read, document.data)
    assert len(summary.rows) == document.records.num_rows
    told = {row["SNAM"] for row in summary.records}
    assert told >= set(document.records["surname"].to_pylist())
    assert [batch.part for batch in summary.batches] == ["", "deleted"]
    assert (summary.gaps, summary.covered) == ([], len(document.data))


def test_dates_are_printed_and_what_is_none_is_kept() -> None:
    raw = made(FIELDS, [RECORD, b"*Gone      NotADate"])
    assert read_bytes(dbf.read, raw).records == [
        {"NAME": "Ann", "BORN": "1950-02-03"}, {"NAME": "Gone", "BORN": "NotADate"},
    ]  # fmt: skip


def test_text_behind_the_records_is_told_and_a_gap() -> None:
    summary = read_bytes(dbf.read, made(FIELDS, [RECORD, b" 9990000018        "], count=1))
    assert "9990000018" in summary.text
    assert Reason.TRAILING_BYTES in summary.reasons


def test_text_behind_the_zero_byte_of_a_field_is_printed() -> None:
    assert "9990000018" in str(read_bytes(dbf.read, made([("A", "C", 20)], [b" a\0\0" + b"9990000018       "])).rows)


def test_a_pointer_into_a_memo_file_is_a_gap() -> None:
    raw = made([("M", "M", 10)], [b"          7"])
    assert read_bytes(dbf.read, raw).reasons == {Reason.MISSING_MEDIA}


def test_numbers_of_foxpro_are_read() -> None:
    raw = made(
        [("I", "I", 4), ("T", "T", 8), ("Y", "Y", 8)], [b" " + struct.pack("<iiiq", -5, 2460463, 32_400_000, 125_000)]
    )
    assert read_bytes(dbf.read, raw).rows == [["-5", "2024-06-01 09:00:00", "12.5"]]


def test_a_table_that_is_cut_is_known_by_its_fields() -> None:
    raw = made(FIELDS, [RECORD] * 9)[:130]
    assert binary.dbf(raw, raw, "", len(raw)) == 75
    assert binary.dbf(raw[:40] + b"\xff" * 90, raw, "", 130) == 0


@pytest.mark.parametrize("end", [200, 120, 100, 97])
def test_what_is_cut_is_told(end: int) -> None:
    raw = made(FIELDS, [RECORD] * 9)
    summary = read_bytes(dbf.read, raw[:end])
    assert summary.fault.reason is Reason.TRUNCATED if summary.fault else Reason.TRUNCATED in summary.reasons


def test_heads_that_describe_nothing_are_malformed_and_no_record_is_empty() -> None:
    assert read_bytes(dbf.read, b"\x03" * 40).fault.reason is Reason.TRUNCATED
    assert read_bytes(dbf.read, bytes(90)).fault.reason is Reason.MALFORMED
    assert read_bytes(dbf.read, made(FIELDS, [])).fault.outcome is Outcome.EMPTY


def test_fields_that_do_not_fill_their_records_leave_nothing_out() -> None:
    raw = made(FIELDS, [RECORD, b" 9990000018  Bob  "])
    shifted = raw[:36] + bytes(7) + raw[36:-7]
    summary = read_bytes(dbf.read, shifted)
    assert "9990000018" in summary.text
    assert Reason.MALFORMED in summary.reasons


def test_a_broken_head_over_blanks_is_not_an_empty_table() -> None:
    raw = made(FIELDS, [b" " * 19] * 3)
    assert read_bytes(dbf.read, raw).fault.outcome is Outcome.EMPTY
    assert read_bytes(dbf.read, raw[:48] + b"\0" + raw[49:]).fault.reason is Reason.MALFORMED


@pytest.mark.field
def test_field_files_agree_with_dbfread(field_data: Path) -> None:
    paths = sorted((field_data / "s15-dbfread").rglob("*.dbf"))
    assert len(paths) == 4
    for path in paths:
        table = dbfread.DBF(path, ignore_missing_memofile=True, raw=True)
        summary = read_bytes(dbf.read, path.read_bytes())
        ours = [row for batch in summary.batches if batch.part == "" for row in batch.data.to_pylist()]
        gone = [row for batch in summary.batches if batch.part == "deleted" for row in batch.data.to_pylist()]
        assert (len(ours), len(gone)) == (len(table), len(table.deleted))
        assert [next(iter(row.values())) for row in ours] == [row["NAME"].decode().strip() for row in table]


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_give_readings_or_an_error(data: bytes) -> None:
    raw = b"\x03" + bytes([1, 2, 3]) + data
    summary = read_bytes(dbf.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)
