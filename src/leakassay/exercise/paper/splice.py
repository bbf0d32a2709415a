"""Text by columns: Arrow strings are joined, cut, mapped and spliced into the bytes of a file, many rows at once.

A writer builds each kind of line (a segment, a row, a log stamp) as one column and says where each of them belongs;
`spliced` lays them end to end, and no Python object is made per row.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Text: TypeAlias = pa.Array | pa.ChunkedArray
Ints = npt.NDArray[np.int64]

COMPACT_STAMP = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
"""Places of the digits in 2024-05-31T09:12:00."""
COMPACT_DAY = COMPACT_STAMP[:8]


def starts_of(rows: pa.Table) -> Ints:
    """Returns the positions of the first row of each record; rows of a record lie together."""
    return np.flatnonzero(np.diff(rows["record"].to_numpy(), prepend=-1) != 0)


def within(starts: Ints, count: int) -> Ints:
    """Returns for each of `count` rows its number within its record, from 0."""
    sizes = np.diff(starts, append=count)
    return np.asarray(np.arange(count) - np.repeat(starts, sizes), dtype=np.int64)


def per_record(rows: pa.Table) -> Iterator[list[dict[str, Any]]]:
    """Yields the rows of each record as plain dicts, for papers too small to be written by columns."""
    starts, found = starts_of(rows).tolist(), rows.to_pylist()
    for start, stop in zip(starts, [*starts[1:], rows.num_rows], strict=True):
        yield found[start:stop]


def stretches(tables: Iterable[pa.Table], most: int) -> Iterator[pa.Table]:
    """Yields the tables cut into stretches of at most `most` records; an empty table yields nothing."""
    for rows in tables:
        for start, stop in itertools.pairwise([*starts_of(rows)[::most].tolist(), rows.num_rows]):
            yield rows.slice(start, stop - start)


def flat(column: Text) -> pa.Array:
    """Returns a column as one array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def joined(*parts: Text | str) -> pa.Array:
    """Returns the parts of each row end to end; a str stands in every row, and at least one part is a column."""
    return flat(pc.binary_join_element_wise(*parts, ""))


def numbered(numbers: Ints) -> pa.Array:
    """Returns whole numbers as text."""
    return pa.array(numbers).cast(pa.string())


def chosen(mask: npt.NDArray[np.bool_], yes: Text | str, no: Text | str) -> pa.Array:
    """Returns `yes` where the mask holds, else `no`."""
    return flat(pc.if_else(pa.array(mask), yes, no))


def said(column: Text, before: str, after: str = "") -> pa.Array:
    """Returns `before` + value + `after`, and an empty text where the value is empty."""
    column = flat(column)
    return chosen(np.asarray(pc.not_equal(column, "")), joined(before, column, after), "")


def mapped(column: Text, function: Callable[[str], str]) -> pa.Array:
    """Returns `function` of each value, called once per distinct value."""
    coded = flat(column).dictionary_encode()
    return pa.array([function(value) for value in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def picked(column: Text, places: Sequence[int]) -> pa.Array:
    """Returns the characters at `places` of each value, as the digits of ISO dates; an empty value stays empty."""
    column = flat(column)
    if len(column) == 0:
        return column
    lengths = pc.binary_length(column).to_numpy()
    if lengths.min() != lengths.max() or lengths[0] == 0:
        return mapped(column, lambda value: "".join(value[place] for place in places if place < len(value)))
    grid = characters(column).reshape(len(column), lengths[0])[:, [place for place in places if place < lengths[0]]]
    offsets = np.arange(len(column) + 1, dtype=np.int32) * grid.shape[1]
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(grid)))


def escaped(column: Text, escapes: dict[int, str]) -> pa.Array:
    """Returns the column translated by a table of ASCII signs; a column without any of them comes back as it is."""
    column = flat(column)
    return mapped(column, lambda value: value.translate(escapes)) if holds(column, escapes) else column


def holds(column: pa.Array, signs: Iterable[int]) -> bool:
    """Returns whether any of some ASCII signs stands in a column."""
    wanted = np.zeros(256, dtype=np.bool_)
    wanted[list(signs)] = True
    return bool(wanted[characters(column)].any())


def cells(column: Text, delimiter: str) -> pa.Array:
    """Returns a column as it stands in delimited text: in quotes where delimiter, quote or line break is in it."""
    column = flat(column)
    special = [delimiter, '"', "\n", "\r"]
    # a foreign delimiter is looked for by its first byte, which is as good as never there
    if not holds(column, [sign.encode("utf-8")[0] for sign in special]):
        return column
    return mapped(column, lambda text: _quoted(text) if any(sign in text for sign in special) else text)


def lines(columns: Sequence[pa.Array], delimiter: str, end: str = "\n") -> pa.Array:
    """Returns a line per row of columns that are cells already."""
    return joined(flat(pc.binary_join_element_wise(*columns, delimiter)), end)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def characters(column: pa.Array) -> npt.NDArray[np.uint8]:
    """Returns the bytes of an array of strings as they lie end to end, without a copy."""
    offsets, data = column.buffers()[1:]
    if data is None or len(column) == 0:
        return np.empty(0, dtype=np.uint8)
    bounds = np.frombuffer(offsets, dtype=np.int32)
    first, last = int(bounds[column.offset]), int(bounds[column.offset + len(column)])
    return np.frombuffer(data, dtype=np.uint8)[first:last]


def spliced(parts: Sequence[tuple[Ints, pa.Array]]) -> bytes:
    """Returns all texts of all parts end to end, ordered by their places; equal places keep the order of the parts.

    Args:
        parts: places and texts, of equal length; under 2 GB in all.
    """
    order = np.argsort(np.concatenate([places for places, _ in parts]), kind="stable")
    whole = pa.concat_arrays([texts for _, texts in parts]).take(pa.array(order))
    return characters(whole).tobytes()


def fitted(rows: pa.Table, encoding: str) -> pa.Table:
    """Returns the rows as they read after `encoding`: what it cannot write stands there as a question mark."""
    for position, field in enumerate(rows.schema):
        if field.type == pa.string() and (characters(flat(rows.column(position))) > 127).any():
            text = mapped(rows.column(position), lambda value: value.encode(encoding, "replace").decode(encoding))
            rows = rows.set_column(position, field, text)
    return rows
