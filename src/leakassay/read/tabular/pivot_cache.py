"""Pivot caches of workbooks: the rows that a pivot table was made of, kept after their sheet is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from leakassay.model.batch import Batch, Shape
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular.cell_text import number, unescaped
from leakassay.read.tabular.xml_walk import Stream, local, walk

BATCH_CELLS = 500_000
SHARED_CHARACTERS = 100_000_000
"""Characters of shared items of one cache."""

MAX_FIELDS = 20_000
"""Columns of a cache; a sheet has 16,384."""

_VALUES = frozenset({"s", "n", "d", "b", "e", "m", "x"})


@dataclass
class Field:
    """A column of a cache.

    Attributes:
        name: its header.
        shared: values that records point at.
        used: numbers of those that a record points at.
        is_stored: False for groups, which stand in no record.
    """

    name: str
    shared: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    is_stored: bool = True


def fields(stream: Stream) -> list[Field]:
    """The columns of a cache, from its definition.

    Raises:
        ItemError: no XML, or more than fits into memory.
    """
    found: list[Field] = []
    within: list[str] = []
    held = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal held
        name = local(tag)
        if name == "cacheField":
            found.append(Field(unescaped(attributes.get("name", "")), is_stored=attributes.get("databaseField") != "0"))
        elif found and name in _VALUES and within and within[-1] == "sharedItems":
            said = _said(name, attributes)
            held += len(said) + 8
            found[-1].shared.append(said)
        if held > SHARED_CHARACTERS or len(found) > MAX_FIELDS:
            raise ItemError(Reason.LIMIT_MEMORY, outcome=Outcome.REFUSED)
        within.append(name)

    def end(_: str) -> None:
        within.pop()

    for _ in walk(stream, start, end, lambda _: None):
        pass
    return found


def _said(kind: str, attributes: dict[str, str]) -> str:
    """What an element of a cache says."""
    value = attributes.get("v", "")
    match kind:
        case "n":
            return number(value)
        case "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        case "b":
            return "true" if value == "1" else "false"
        case "e" | "m":
            return ""
        case _:
            return unescaped(value)


def records(stream: Stream, columns: list[Field], part: str) -> Iterator[Batch]:
    """The rows of a cache under the names of its columns.

    Raises:
        ItemError: no XML; what came before stays.
    """
    stored = [column for column in columns if column.is_stored]
    gathered = _Records(stored)
    done = 0
    try:
        for _ in walk(stream, gathered.start, gathered.end, lambda _: None):
            if len(gathered.rows) * max(1, len(stored)) >= BATCH_CELLS:
                yield from _batch(gathered.rows, stored, part, done)
                done += len(gathered.rows)
                gathered.rows = []
    except ItemError:
        yield from _batch(gathered.rows, stored, part, done)
        raise
    yield from _batch(gathered.rows, stored, part, done)


class _Records:
    """Handlers of the XML of records."""

    def __init__(self, stored: list[Field]) -> None:
        self.rows: list[list[str]] = []
        self._row: list[str] = []
        self._stored = stored

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        name = local(tag)
        if name == "r":
            self._row = []
        elif name in _VALUES:
            self._row.append(self._looked_up(attributes.get("v", "")) if name == "x" else _said(name, attributes))

    def end(self, tag: str) -> None:
        """A tag closes."""
        if local(tag) == "r":
            self.rows.append(self._row)

    def _looked_up(self, said: str) -> str:
        place, shared = len(self._row), int(said) if said.isdecimal() and len(said) < 10 else -1
        if place < len(self._stored) and 0 <= shared < len(self._stored[place].shared):
            self._stored[place].used.add(shared)
            return self._stored[place].shared[shared]
        return said


def _batch(rows: list[list[str]], stored: list[Field], part: str, first: int) -> Iterator[Batch]:
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    columns = [
        pa.array([row[place] if place < len(row) else "" for row in rows], pa.string()) for place in range(width)
    ]
    headers = [column.name for column in stored[:width]] + [""] * max(0, width - len(stored))
    data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(width)])
    yield Batch(Shape.TABLE, data, tuple(headers), part=part, table_name="pivot cache", first_row=first)


def unused(columns: list[Field], part: str) -> Iterator[Batch]:
    """Shared values that no record points at: of rows that were deleted before, or of a cache without records."""
    for column in columns:
        left = [value for place, value in enumerate(column.shared) if value and place not in column.used]
        if left:
            data = pa.RecordBatch.from_arrays([pa.array(left, pa.string())], names=["c0"])
            yield Batch(Shape.TABLE, data, (column.name,), part=part, table_name=f"pivot items {column.name}")
