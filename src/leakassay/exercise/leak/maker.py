"""Makers: how documents of one kind are cut from a history, or made without one."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import delimited
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document

WINDOW = 1_000
"""Specimens printed at once."""
Span = tuple[int, int]
"""First specimen and the one after the last."""


@dataclass(frozen=True)
class Cut:
    """A block of an estate that is being cut into documents.

    Attributes:
        seed: draws copies, mishaps and papers without people; differs per partition and block.
        folder: put before every name, so that blocks do not meet; empty where there is one block.
        recut: the bulk extract is laid out anew and cut short, as one who publishes again does.
        canaries: NHS numbers of seeded people who exist nowhere else; they stand in an address list.
        rich: papers are as heavy as on a file server, with letterheads and scans attached.
        windows: records that are printed already.
    """

    estate: Estate
    seed: int = 0
    folder: str = ""
    recut: bool = False
    canaries: tuple[str, ...] = ()
    rich: bool = False
    windows: dict[int, tuple[pa.Table, npt.NDArray[np.int64]]] = field(default_factory=dict, repr=False)

    @property
    def house(self) -> House:
        """Whose papers these are."""
        return self.estate.house

    def rows(self, span: Span) -> pa.Table:
        """Returns the records of a stretch of specimens, numbered from 0.

        A specimen is printed once, in a window of its neighbours: papers of one specimen would otherwise cost a
        hundred times what they print.
        """
        start, stop = span
        pieces, printed = [], 0
        for window in range(start // WINDOW, max(start, stop - 1) // WINDOW + 1):
            table, first = self._window(window)
            offset = window * WINDOW
            low, high = max(start, offset) - offset, min(stop, offset + WINDOW) - offset
            rows = table.slice(int(first[low]), int(first[high] - first[low]))
            number = rows["record"].to_numpy() - low + printed
            pieces.append(rows.set_column(0, "record", pa.array(number)))
            printed += high - low
        return pa.concat_tables(pieces).combine_chunks()

    def _window(self, window: int) -> tuple[pa.Table, npt.NDArray[np.int64]]:
        """Returns the records of a window, and where each of its specimens begins (and the last one ends)."""
        if window not in self.windows:
            # two neighbours are enough: makers walk through the specimens in one direction
            for older in sorted(self.windows)[1:]:
                del self.windows[older]
            start, stop = window * WINDOW, min(self.estate.specimens, (window + 1) * WINDOW)
            table = records(self.estate, start, stop)
            first = np.searchsorted(table["record"].to_numpy(), np.arange(stop - start + 1))
            self.windows[window] = table, np.append(first, np.full(WINDOW, table.num_rows))
        return self.windows[window]


Make = Callable[[Cut, Span, int], Iterator[Document]]
"""Takes the cut, the specimens, and the number of the document among its like (from 1); yields documents."""
Fill = Callable[[Cut, int, int], Document]
"""Takes the cut, the number of the document among its like, and about how many bytes are wanted."""


@dataclass(frozen=True)
class Share:
    """How much of a small history a kind of document gets: a fraction of the specimens within `least` and `most`."""

    fraction: float
    most: int
    least: int = 2

    def of(self, specimens: int) -> int:
        """Returns the number of specimens."""
        return min(self.most, max(self.least, int(specimens * self.fraction)))


@dataclass(frozen=True)
class Maker:
    """Documents with people in them.

    Attributes:
        category: line of the mix; formats: what its documents are, as the key names them.
        small: what it takes of a history where no number of bytes is asked for.
        per: specimens of one document; 0 where one document takes all that it is given.
        large: specimens of one document where a number of bytes is asked for (only read where `per` is 0).
        weight: how often it has its turn among the makers of its category.
        pile: its documents are many and alike, so copies and mishaps may befall them.
    """

    category: str
    formats: tuple[str, ...]
    make: Make
    small: Share
    per: int = 0
    large: int = 200
    weight: int = 1
    pile: bool = True


@dataclass(frozen=True)
class Filler:
    """Documents without people: what most bytes of a file server are.

    Attributes:
        typical: bytes of one document where a number of bytes is asked for; small: where none is (0 for no document).
    """

    category: str
    formats: tuple[str, ...]
    make: Fill
    typical: int
    small: int = 20_000
    weight: int = 1


def joined(pieces: Iterable[Document]) -> Document:
    """Returns the pieces of a document as one, their records one below the other, found as the pieces say.

    A piece without events keeps its people: their rows lose code and name of the test, which the key then leaves out.
    """
    found = list(pieces)
    whole = replace(found[0], data=b"".join(piece.data for piece in found))
    telling = [piece for piece in found if piece.records is not None]
    if not telling:
        return whole
    has_events = any(piece.has_events for piece in telling)
    tables = [piece.records if piece.has_events == has_events else _untested(piece.records) for piece in telling]
    records = pa.concat_tables(tables, promote_options="default")
    first = telling[0]
    return replace(whole, records=records, shows=first.shows, has_events=has_events, locator=first.locator)


def _untested(rows: pa.Table) -> pa.Table:
    for name in ("test_code", "test_name"):
        rows = rows.set_column(rows.column_names.index(name), name, pa.repeat("", rows.num_rows))
    return rows


def extract(cut: Cut, name: str, span: Span, layout: Layout) -> Document:
    """Returns specimens of the cut as delimited text without a mark of its encoding."""
    return delimited.of_rows(name, cut.rows(span), cut.house, layout)


def split(span: Span, parts: int) -> list[Span]:
    """Cuts a span into `parts` of nearly equal length."""
    start, stop = span
    edges = [start + (stop - start) * part // parts for part in range(parts + 1)]
    return list(itertools.pairwise(edges))
