"""A departmental SQLite database: one wide table of results, code tables, indexes, a view, and rows deleted long ago.

The header of the file holds the version of the SQLite library, so bytes are equal for the same library only.
"""

import sqlite3
from collections.abc import Iterable, Sequence

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import DOCTORS

TABLE = "wk_results"
COLUMNS = (
    ("lab_ref", "specimen_id"), ("nhs_id", "nhs_number"), ("surname", "surname"), ("forename", "forename"),
    ("birth", "date_of_birth"), ("mf", "sex"), ("lives_at", "address"), ("pcode", "postcode"),
    ("surgery", "gp_practice"), ("casenote", "hospital_number"), ("chi_ref", "chi_number"),
    ("tcode", "test_code"), ("investigation", "test_name"),
    ("finding", "value"), ("units", "unit"), ("ref_from", "range_low"), ("ref_to", "range_high"),
    ("abn", "value_flag"), ("bled", "collected_at"), ("booked", "received_at"), ("signed_off", "reported_at"),
    ("src", "client_code"), ("asked_by", "requester_code"),
)  # fmt: skip
"""What the department calls its columns, and our names; half of them stand in no list of headers."""
_STAMPS = ("collected_at", "received_at", "reported_at")
_SHAPE = f"""
CREATE TABLE {TABLE} (
  id INTEGER PRIMARY KEY,
  {", ".join(f"{name} {'DATETIME' if field in _STAMPS else 'TEXT'}" for name, field in COLUMNS)}
);
CREATE TABLE tests (tcode TEXT PRIMARY KEY, investigation TEXT, units TEXT) WITHOUT ROWID;
CREATE TABLE sources (src TEXT PRIMARY KEY, org TEXT, full_title TEXT);
CREATE TABLE signatories (no INTEGER PRIMARY KEY, signed_by TEXT);
CREATE TABLE settings (name TEXT PRIMARY KEY, value);
"""
_VIEW = f"CREATE VIEW outstanding AS SELECT * FROM {TABLE} WHERE finding IS NULL;"  # noqa: S608  the name is ours
_INDEXES = (
    f"CREATE INDEX ix_name ON {TABLE} (surname, forename)",
    f"CREATE INDEX ix_nhs ON {TABLE} (nhs_id)",
)
_Row = tuple[str | int | None, ...]


def database(name: str, rows: pa.Table, house: House, *, deleted: pa.Table | None = None) -> Document:
    """Returns a database in which each row of `rows` is a record of `wk_results`, in the order of its key.

    Missing values are NULL; stamps print as 2024-05-31 09:12:00. The view shows the rows without a result once more;
    they count once.

    Args:
        name: path of the file.
        rows: records by the schema `RECORD`.
        house: the laboratory.
        deleted: rows that were deleted and never overwritten: they lie in free pages, no query finds them, and the
            key does not hold them.
    """
    rows = by_row(rows)
    base = sqlite3.connect(":memory:", isolation_level=None)
    # some builds overwrite what is deleted; the department's did not
    base.executescript(
        f"PRAGMA page_size = 4096; PRAGMA secure_delete = OFF; PRAGMA application_id = 0; BEGIN; {_SHAPE}"
    )
    _fill_codes(base, house)
    _insert(base, TABLE, _tuples(rows, 1))
    for statement in (_VIEW, *_INDEXES):
        base.execute(statement)
    if deleted is not None and deleted.num_rows:
        _insert(base, TABLE, _tuples(deleted, rows.num_rows + 1))
        base.execute(f"DELETE FROM {TABLE} WHERE id > ?", (rows.num_rows,))  # noqa: S608  the name is ours
    base.execute("COMMIT")
    data = base.serialize()
    base.close()
    return Document(name, "sqlite", data, rows, frozenset(IDENTITY), locator=f"table {TABLE} row")


def _fill_codes(base: sqlite3.Connection, house: House) -> None:
    tests: dict[str, tuple[str, str]] = {}
    for line in menu():
        code, title = (line.partner_code, line.partner_name) if house.partner_codes else (line.code, line.name)
        tests[code] = (title, line.unit)
    _insert(base, "tests", [(code, *rest) for code, rest in tests.items()])
    _insert(base, "sources", [(client.code, client.ods_code, client.name) for client in house.clients])
    _insert(base, "signatories", [(no, f"Dr {' '.join(doctor)}") for no, doctor in enumerate(DOCTORS, start=1)])
    settings: list[_Row] = [
        ("system", house.software),
        ("server", house.host),
        ("schema_no", 41),
        ("last_backup", 1_717_200_849),
    ]
    _insert(base, "settings", settings)


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[Sequence[str | int | None]]) -> None:
    width = len(base.execute(f"PRAGMA table_info({table})").fetchall())
    base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)  # noqa: S608  the names are ours


def _tuples(rows: pa.Table, first: int) -> Iterable[_Row]:
    columns: list[Iterable[str | int | None]] = [range(first, first + rows.num_rows)]
    for _, field in COLUMNS:
        values: list[str] = rows[field].to_pylist()
        if field in _STAMPS:
            values = [value.replace("T", " ") for value in values]
        columns.append([value or None for value in values])
    return zip(*columns, strict=True)
