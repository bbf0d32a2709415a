"""Archives of pg_dump: rows under their columns, definitions and large objects as text, damage told."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import pg_dump
from read.pg_archive import GZIP, LZ4, NONE, WARDS, ZSTD, Made, archive, head
from read.reading import Summary, read_all, read_bytes

COPIED = [
    ["9990000018", "O'Brien", "tab\there\nline\\two", ""],
    ["9990000026", "", "Zoë", "letters"],
]
INSERTED = [["1", "HIV", "it's 9990000034"]] * 2


def ranges(raw: bytes, limit: int) -> list[Summary]:
    item = in_memory(raw)
    units = pg_dump.split(item, limit)
    assert sum(length for _, length in units) == len(raw)
    told = [read_all(pg_dump.read, OpenItem(item.fd, item.size, offset=at, length=length)) for at, length in units]
    os.close(item.fd)
    return told


@pytest.mark.parametrize("packing", [NONE, GZIP, LZ4, ZSTD])
@pytest.mark.parametrize("has_places", [True, False])
def test_rows_stand_under_their_columns(packing: int, has_places: bool) -> None:
    raw = archive(WARDS, packing=packing, minor=16, has_places=has_places)
    summary = read_bytes(pg_dump.read, raw)
    assert summary.rows == [*COPIED, *INSERTED]
    assert {batch.part: batch.headers for batch in summary.batches if batch.headers} == {
        "Patient": ("nhs", "surname", "note", "blob"), "results": ("id", "test", "said"),
    }  # fmt: skip
    for word in ("seen by Dr Tester", "Letter about 9990000042", "inside 9990000050 end", "owner lab"):
        assert word in summary.text
    assert [(gap.reason, gap.part) for gap in summary.gaps] == [(Reason.STRINGS_ONLY, "large objects")]
    assert summary.accounted == len(raw)
    assert {one.name: one.value for one in summary.properties} == {
        "database": "wards",
        "version": "PostgreSQL 15.3",
        "software": "pg_dump 15.4",
        "backup_date": "2024-06-01 02:14:09",
    }


@pytest.mark.parametrize("minor", [10, 11, 12, 13, 14, 15, 16])
def test_every_version_is_read(minor: int) -> None:
    assert read_bytes(pg_dump.read, archive(WARDS, minor=minor)).rows == [*COPIED, *INSERTED]


def test_units_cut_between_blocks_give_the_same() -> None:
    raw = archive(WARDS)
    told = ranges(raw, 100)
    assert len(told) == 4
    assert [row for summary in told for row in summary.rows] == [*COPIED, *INSERTED]
    assert sum(summary.accounted for summary in told) == len(raw)
    assert [summary.reasons for summary in told] == [set(), set(), set(), {Reason.STRINGS_ONLY}]
    assert len(ranges(archive(WARDS, has_places=False), 100)) == 1


def test_the_contents_of_a_directory_name_its_files_and_say_that_they_are_elsewhere() -> None:
    raw = archive(WARDS, kind=5)
    summary = read_bytes(pg_dump.read, raw)
    assert 'Rows in 5.dat: public."Patient" (nhs, surname, note, blob)' in summary.text
    assert (summary.rows, summary.reasons, summary.covered) == ([], {Reason.MISSING_MEDIA}, len(raw))


def test_latin_letters_are_read_as_the_archive_names_them() -> None:
    made = [
        Made("ENCODING", "ENCODING", "SET client_encoding = 'WIN1252';\n"),
        Made("TABLE DATA", "t", copy="COPY public.t (a) FROM stdin;\n", data=(b"Zo\xeb \x80\n\\.\n",)),
    ]
    assert read_bytes(pg_dump.read, archive(made)).rows == [["Zoë €"]]


@pytest.mark.parametrize("packing", [NONE, GZIP])
def test_an_archive_that_is_cut_gives_its_rows_up_to_there(packing: int) -> None:
    rows = b"".join(b"%d\t9990000018\n" % row for row in range(5000)) + b"\\.\n"
    raw = archive([Made("TABLE DATA", "t", copy="COPY t (a, b) FROM stdin;\n", data=(rows,))], packing=packing)
    for end in range(len(raw) // 8, len(raw), len(raw) // 8):
        summary = read_bytes(pg_dump.read, raw[:end])
        assert summary.fault or (Reason.TRUNCATED in summary.reasons and summary.accounted == end)
    assert len(read_bytes(pg_dump.read, raw[: len(raw) * 3 // 4]).rows) > 3000


def test_blocks_that_did_not_come_are_missed_by_name() -> None:
    raw = archive(WARDS)
    end = raw.rindex(b"\x03\0\x07\0\0\0")
    summary = read_bytes(pg_dump.read, raw[:end])
    assert summary.rows == [*COPIED, *INSERTED]
    assert [(gap.reason, gap.part) for gap in summary.gaps] == [(Reason.TRUNCATED, "BLOBS")]


def test_behind_a_damaged_block_the_next_one_is_read() -> None:
    raw = bytearray(archive(WARDS, packing=NONE))
    raw[raw.rindex(b"9990000018") - 4 : raw.rindex(b"9990000018")] = b"\xff\xff\xff\x7f"
    summary = read_bytes(pg_dump.read, bytes(raw))
    assert summary.rows[-2:] == INSERTED
    assert Reason.MALFORMED in summary.reasons
    assert summary.accounted == len(raw)


def test_a_row_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pg_dump, "MAX_LINE", 5000)
    monkeypatch.setattr(pg_dump, "TEXT_BYTES", 1000)
    rows = b"x" * 20_000 + b" 9990000018\ty\n1\t9990000026\n\\.\n"
    raw = archive([Made("TABLE DATA", "t", copy="COPY t (a, b) FROM stdin;\n", data=(rows,))], packing=NONE)
    summary = read_bytes(pg_dump.read, raw)
    assert ["1", "9990000026"] in summary.rows
    assert "9990000018" in str(summary.rows) + summary.text
    assert Reason.LIMIT_LINE in summary.reasons


def test_a_large_object_is_searched_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pg_dump, "OBJECT_BYTES", 9000)
    data = b"\xff\0\xfe Ann Tester 9990000018 \0" * 5000
    raw = archive([Made("BLOBS", "BLOBS", data=(data,))])
    assert read_bytes(pg_dump.read, raw).text.count("9990000018") == 5000


def test_other_versions_and_no_archive_are_told_apart() -> None:
    told = [read_bytes(pg_dump.read, raw).fault for raw in (head(0, minor=17), b"PGDMP\x01\x0e\0\x63\x08\1", b"PGDMP")]
    assert [(fault.outcome, fault.reason) for fault in told if fault] == [
        (Outcome.UNSUPPORTED, Reason.NO_READER), (Outcome.FAILED, Reason.MALFORMED), (Outcome.FAILED, Reason.TRUNCATED),
    ]  # fmt: skip


def test_an_archive_of_nothing_gave_no_text() -> None:
    fault = read_bytes(pg_dump.read, head(0)).fault
    assert isinstance(fault, ItemError)
    assert fault.reason is Reason.NO_TEXT


@given(st.data())
@settings(deadline=None)
def test_hostile_bytes_are_accounted_for_and_lose_nobody_silently(data: st.DataObject) -> None:
    raw = bytearray(archive(WARDS))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(5, len(raw) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(12, len(raw)))
    summary = read_bytes(pg_dump.read, bytes(raw[:end]))
    assert summary.fault is not None or summary.accounted == end
    if summary.fault is None and len(summary.rows) < 4:
        assert summary.gaps


PROGRAMS = Path("/usr/lib/postgresql")
WRITTEN = """
create table patients (nhs text, surname text, note text);
insert into patients values ('9990000018', 'O''Brien', E'tab\\there\\nline\\\\two'), ('9990000026', null, 'Zoë');
create table results (id serial, test text); insert into results (test) select 'HIV' from generate_series(1, 3000);
select lo_from_bytea(0, convert_to('Letter about 9990000034', 'UTF8'));
"""


@pytest.fixture
def nobodys() -> Iterator[Path]:
    """A folder of another user: PostgreSQL's server starts for nobody who is root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    shutil.chown(folder, "nobody")
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMS.is_dir() or os.getuid() != 0, reason="needs a PostgreSQL server and another user")
def test_what_pg_dump_itself_wrote_is_read(nobodys: Path) -> None:
    programs = max(PROGRAMS.iterdir()) / "bin"
    (nobodys / "written.sql").write_text(WRITTEN)
    (nobodys / "make.sh").write_text(
        f"set -e; cd {nobodys}; PATH={programs}:$PATH; export PGHOST={nobodys} PGUSER=lab PGDATABASE=postgres\n"
        "initdb -D data -U lab -A trust -N --locale=C -E UTF8 >/dev/null\n"
        f"pg_ctl -D data -l log -o \"-h '' -k {nobodys}\" -w start >/dev/null\n"
        "trap 'pg_ctl -D data -m fast stop >/dev/null' EXIT\npsql -q -f written.sql >/dev/null\n"
        "pg_dump -Fc -f packed\npg_dump -Fc -Z0 -f plain\npg_dump -Fc | cat > piped\npg_dump -Fc --inserts -f inserts\n"
    )
    subprocess.run(
        ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "bash", str(nobodys / "make.sh")],
        check=True, timeout=60, env={"PATH": "/usr/bin:/bin", "HOME": str(nobodys)},
    )  # fmt: skip
    for name in ("packed", "plain", "piped", "inserts"):
        raw = (nobodys / name).read_bytes()
        summary = read_bytes(pg_dump.read, raw)
        assert summary.rows[:2] == [["9990000018", "O'Brien", "tab\there\nline\\two"], ["9990000026", "", "Zoë"]]
        assert len(summary.rows) == 3002
        assert "Letter about 9990000034" in summary.text
        assert (summary.gaps, summary.covered) == ([], len(raw)), name
