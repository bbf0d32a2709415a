"""What a table is: a name, a reason to exist, and columns with a comment each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pyarrow as pa


class Origin(StrEnum):
    """Who fills a column."""

    CELL = "cell"
    """The cell, from hostile bytes; validated by the guard."""
    GUARD = "guard"
    """The guard stamps it: ids and places that a cell could otherwise forge."""
    SHED = "shed"
    """The cell sends it, the guard uses it and does not keep it."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: lower_snake, singular.
        type: Arrow type at rest.
        comment: what it means, with its unit.
        origin: who fills it (only of interest in tables that a cell emits).
        nullable: False where a missing value would be a lie.
        sensitive: a value from the dump; masked unless revealed.
    """

    name: str
    type: pa.DataType
    comment: str
    origin: Origin = Origin.CELL
    nullable: bool = True
    sensitive: bool = False

    def field(self) -> pa.Field:
        """The Arrow field."""
        return pa.field(self.name, self.type, nullable=self.nullable)


@dataclass(frozen=True)
class Table:
    """One table of the shelf.

    Attributes:
        name: singular noun; the export is its plural.
        why: the reason it exists, one sentence.
        columns: in order.
        key: columns that identify a row (uniqueness is checked).
        emitted: True when cells emit it while an item is read.
    """

    name: str
    why: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    emitted: bool = False

    @cached_property
    def schema(self) -> pa.Schema:
        """The schema at rest."""
        return pa.schema([column.field() for column in self.columns if column.origin is not Origin.SHED])

    @cached_property
    def cell_schema(self) -> pa.Schema:
        """The schema in which a cell must send rows: everything that the guard does not stamp."""
        return pa.schema([column.field() for column in self.columns if column.origin is not Origin.GUARD])

    @property
    def sensitive(self) -> frozenset[str]:
        """Names of the columns that hold values of the dump."""
        return frozenset(column.name for column in self.columns if column.sensitive)
