"""Dumps of a laboratory's database as SQL text, piece by piece: one wide table, or patients and results apart.

What is not people stands in the same dump: test codes, canned comments full of quotes and semicolons, an audit trail,
the doctors who sign. Keys count from `FIRST_KEY`: ten digits, one in eleven of them a valid NHS number of nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import FIELDS, House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import DOCTORS
from leakassay.exercise.paper.sql_dialect import DIALECTS, Dialect
from leakassay.exercise.paper.sql_rows import Column, Kind, SqlTable

FORMAT = "sql_dump"
_SHOWN = frozenset(FIELDS) & frozenset(IDENTITY)
FIRST_KEY = 4_410_000_001
FIRST_PATIENT = 200_001
_KINDS: dict[str, Kind] = {
    "date_of_birth": "day", "collected_at": "time", "received_at": "time", "reported_at": "time", "value": "text",
    "address": "text",
}  # fmt: skip
PATIENT = (
    ("person_key", ""), ("national_no", "nhs_number"), ("sname", "surname"), ("gname", "forename"),
    ("birth_dt", "date_of_birth"), ("gender_cd", "sex"), ("home_addr", "address"), ("pc", "postcode"),
    ("reg_surgery", "gp_practice"), ("casenote_no", "hospital_number"), ("chi_ref", "chi_number"),
)  # fmt: skip
"""Columns of the patient table beside our names; half of the words stand in no list of headers."""
RESULT = (
    ("result_key", ""), ("person_key", ""), ("lab_ref", "specimen_id"), ("tcode", "test_code"),
    ("tdescr", "test_name"), ("outcome", "value"), ("uom", "unit"), ("lo", "range_low"), ("hi", "range_high"),
    ("abn", "value_flag"), ("bled_at", "collected_at"), ("booked_at", "received_at"), ("signed_at", "reported_at"),
    ("source_cd", "client_code"), ("asked_by", "requester_code"),
)  # fmt: skip
_COMMENTS = (
    ("C01", "Film: anisocytosis; suggest B12 -- see SOP \"H-14\""),
    ("C02", "Not for O'Shea tubes (lithium heparin); INSERT new barcode, then repeat"),
    ("C03", "Haemolysed\nplease send a fresh sample\\no charge will be made"),
    ("C04", "Telephoned to ward; read back: 'yes', 'no' or \\N"),
)  # fmt: skip
"""Text that trips a reader who splits at quotes, semicolons, brackets or line breaks; no person in it."""


_AUDIT = ("LOGIN", "PRINT", "EXPORT", "AMEND", "LOGOUT", "PURGE")
_AUDITED = 240
"""Lines of the audit trail: terminals and programs, no person."""


def pieces_of(
    name: str, tables: Iterable[pa.Table], house: House, dialect: str, *, related: bool = False
) -> Iterator[Document]:
    """Yields a dump in pieces of at most about 8 MB; `dialect` is a key of `DIALECTS`.

    Wide: each row of the table `house.table` is a record, numbered through from 0; `tables` are read one at a time.

    Related: `tables` are held in memory together (a dump of some 50 MB). A person stands once in the table
    `patient_index`, as printed at the first specimen; the number of that row is the record, and each event of the key
    bears the record of the patient its `person_key` points to. A row of `result_line` alone names nobody. The first
    piece brings all records.
    """
    way = DIALECTS[dialect]
    yield _piece(name, way, way.head(house) + _side_tables(way, house), first=True)
    yield from _related(name, tables, way) if related else _wide(name, tables, way, house)
    yield _piece(name, way, way.tail(house))


def reference_dump(name: str, house: House, dialect: str) -> Document:
    """Returns a dump of the tables that hold no person."""
    way = DIALECTS[dialect]
    return _piece(name, way, way.head(house) + _side_tables(way, house) + way.tail(house), first=True)


def _piece(name: str, way: Dialect, text: str, *, first: bool = False) -> Document:
    return Document(name, FORMAT, (way.mark if first else b"") + text.encode(way.encoding))


def _wide(name: str, tables: Iterable[pa.Table], way: Dialect, house: House) -> Iterator[Document]:
    table = _lower(way, SqlTable(house.table, _columns([("RESULT_ID", ""), *zip(house.headers, FIELDS, strict=True)])))
    yield _piece(name, way, way.opening(table))
    written = 0
    for rows in tables:
        for start in range(0, rows.num_rows, way.piece):
            part = by_row(rows.slice(start, way.piece), written)
            keys = pa.array(np.arange(written, written + part.num_rows, dtype=np.int64) + FIRST_KEY)
            data = _body(way, table, [keys, *(part[field] for field in FIELDS)])
            yield Document(name, FORMAT, data, part, _SHOWN, locator=f"table {table.name} row")
            written += part.num_rows
    yield _piece(name, way, way.closing(table))


def _related(name: str, tables: Iterable[pa.Table], way: Dialect) -> Iterator[Document]:
    rows, patient = _by_patient(pa.concat_tables(tables))
    people = rows.take(pa.array(np.unique(patient, return_index=True)[1]))
    keys = pa.array(np.arange(people.num_rows, dtype=np.int64) + FIRST_PATIENT)
    table = _lower(way, SqlTable("patient_index", _columns(PATIENT)))
    yield Document(name, FORMAT, way.opening(table).encode(way.encoding), rows, locator=f"table {table.name} row")
    yield from _bodies(name, way, table, [keys, *(people[field] for _, field in PATIENT if field)])
    yield _piece(name, way, way.closing(table))
    # results lie in the order of their specimens, not of their patients
    order = pc.sort_indices(rows, sort_keys=[("received_at", "ascending"), ("specimen_id", "ascending")])
    lines = rows.take(order)
    keys = pa.array(np.arange(rows.num_rows, dtype=np.int64) + FIRST_KEY)
    owner = pa.array(lines["record"].to_numpy() + FIRST_PATIENT)
    table = _lower(way, SqlTable("result_line", _columns(RESULT), parent="patient_index"))
    yield _piece(name, way, way.opening(table))
    yield from _bodies(name, way, table, [keys, owner, *(lines[field] for _, field in RESULT if field)])
    yield _piece(name, way, way.closing(table))


def _by_patient(rows: pa.Table) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """Returns the rows sorted by patient, each with the identity of the patient's first row, and the patients."""
    _, first, patient = np.unique(rows["person_id"].to_numpy(), return_index=True, return_inverse=True)
    # patients are numbered in the order in which they were booked in first
    rank = np.argsort(np.argsort(first))[patient]
    order = np.argsort(rank, kind="stable")
    master = rows.take(pa.array(first[patient][order]))
    rows = rows.take(pa.array(order))
    for field in (*IDENTITY, "subject"):
        rows = rows.set_column(rows.column_names.index(field), rows.schema.field(field), master[field])
    return rows.set_column(0, "record", pa.array(rank[order])), rank[order]


def _bodies(name: str, way: Dialect, table: SqlTable, columns: Sequence[splice.Text]) -> Iterator[Document]:
    for start in range(0, len(columns[0]), way.piece):
        yield Document(name, FORMAT, _body(way, table, [column.slice(start, way.piece) for column in columns]))


def _body(way: Dialect, table: SqlTable, columns: Sequence[splice.Text]) -> bytes:
    data = way.body(table, pa.table(list(columns), names=table.names))
    return data if way.encoding == "utf-8" else data.decode("utf-8").encode(way.encoding)


def _columns(pairs: Iterable[tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, _KINDS.get(field, "code") if field else "key") for name, field in pairs)


def _lower(way: Dialect, table: SqlTable) -> SqlTable:
    """PostgreSQL folds names that nobody quoted."""
    if not way.folds:
        return table
    columns = tuple(replace(column, name=column.name.lower()) for column in table.columns)
    return replace(table, name=table.name.lower(), columns=columns)


def _side_tables(way: Dialect, house: House) -> str:
    tests = [
        (line.partner_code, line.partner_name) if house.partner_codes else (line.code, line.name) for line in menu()
    ]
    doctors = [(f"C{3_000_000 + number}", f"DR {' '.join(name).upper()}") for number, name in enumerate(DOCTORS)]
    audit = [
        (f"2024-05-{1 + number // 12:02d}T{7 + number % 12:02d}:{number * 7 % 60:02d}:00",
         f"{house.host}-T{number * 13 % 40:02d}", _AUDIT[number * 5 % len(_AUDIT)])
        for number in range(_AUDITED)
    ]  # fmt: skip
    trail = SqlTable("audit", (Column("seq", "key"), Column("at", "time"), Column("terminal"), Column("deed")))
    texts = [
        _side(way, SqlTable("determinand", (Column("det_no", "key"), Column("tcode"), Column("tdescr"))), tests),
        _side(way, SqlTable("canned", (Column("can_no", "key"), Column("short"), Column("body", "text"))), _COMMENTS),
        _side(way, SqlTable("signatory", (Column("sig_no", "key"), Column("login"), Column("signed_by"))), doctors),
        _side(way, trail, audit),
    ]
    return "".join(texts)


def _side(way: Dialect, table: SqlTable, rows: Sequence[tuple[str, ...]]) -> str:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    keys = pa.array(np.arange(1, len(rows) + 1, dtype=np.int64))
    body = way.body(table, pa.table([keys, *columns], names=table.names)).decode("utf-8")
    return way.opening(table) + body + way.closing(table)
