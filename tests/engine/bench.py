"""A workbench for engine tests: a case's folders, a dump of ordeals, units over it, and small budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case.keys import CaseKeys
from leakassay.case.part import dataset
from leakassay.case.spool import chunks
from leakassay.engine.guard import GuardSetup
from leakassay.engine.limits import Limits
from leakassay.engine.opening import stamp_of
from leakassay.model.keys import structural_id
from leakassay.model.work import Receipt, WorkItem, WorkUnit

SOURCE = 11
KEYS = CaseKeys(bytes(range(32)))
SUFFER = "leakassay.engine.ordeal:suffer"
SMALL = Limits(
    cpu_seconds=2, wall_seconds=6, silence_seconds=2, answer_bytes=8 << 20, answer_ratio=1, rows=900,
    member_floor_bytes=1 << 20, member_bytes=8 << 20, spool_bytes=4 << 20, members=4,
)  # fmt: skip
"""Budgets that run out while a test waits."""


@dataclass
class Bench:
    """One dump and the folders of one case."""

    folder: Path
    limits: Limits = SMALL
    made: int = field(default=0)

    @property
    def dump(self) -> Path:
        found = self.folder / "dump"
        found.mkdir(exist_ok=True)
        return found

    @property
    def setup(self) -> GuardSetup:
        return GuardSetup(
            self.folder / "parts", self.folder / "spool", {SOURCE: bytes(self.dump)}, {"word": "said"}, {}, self.limits
        )

    def item(self, content: bytes | str, name: bytes | None = None) -> WorkItem:
        """A file of the dump and its work item."""
        self.made += 1
        raw = content.encode() if isinstance(content, str) else content
        path = name if name is not None else f"item-{self.made}".encode()
        place = Path(self.dump, path.decode("utf-8", "surrogateescape"))
        place.write_bytes(raw)
        return WorkItem(
            item_id=structural_id("item", self.made),
            source_id=SOURCE,
            size=len(raw),
            path=path,
            stamp=stamp_of(place.stat()),
            name=path.decode("utf-8", "surrogateescape"),
            format="text",
        )

    def unit(self, *items: WorkItem, fn: str = SUFFER, **more: Any) -> WorkUnit:
        return WorkUnit(structural_id("unit", *(item.item_id for item in items)), fn, items, **more)

    def ordeals(self, *words: str) -> WorkUnit:
        return self.unit(*(self.item(word) for word in words))

    def with_limits(self, **changed: int) -> Bench:
        return replace(self, limits=replace(self.limits, **changed))

    def rows(self, table: str, receipts: Sequence[Receipt]) -> pa.Table:
        """What the parts of receipts hold."""
        names = sorted(part.name for receipt in receipts for part in receipt.parts if part.table == table)
        found = dataset(self.folder / "parts", KEYS, table, names)
        return found if isinstance(found, pa.Table) else found.to_table()

    def spooled(self, name: str) -> bytes:
        return b"".join(chunks(self.folder / "spool", KEYS.spool, name))

    def files(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.folder / folder).rglob("*") if path.is_file())
