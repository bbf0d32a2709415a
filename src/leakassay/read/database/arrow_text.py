"""Columns of Arrow as printed text: numbers, moments, bytes, nested values, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from leakassay.model.batch import Batch, Shape
from leakassay.read.blob_text import SMALL_BYTES, runs_of, text_of
from leakassay.read.database.row_batches import clean

BATCH_CELLS = 400_000
"""Cells of a batch."""


def rows_at_once(columns: int) -> int:
    """Rows of a batch of so many columns."""
    return max(1, BATCH_CELLS // max(1, columns))


class Printer:
    """Prints record batches, and remembers whether bytes were seen that are no text, and texts that are no UTF-8."""

    def __init__(self) -> None:
        self.rows = 0
        self.bytes = 0
        self.has_blobs = self.has_bad_text = False

    def batches(self, batch: pa.RecordBatch) -> Iterator[Batch]:
        """Yield the batch as TABLE batches.

        Raises:
            pa.ArrowException: its buffers are not what their types say.
        """
        if not batch.num_rows or not batch.num_columns:
            return
        batch.validate()
        columns = [self._column(column) for column in batch.columns]
        data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])
        headers = tuple(clean(name) for name in batch.schema.names)
        yield Batch(Shape.TABLE, data, headers, first_row=self.rows)
        self.rows += data.num_rows
        self.bytes += data.nbytes

    def _column(self, column: pa.Array) -> pa.Array:
        if kinds.is_dictionary(column.type):
            column.validate(full=True)  # an index beyond the dictionary
            column = column.dictionary_decode()
        if _is_text(column.type):
            return self._text(column)
        if kinds.is_nested(column.type) or _is_bytes(column.type):
            return pa.array([self._value(value) for value in _values(column)], pa.string())
        try:
            return pc.fill_null(pc.cast(column, pa.string()), "")
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
            return pa.array([self._value(value) for value in _values(column)], pa.string())

    def _text(self, column: pa.Array) -> pa.Array:
        """Text as it is; where it is no UTF-8, what of it is."""
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            raw = column.cast(pa.binary()) if kinds.is_string(column.type) else column.cast(pa.large_binary())
            raw.validate(full=True)
            self.has_bad_text = True
            return pa.array([(value or b"").decode("utf-8", "replace") for value in raw.to_pylist()], pa.string())
        return pc.fill_null(column.cast(pa.string()), "")

    def _value(self, value: object) -> str:
        match value:
            case None:
                return ""
            case str():
                return clean(value)
            case bytes():
                return self._blob(value)
            case dict() | list() | tuple():
                return clean(json.dumps(value, ensure_ascii=False, default=self._value))
            case _:
                return clean(str(value))

    def _blob(self, value: bytes) -> str:
        text = text_of(value)
        if text is not None:
            return clean(text)
        if len(value) <= SMALL_BYTES:
            return value.hex()
        self.has_blobs = True
        return " ".join(runs_of(value))


def _is_text(kind: pa.DataType) -> bool:
    return bool(kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(
        kinds.is_binary(kind)
        or kinds.is_large_binary(kind)
        or kinds.is_fixed_size_binary(kind)
        or kinds.is_binary_view(kind)
    )


def _values(column: pa.Array) -> list[object]:
    """Values as Python has them; moments that it has no word for as numbers."""
    column.validate(full=True)
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        values = [repr(value) for value in column]
    return values
