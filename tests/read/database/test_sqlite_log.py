"""Logs that SQLite itself wrote: rows of every state of a page, keys, damage."""

from __future__ import annotations

import os
import sqlite3
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import sqlite_log
from leakassay.read.database.sqlite_frames import checksum
from leakassay.read.database.sqlite_pages import DamageError
from read.reading import Summary, read_bytes

LONG = "long letter " * 900


def base_of(folder: Path, mode: str) -> sqlite3.Connection:
    base = sqlite3.connect(folder / "lab.db", isolation_level=None)
    base.execute("pragma page_size = 1024")
    base.execute(f"pragma journal_mode = {mode}")
    base.execute("pragma wal_autocheckpoint = 0")
    return base


def filled(folder: Path) -> bytes:
    """A log with its schema, a row that was changed, one that was deleted, a long one, and an index."""
    base = base_of(folder, "wal")
    base.execute("create table results (id integer primary key, nhs text, surname text, value real)")
    base.execute("create index by_name on results (surname)")
    base.execute(
        "insert into results (nhs, surname, value) values ('9990000018', 'Tester', 4.5), ('9990000026', 'Gone', 7)"
    )
    base.execute("insert into results (nhs, surname) values ('9990000034', ?)", [LONG])
    base.execute("update results set surname = 'Married' where id = 1")
    base.execute("delete from results where id = 2")
    raw = (folder / "lab.db-wal").read_bytes()
    base.close()
    return raw


@pytest.fixture
def raw(tmp_path: Path) -> bytes:
    return filled(tmp_path)


def parts(summary: Summary) -> dict[str, list[list[str]]]:
    told: dict[str, list[list[str]]] = {}
    for batch in summary.batches:
        told.setdefault(batch.part, []).extend(list(row.values()) for row in batch.data.to_pylist())
    return told


def test_every_state_of_a_row_is_told_once(raw: bytes) -> None:
    summary = read_bytes(sqlite_log.read, raw)
    told = parts(summary)
    assert told["results"] == [["1", "9990000018", "Married", "4.5"], ["3", "9990000034", LONG, ""]]
    assert told["results earlier"] == [["2", "9990000026", "Gone", "7"], ["1", "9990000018", "Tester", "4.5"]]
    assert {batch.headers for batch in summary.batches if batch.part.startswith("results")} == {
        ("id", "nhs", "surname", "value")
    }
    assert ["Married | 1"] in told["indexes"]
    assert (summary.gaps, summary.covered) == ([], len(raw))


def test_without_the_page_that_names_columns_rows_have_none(tmp_path: Path) -> None:
    base = base_of(tmp_path, "wal")
    base.execute("create table results (nhs text, surname text)")
    base.execute("pragma wal_checkpoint(truncate)")
    base.execute("insert into results values ('9990000018', 'Tester')")
    raw = (tmp_path / "lab.db-wal").read_bytes()
    base.close()
    summary = read_bytes(sqlite_log.read, raw)
    assert parts(summary) == {"2 columns": [["9990000018", "Tester"]]}
    assert summary.batches[0].headers == ("", "")


def test_frames_from_before_the_log_was_begun_anew_are_stale(tmp_path: Path) -> None:
    base = base_of(tmp_path, "wal")
    base.execute("create table results (nhs text, surname text)")
    for at in range(60):
        base.execute("insert into results values ('9990000018', ?)", [f"Old{at}"])
    base.execute("pragma wal_checkpoint(restart)")
    base.execute("insert into results values ('9990000026', 'New')")
    raw = (tmp_path / "lab.db-wal").read_bytes()
    base.close()
    told = parts(read_bytes(sqlite_log.read, raw))
    assert ["9990000026", "New"] in [row for part, rows in told.items() if "stale" not in part for row in rows]
    stale = [row[1] for part, rows in told.items() if part.endswith("stale") for row in rows]
    assert len(stale) == len(set(stale))


def test_a_log_that_is_cut_gives_its_whole_frames(raw: bytes) -> None:
    for end in (len(raw) // 2, len(raw) - 7, 32 + 24 + 1024 + 100):
        summary = read_bytes(sqlite_log.read, raw[:end])
        assert Reason.TRUNCATED in summary.reasons
        assert summary.accounted == end
    fault = read_bytes(sqlite_log.read, raw[:32]).fault
    assert fault and fault.outcome is Outcome.EMPTY  # noqa: PT018  the one says why the other
    for end in (20, 500):
        fault = read_bytes(sqlite_log.read, raw[:end]).fault
        assert fault and fault.reason in (Reason.TRUNCATED, Reason.MALFORMED)  # noqa: PT018  the one says why the other


def test_a_frame_whose_check_sum_does_not_fit_is_stale_and_a_gap(raw: bytes) -> None:
    summary = read_bytes(sqlite_log.read, raw.replace(b"Married", b"Harried"))
    assert Reason.MALFORMED in summary.reasons
    assert any("Harried" in str(row) for part, rows in parts(summary).items() if "stale" in part for row in rows)


def test_a_schema_or_a_text_that_cannot_be_read_is_a_gap(raw: bytes) -> None:
    columns = raw.replace(b"create table results (id", b"create table results )id").replace(
        b"CREATE TABLE", b"CREATE ABLE "
    )
    assert columns != raw
    told = read_bytes(sqlite_log.read, columns)
    assert Reason.MALFORMED in told.reasons
    assert Reason.BAD_ENCODING in read_bytes(sqlite_log.read, raw.replace(b"9990000018", b"\xff\xfe90000018")).reasons


def test_a_row_that_goes_on_in_the_data_base_is_a_gap(tmp_path: Path) -> None:
    base = base_of(tmp_path, "wal")
    base.execute("create table results (nhs text, surname text)")
    base.execute("insert into results values ('9990000018', ?)", [LONG])
    base.execute("pragma wal_checkpoint(truncate)")
    base.execute("insert into results values ('9990000026', 'x')")
    raw = (tmp_path / "lab.db-wal").read_bytes()
    base.close()
    summary = read_bytes(sqlite_log.read, raw)
    assert summary.reasons == {Reason.SOME_PARTS_FAILED}
    assert "9990000018" in summary.text
    assert ["9990000026", "x"] in summary.rows


def journal(folder: Path) -> bytes:
    base = base_of(folder, "delete")
    base.execute("create table results (nhs text, surname text)")
    base.execute("insert into results values ('9990000018', 'Tester')")
    base.execute("pragma synchronous = off")  # else the head is written when the journal is synchronised
    base.execute("begin")
    base.execute("update results set surname = 'Married'")
    raw = (folder / "lab.db-journal").read_bytes()
    base.execute("rollback")
    base.close()
    return raw


def counted(raw: bytes, pages: int) -> bytes:
    return raw[:8] + struct.pack(">I", pages) + raw[12:]


def test_a_journal_tells_rows_as_they_were(tmp_path: Path) -> None:
    raw = journal(tmp_path)
    for made in (raw, counted(raw, 0xFFFFFFFF), counted(raw, (len(raw) - 512) // 1032)):
        summary = read_bytes(sqlite_log.read, made)
        assert ["9990000018", "Tester"] in summary.rows
        assert (summary.gaps, summary.covered) == ([], len(raw))
    assert Reason.TRUNCATED in read_bytes(sqlite_log.read, counted(raw, 90)).reasons
    assert Reason.MALFORMED in read_bytes(sqlite_log.read, raw[:-4] + b"\0\0\0\1").reasons


def test_a_chain_that_runs_in_circles_ends(raw: bytes) -> None:
    hurt = bytearray(raw)
    for at in range(32, len(raw), 1048):
        hurt[at + 24 : at + 28] = hurt[at : at + 4]  # every page leads to itself
    summary = read_bytes(sqlite_log.read, bytes(hurt))
    assert summary.accounted == len(raw)


def test_overflow_is_read_within_a_budget() -> None:
    item = in_memory(bytes(2048))
    pages = sqlite_log._LogPages(item, 512, 512, 0, "utf-8", bytearray(1), places={2: 512}, budget=1024)
    assert [len(pages.take(2)), len(pages.take(2))] == [512, 512]
    with pytest.raises(DamageError):
        pages.take(2)
    os.close(item.fd)


@given(st.data())
@settings(deadline=None)
def test_hostile_bytes_are_accounted_for(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    if not WRITTEN:
        WRITTEN.append(filled(tmp_path_factory.mktemp("log")))
    raw = bytearray(WRITTEN[0])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(12, len(raw) - 1))] = data.draw(st.integers(0, 255))
    summary = read_bytes(sqlite_log.read, bytes(raw))
    assert summary.fault is not None or summary.accounted == len(raw)
    assert summary.fault is not None or summary.gaps or "9990000018" in str(summary.rows)


WRITTEN: list[bytes] = []


def test_the_check_sum_is_that_of_the_loop() -> None:
    words = [7, 9, 0xFFFFFFFF, 1, 0x80000000, 12]
    first, second = 3, 4
    for x, y in zip(words[::2], words[1::2], strict=True):
        first = (first + x + second) & 0xFFFFFFFF
        second = (second + y + first) & 0xFFFFFFFF
    assert checksum(struct.pack("<6I", *words), "<", (3, 4)) == (first, second)
