"""A sorted index of known hashes on disk: 16 bytes a hash, looked up through the page cache, never held in memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt

PREFIX_BYTES = 16
"""Bytes of a digest that are kept: all of MD5, enough of the others that two never meet by chance."""

BUCKETS = 256
"""Files by first byte while sorting: a hundred million hashes are sorted 6 MB at a time."""

_HIGH, _LOW = "high.u64", "low.u64"


def build(folder: Path, digests: Iterable[bytes], digest_bytes: int) -> int:
    """Write an index.

    Args:
        folder: made anew.
        digests: raw digests, many in a piece.
        digest_bytes: bytes of each: 16, 20 or 32.

    Returns:
        How many different hashes it holds.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    with ExitStack() as open_files:
        buckets = [open_files.enter_context((folder / f"{n:02x}.part").open("wb")) for n in range(BUCKETS)]
        for raw in digests:
            keys = np.frombuffer(raw, np.uint8).reshape(-1, digest_bytes)[:, :PREFIX_BYTES]
            keys = keys[np.argsort(keys[:, 0], kind="stable")]
            cuts = np.searchsorted(keys[:, 0], np.arange(BUCKETS + 1))
            for number in np.unique(keys[:, 0]).tolist():  # as Python's integers: 255 + 1 is 0 in a byte
                buckets[number].write(keys[cuts[number] : cuts[number + 1]].tobytes())
    count = 0
    with (folder / _HIGH).open("wb") as high, (folder / _LOW).open("wb") as low:
        for number in range(BUCKETS):
            part = folder / f"{number:02x}.part"
            keys = np.unique(_pairs(part.read_bytes()), axis=0)
            high.write(np.ascontiguousarray(keys[:, 0]).tobytes())
            low.write(np.ascontiguousarray(keys[:, 1]).tobytes())
            count += len(keys)
            part.unlink()
    return count


def _pairs(raw: bytes) -> npt.NDArray[np.uint64]:
    """Prefixes as two big-endian words each: their order is the order of the bytes."""
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)


class HashIndex:
    """An index, mapped for look-ups.

    Args:
        folder: where `build` wrote it.
    """

    def __init__(self, folder: Path) -> None:
        self._high = self._mapped(folder / _HIGH)
        self._low = self._mapped(folder / _LOW)

    @staticmethod
    def _mapped(path: Path) -> npt.NDArray[np.uint64]:
        if path.stat().st_size == 0:  # nothing cannot be mapped
            return np.zeros(0, np.uint64)
        return np.asarray(np.memmap(path, np.uint64, "r"))

    def __len__(self) -> int:
        return len(self._high)

    def holds(self, digest: bytes) -> bool:
        """True when a hash is listed."""
        high, low = _pairs(digest[:PREFIX_BYTES])[0]
        at = int(np.searchsorted(self._high, high))
        while at < len(self._high) and self._high[at] == high:
            if self._low[at] == low:
                return True
            at += 1
        return False
