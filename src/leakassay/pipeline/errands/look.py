"""A look into a sample of a dump: the first and last bytes of some files, told by content, in cells."""

from __future__ import annotations

import heapq
import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from leakassay.case.keys import CaseKeys
from leakassay.custody.listing import Entry
from leakassay.engine.guard import GuardSetup
from leakassay.engine.serial import SerialEngine
from leakassay.model.keys import structural_id
from leakassay.model.work import WorkItem, WorkUnit

SAMPLE = 400
"""Files that are looked at; with so many a share is known to about five per cent."""

BATCH = 50


@dataclass
class Look:
    """What a sample was, by content.

    Attributes:
        files: looked at.
        formats: how many of each format; "" for what nobody knows.
        otherwise: how many are another format than their name says.
        unreadable: how many could not be opened.
    """

    files: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    otherwise: int = 0
    unreadable: int = 0


class Sample:
    """A sample drawn by hash while a listing goes by: the same for the same seed, whatever its length.

    Args:
        seed: draws another sample.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._held: list[tuple[int, int, Entry]] = []
        self._seen = 0

    def offer(self, entry: Entry) -> None:
        """Let one go by."""
        self._seen += 1
        drawn = (-structural_id("look", self._seed, self._seen), self._seen, entry)
        if len(self._held) < SAMPLE:
            heapq.heappush(self._held, drawn)
        else:
            heapq.heappushpop(self._held, drawn)

    @property
    def entries(self) -> list[Entry]:
        """What was drawn, in the order of the listing."""
        return [entry for _, _, entry in sorted(self._held, key=lambda one: one[1])]


def look(root: bytes, entries: Iterable[Entry], by_name: dict[bytes, str]) -> Look:
    """Tell some files by their content.

    Args:
        root: folder of the dump.
        entries: of its listing.
        by_name: format of each path by its suffix alone.
    """
    items = [
        WorkItem(number, 1, entry.size, path=entry.path, stamp=entry.stamp, name=os.fsdecode(entry.path)[-255:])
        for number, entry in enumerate(entries)
    ]
    found = Look(files=len(items))
    with tempfile.TemporaryDirectory(prefix="leakassay-look-") as folder:
        setup = GuardSetup(parts=Path(folder), spool=Path(folder), sources={1: root}, settings={})
        engine = SerialEngine(setup, CaseKeys(secrets.token_bytes(32)))
        units = [
            WorkUnit(at, "leakassay.pipeline.cellwork:identify", tuple(items[at : at + BATCH]))
            for at in range(0, len(items), BATCH)
        ]
        try:
            for receipt in engine.map(units):
                for item in receipt.items:
                    if item.outcome is not None:
                        found.unreadable += 1
                        continue
                    told = str(item.facts.get("format", ""))
                    found.formats[told] += 1
                    said = by_name.get(items[item.item_id].path, "")
                    found.otherwise += bool(said) and said != told
        finally:
            engine.close()
    return found
