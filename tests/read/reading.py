"""What a reader gave, summed up: for the tests of readers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Reason


@dataclass
class Summary:
    """Everything one reading yielded."""

    batches: list[Batch] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    covered: int = 0
    fault: ItemError | None = None

    @property
    def accounted(self) -> int:
        return self.covered + sum(gap.bytes for gap in self.gaps)

    @property
    def rows(self) -> list[list[str]]:
        return [
            list(row.values()) for batch in self.batches if batch.shape is Shape.TABLE for row in batch.data.to_pylist()
        ]

    @property
    def records(self) -> list[dict[str, str]]:
        return [
            dict(zip(batch.headers, row.values(), strict=True))
            for batch in self.batches
            if batch.shape is Shape.TABLE
            for row in batch.data.to_pylist()
        ]

    @property
    def text(self) -> str:
        return "\n".join(
            row["text"] for batch in self.batches if batch.shape is Shape.TEXT for row in batch.data.to_pylist()
        )

    @property
    def reasons(self) -> set[Reason]:
        return {gap.reason for gap in self.gaps}


def read_all(read: Callable[[OpenItem], Iterator[Reading]], item: OpenItem) -> Summary:
    summary = Summary()
    try:
        for reading in read(item):
            if isinstance(reading, Batch):
                reading.data.validate(full=True)
                assert reading.data.num_rows
                assert reading.shape is not Shape.TABLE or len(reading.headers) == reading.data.num_columns
                summary.batches.append(reading)
            elif isinstance(reading, Covered):
                assert reading.bytes >= 0
                summary.covered += reading.bytes
            elif isinstance(reading, Gap):
                summary.gaps.append(reading)
            elif isinstance(reading, Property):
                summary.properties.append(reading)
    except ItemError as error:
        summary.fault = error
    return summary


def read_bytes(read: Callable[[OpenItem], Iterator[Reading]], raw: bytes, name: str = "") -> Summary:
    item = in_memory(raw, name)
    try:
        return read_all(read, item)
    finally:
        os.close(item.fd)
