"""Lookup: a function over distinct strings, remembered, so that a value costs once however often it stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MAX_REMEMBERED = 400_000
"""Distinct values kept per function (about 60 MB at worst); beyond that the memory starts anew."""


class Lookup:
    """A function of one string, applied to dictionary-encoded columns.

    Attributes:
        type: Arrow type of what the function returns.
    """

    def __init__(self, function: Callable[[str], Any], kind: pa.DataType) -> None:
        self.type = kind
        self._function = function
        self._known: dict[str, Any] = {}

    def one(self, text: str) -> Any:
        """Return the function's answer for one string."""
        known = self._known
        if text not in known:
            if len(known) >= MAX_REMEMBERED:
                known.clear()
            known[text] = self._function(text)
        return known[text]

    def distinct(self, values: Sequence[str | None]) -> pa.Array:
        """Return the answers for a list of strings; null stays null."""
        known, one = self._known, self.one
        return pa.array(
            [known[value] if value in known else None if value is None else one(value) for value in values], self.type
        )

    def map(self, encoded: pa.DictionaryArray) -> pa.Array:
        """Return the answer for each row of a dictionary-encoded column."""
        return self.distinct(encoded.dictionary.to_pylist()).take(encoded.indices)


def encode(column: pa.Array) -> pa.DictionaryArray:
    """Dictionary-encode a string column (its distinct values stand in order of first appearance)."""
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def blank_to_null(column: pa.Array) -> pa.Array:
    """Return the column with empty strings as nulls; the column itself when it has none."""
    empty = pc.equal(pc.binary_length(column), 0)
    if not pc.any(empty).as_py():
        return column
    return pc.if_else(empty, pa.scalar(None, pa.string()), column)


def buffers(column: pa.Array) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], np.ndarray[Any, np.dtype[np.int32]]]:
    """Return the bytes and the offsets (n + 1,) of a string column as numpy views; nulls look like empty strings."""
    _, offsets, data = column.buffers()
    count = len(column)
    if offsets is None or count == 0:
        return np.zeros(0, np.uint8), np.zeros(1, np.int32)
    at = np.frombuffer(offsets, np.int32)[column.offset : column.offset + count + 1]
    return (np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)), at
