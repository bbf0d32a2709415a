"""The totals of a rehearsal, counted while it is written: what each claim is judged against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

CONTAINERS = frozenset({"zip", "gzip", "tar", "7z"})
"""Formats whose bytes are those of their members: only the members count as unpacked."""


class People:
    """Which person ids were met: one bit of memory per eight people, however often they are met."""

    def __init__(self) -> None:
        self._met: npt.NDArray[np.bool_] = np.zeros(1024, dtype=np.bool_)

    def add(self, ids: npt.NDArray[np.int64]) -> None:
        """Marks ids from 0; the memory grows with the largest one."""
        if len(ids) == 0:
            return
        top = int(ids.max()) + 1
        if top > len(self._met):
            self._met = np.concatenate([self._met, np.zeros(max(top, len(self._met)), dtype=np.bool_)])
        self._met[ids] = True

    def __len__(self) -> int:
        return int(self._met.sum())


@dataclass
class Tally:
    """Running totals of a leak.

    Duplicates count as files and bytes, but their records, people and events count once.

    Attributes:
        size_bytes: of the files as they lie; unpacked_bytes: of everything that is no container, at any depth.
        files, items: top-level files; files and members.
        people, fabricated: data subjects and invented people met; newest: last day of collection, ISO.
    """

    size_bytes: int = 0
    unpacked_bytes: int = 0
    files: int = 0
    items: int = 0
    sightings: int = 0
    events: int = 0
    people: People = field(default_factory=People)
    fabricated: People = field(default_factory=People)
    classes: set[str] = field(default_factory=set)
    newest: str = ""

    def item(self, row: Mapping[str, Any]) -> None:
        """Counts one row of the item table."""
        size = int(row["size_bytes"])
        self.items += 1
        self.sightings += int(row["sightings"])
        self.events += int(row["events"])
        if "!/" not in row["item_path"]:
            self.files += 1
            self.size_bytes += size
        if row["format"] not in CONTAINERS:
            self.unpacked_bytes += size

    def repacked(self, files: int, size_bytes: int, more_items: int) -> None:
        """Takes note that the files were packed into others: `files` of `size_bytes` in all now lie at the top."""
        self.items += more_items
        self.files, self.size_bytes = files, size_bytes

    def counts(self) -> dict[str, Any]:
        """Returns the totals by the names that claims and `counts.json` use."""
        return {
            "bytes": self.size_bytes, "bytes_unpacked": self.unpacked_bytes, "files": self.files, "items": self.items,
            "records": self.sightings, "events": self.events, "subjects": len(self.people),
            "fabricated_people": len(self.fabricated), "newest_date": self.newest[:10],
            "test_classes": sorted(self.classes),
        }  # fmt: skip
