"""The table under a letter about one person: the other tests of the specimen whose first test the letter tells."""

from typing import Any

import pyarrow as pa

from leakassay.exercise.paper.letter import Letter, finding

_COLUMNS = ("Test", "Result", "Flag", "Range")


def other_tests(rows: pa.Table, written: Letter) -> list[dict[str, Any]]:
    """Returns the further tests of the specimen, where a letter about one person tells of recorded results."""
    if written.wording.people != 1 or written.wording.tells != "recorded":
        return []
    others: list[dict[str, Any]] = rows.slice(1).to_pylist()
    return others


def table_cells(others: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Returns the header and the lines of a table of results."""
    lines: list[tuple[str, ...]] = [_COLUMNS]
    for row in others:
        limits = f"{row['range_low']} - {row['range_high']}" if row["unit"] else ""
        flag = "" if row["status"] == "requested" else row["value_flag"]
        lines.append((row["test_name"], finding(row), flag, limits))
    return lines


def with_others(people: pa.Table, rows: pa.Table) -> pa.Table:
    """Returns the record of a letter and the rows of its table, which print no code and no client.

    What the letter says of the specimen, its number and its day, holds for the tests of the table too.
    """
    rest = rows.slice(1)
    for column in ("test_code", "client_code", "specimen_id", "collected_at"):
        rest = _set(rest, column, [people[column][0].as_py()] * rest.num_rows)
    asked = [status == "requested" for status in rest["status"].to_pylist()]
    for column in ("value", "unit", "value_flag"):
        said = zip(rest[column].to_pylist(), asked, strict=True)
        rest = _set(rest, column, ["" if only_asked else value for value, only_asked in said])
    places = pa.array([f"table 1 row {row + 2}" for row in range(rest.num_rows)], pa.string())
    return pa.concat_tables([people, rest.append_column("locator", places)])


def _set(table: pa.Table, name: str, values: list[str]) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))
