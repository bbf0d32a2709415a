"""Scripts of shells and Windows: read as text, for they name people and hosts, and marked as executable; never run."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Property, Reading
from leakassay.model.item import OpenItem
from leakassay.read.document import plain


def split(item: OpenItem, limit: int) -> list[tuple[int, int]]:
    """Units of a large script, cut at line ends.

    Returns:
        (offset, length) pairs that cover the item.
    """
    return plain.split(item, limit)


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of a script.

    Yields:
        The property `executable` with the first unit, then what the reader of text yields.

    Raises:
        ItemError: the whole item is white space (`empty`, `blank`).
    """
    if item.offset == 0:
        yield Property("executable", "script")
    yield from plain.read(item)
