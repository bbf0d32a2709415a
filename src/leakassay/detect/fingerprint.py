"""Fingerprints: hashes of headers and of rows by which a re-published or re-laid copy of a table is known again.

Row hashes are made of what a row *says* (number, birth, test, time), not of how it is laid out, so that a leak that
was re-cut with another delimiter, column order or date print still agrees. Two sketches come out of them: the hashes
below a fixed threshold (kind `rows`, band -1), whose overlap is containment whatever the borders of the units; and 16
bands of a minhash (kind `rows`, bands 0 to 15) for near-equal wholes. The hashes are not keyed, or else two cases could
not be compared; they lie encrypted on the shelf like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.detect.canon.lookup import buffers
from leakassay.detect.emit import Rows, listed
from leakassay.detect.header import plain
from leakassay.model.keys import structural_id

Hashes = npt.NDArray[np.uint64]

SAMPLED = 256
"""One in so many rows goes into the sample: 2 million rows give about 8,000 hashes."""
MAX_SAMPLE = 4_096
"""Sampled hashes kept per table, the smallest."""
BINS = 64
BANDS = 16
_NO_HASH = np.uint64(0xFFFFFFFFFFFFFFFF)
_ODD_A, _ODD_B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def mixed(values: Hashes) -> Hashes:
    """Return well-mixed 64-bit hashes (the splitmix64 finaliser)."""
    values = values + _GOLDEN
    values = (values ^ (values >> np.uint64(30))) * _ODD_A
    values = (values ^ (values >> np.uint64(27))) * _ODD_B
    return values ^ (values >> np.uint64(31))


def hash_strings(column: pa.Array) -> Hashes:
    """Hash strings by their first and last eight bytes and their length, shape (n,); enough for codes and names."""
    data, offsets = buffers(column)
    if len(offsets) != len(column) + 1 or len(column) == 0:
        return np.zeros(len(column), np.uint64)
    start, stop = offsets[:-1].astype(np.int64), offsets[1:].astype(np.int64)
    base = int(start[0])
    padded = np.concatenate((np.zeros(8, np.uint8), data[base : int(stop[-1])], np.zeros(8, np.uint8)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 8)
    lengths = stop - start
    first, last = (
        _word(windows[at], lengths, keep_end) for at, keep_end in ((start - base + 8, False), (stop - base, True))
    )
    return mixed(mixed(first + lengths.astype(np.uint64)) ^ last)


def _word(windows: npt.NDArray[np.uint8], lengths: npt.NDArray[np.int64], keep_end: bool) -> Hashes:
    """Return eight bytes as one integer, bytes beyond the value cut off."""
    words = np.ascontiguousarray(windows).view("<u8").reshape(-1)
    spare = (8 * np.clip(8 - lengths, 0, 8)).astype(np.uint64)
    full = np.uint64(64)
    if keep_end:
        return np.where(
            spare == full, np.uint64(0), (words >> np.minimum(spare, np.uint64(63))) << np.minimum(spare, np.uint64(63))
        )
    shifted = words << np.minimum(spare, np.uint64(63))
    return np.where(spare == full, np.uint64(0), shifted >> np.minimum(spare, np.uint64(63)))


def combined(parts: Sequence[Hashes]) -> Hashes:
    """Return one hash per row of several columns' hashes; their order counts."""
    total = mixed(parts[0])
    for part in parts[1:]:
        total = mixed(total ^ mixed(part))
    return total


class RowSketch:
    """The two sketches of one table's rows."""

    def __init__(self) -> None:
        self._bins = np.full(BINS, _NO_HASH, np.uint64)
        self._sample = np.zeros(0, np.uint64)

    def add(self, hashes: Hashes) -> None:
        """Add row hashes, shape (n,)."""
        if not len(hashes):
            return
        order = np.sort(hashes)
        edges = (np.arange(BINS, dtype=np.uint64)) << np.uint64(58)
        places = np.searchsorted(order, edges)
        inside = places < len(order)
        found = np.where(inside, order[np.minimum(places, len(order) - 1)], _NO_HASH)
        # the first hash at or above an edge belongs to the bin only when it lies below the next edge
        found[(found >> np.uint64(58)) != np.arange(BINS, dtype=np.uint64)] = _NO_HASH
        self._bins = np.minimum(self._bins, found)
        low = order[: np.searchsorted(order, np.uint64(((1 << 64) - 1) // SAMPLED))]
        self._sample = np.unique(np.concatenate((self._sample, low)))[:MAX_SAMPLE]

    def rows(self, part: str) -> list[dict[str, Any]]:
        """Return `fingerprint` rows; tables of which too few bins are filled have no bands."""
        rows = [{"part": part, "kind": "rows", "band": -1, "hash": int(value)} for value in self._sample]
        width = BINS // BANDS
        for band in range(BANDS):
            bins = self._bins[band * width : (band + 1) * width]
            if not (bins == _NO_HASH).any():
                rows.append({"part": part, "kind": "rows", "band": band, "hash": structural_id("rows", bins.tobytes())})
        return rows


def of_headers(headers: Sequence[str], part: str) -> list[dict[str, Any]]:
    """Return the hashes of a table's headers: as a set (band 0) and in their order (band 1)."""
    words = [plain(header).replace(" ", "") for header in headers]
    if sum(map(bool, words)) < 2:
        return []
    return [
        {"part": part, "kind": "schema", "band": 0, "hash": structural_id("schema", *sorted(set(words)))},
        {"part": part, "kind": "schema", "band": 1, "hash": structural_id("schema-ordered", *words)},
    ]


def emitted(rows: Sequence[dict[str, Any]]) -> Iterator[Rows]:
    """Yield the rows in the table's schema."""
    yield from listed("fingerprint", rows)
