"""Rows of a table as INSERT statements or COPY lines, vectorised: one text per row, the quotes of each program."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.paper import splice

Kind = Literal["key", "code", "text", "day", "time"]
"""A whole number that is never null, a short text, a long one, an ISO date, an ISO date and time."""
STATEMENT = 1_000_000
"""Bytes of one INSERT of mysqldump, whose buffer (net_buffer_length) is about 1 MB as it ships."""
BATCH = 100
"""Rows after which SQL Server's script wizard writes GO."""


@dataclass(frozen=True)
class Column:
    """One column: its printed name and what it holds; an empty text is NULL in the dump."""

    name: str
    kind: Kind = "code"


@dataclass(frozen=True)
class SqlTable:
    """One table: its columns, the first of them its key, and the table its second column points to, if any."""

    name: str
    columns: tuple[Column, ...]
    parent: str = ""

    @property
    def names(self) -> list[str]:
        """Names of the columns in order."""
        return [column.name for column in self.columns]


Part: TypeAlias = str | pa.Array


def lines(parts: Sequence[Part]) -> pa.Array:
    """Returns one text per row: arrays and fixed texts joined in order; neighbouring fixed texts are merged first."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return splice.joined(*merged)


def bytes_of(rows: pa.Array) -> tuple[memoryview, npt.NDArray[np.int64]]:
    """Returns the texts of an array end to end as UTF-8, and where each begins (one entry more than rows)."""
    data = rows.buffers()[2]
    offsets = np.frombuffer(rows.buffers()[1], dtype=np.int32)[rows.offset : rows.offset + len(rows) + 1]
    return memoryview(data or b""), offsets.astype(np.int64)


def _has_empty(column: pa.Array) -> bool:
    return bool((np.diff(bytes_of(column)[1]) == 0).any())


def _literal(column: pa.Array, around: tuple[str, str], null: str) -> list[Part]:
    """Parts of a quoted value; where values are missing the quotes depend on the row."""
    if not _has_empty(column):
        return [around[0], column, around[1]]
    return [pc.if_else(pc.equal(column, ""), null, pc.binary_join_element_wise(around[0], column, around[1], ""))]


def _columns(table: SqlTable, rows: pa.Table) -> list[tuple[Kind, pa.Array]]:
    found = []
    for column, values in zip(table.columns, rows.columns, strict=True):
        found.append((column.kind, splice.flat(values).cast(pa.string())))
    return found


_MYSQL = str.maketrans({"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\0": "\\0", "\x1a": "\\Z"})
_COPY = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_DOUBLED = str.maketrans({"'": "''"})


def _spaced(kind: Kind, column: pa.Array) -> pa.Array:
    return pc.replace_substring(column, "T", " ", max_replacements=1) if kind == "time" else column


def _tuples(table: SqlTable, rows: pa.Table, escapes: dict[int, str], between: str) -> list[Part]:
    """Parts of `1,'a',NULL,'b'`."""
    parts: list[Part] = []
    for kind, column in _columns(table, rows):
        value = _spaced(kind, splice.escaped(column, escapes))
        parts += [between, value] if kind == "key" else [between, *_literal(value, ("'", "'"), "NULL")]
    return parts[1:]


def mysql_rows(table: SqlTable, rows: pa.Table) -> bytes:
    """Returns INSERT statements of many rows, each at most about `STATEMENT` bytes."""
    data, offsets = bytes_of(lines(["(", *_tuples(table, rows, _MYSQL, ","), "),"]))
    cuts = [0]
    while offsets[cuts[-1]] < offsets[-1]:
        fits = int(np.searchsorted(offsets, offsets[cuts[-1]] + STATEMENT, side="right")) - 1
        cuts.append(max(cuts[-1] + 1, fits))
    head = f"INSERT INTO `{table.name}` VALUES ".encode("ascii")  # noqa: S608  a dump is written, nothing runs it
    # the comma after the last row of a statement gives way to its end
    statements = [
        b"".join((head, data[offsets[start] : offsets[stop] - 1], b";\n")) for start, stop in itertools.pairwise(cuts)
    ]
    return b"".join(statements)


def copy_rows(table: SqlTable, rows: pa.Table) -> bytes:
    """Returns the lines of COPY … FROM stdin: tabs between, backslash N where nothing stands."""
    parts: list[Part] = []
    for kind, column in _columns(table, rows):
        parts += ["\t", *_literal(_spaced(kind, splice.escaped(column, _COPY)), ("", ""), "\\N")]
    data, offsets = bytes_of(lines([*parts[1:], "\n"]))
    return bytes(data[: offsets[-1]])


def inserts_rows(table: SqlTable, rows: pa.Table) -> bytes:
    """Returns one INSERT with column names per row (pg_dump --column-inserts)."""
    head = f"INSERT INTO public.{table.name} ({', '.join(table.names)}) VALUES ("  # noqa: S608  as above
    parts = _tuples(table, rows, _DOUBLED, ", ")
    data, offsets = bytes_of(lines([head, *parts, ");\n"]))
    return bytes(data[: offsets[-1]])


_CASTS: dict[Kind, tuple[str, str]] = {
    "code": ("N'", "'"), "text": ("N'", "'"), "day": ("CAST(N'", "' AS Date)"),
    "time": ("CAST(N'", ".000' AS DateTime)"),
}  # fmt: skip


def tsql_rows(table: SqlTable, rows: pa.Table) -> bytes:
    """Returns one INSERT per row with national strings and a GO after every `BATCH` rows."""
    head = f"INSERT [dbo].[{table.name}] ({', '.join(f'[{name}]' for name in table.names)}) VALUES ("  # noqa: S608  as above
    parts: list[Part] = []
    for kind, column in _columns(table, rows):
        value = splice.escaped(column, _DOUBLED)
        parts += [", ", value] if kind == "key" else [", ", *_literal(value, _CASTS[kind], "NULL")]
    data, offsets = bytes_of(lines([head, *parts[1:], ")\r\n"]))
    cuts = [*range(0, rows.num_rows, BATCH), rows.num_rows]
    return b"".join(
        b"".join((data[offsets[start] : offsets[stop]], b"GO\r\n")) for start, stop in itertools.pairwise(cuts)
    )
