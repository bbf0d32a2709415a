"""A set of volumes of which some are missing: reads end short before a hole, and fail in it."""

from __future__ import annotations

from leakassay.model.item import OpenItem


class UpToHole:
    """An item whose reads give what lies before a missing volume; `OpenItem.pread` would give nothing of it.

    Args:
        item: one file, or a set of volumes.
    """

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self.size = item.size
        self._holes: list[int] = []
        at = 0
        for volume in item.volumes:
            if volume.fd < 0:
                self._holes.append(at)
            at += volume.size

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` bytes; short at the end and before a hole.

        Raises:
            ItemError: the first of them lies in a volume that is missing.
        """
        hole = next((at for at in self._holes if at > offset), None)
        return self._item.pread(count if hole is None else min(count, hole - offset), offset)
