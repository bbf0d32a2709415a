"""Committing receipts: what a unit gave enters the ledger in one transaction, or not at all."""

from __future__ import annotations

import sqlite3

from leakassay.case.case import Case
from leakassay.case.crash import crash_point
from leakassay.engine.limits import Limits
from leakassay.model.keys import signed
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.work import ItemReceipt, Receipt, WorkUnit
from leakassay.pipeline.budget import limit_of
from leakassay.pipeline.fate import Fate, fate_of
from leakassay.pipeline.known_files import NO_LIST, KnownFiles
from leakassay.pipeline.unpack import Unpacker
from leakassay.pipeline.volumes import waiting_place

_SEVERITY = (Outcome.READ, Outcome.EMPTY, Outcome.READ_PARTLY, Outcome.PENDING, Outcome.UNSUPPORTED, Outcome.REFUSED,
             Outcome.ENCRYPTED, Outcome.FAILED)  # fmt: skip


class Committer:
    """Turns receipts into ledger rows.

    Args:
        case: the case.
        formats: the catalogue by name.
        limits: budgets.
        known: the operator's list of files that need no reading.
    """

    def __init__(self, case: Case, formats: dict[str, Format], limits: Limits, known: KnownFiles = NO_LIST) -> None:
        self._case = case
        self._ledger = case.ledger
        self._formats = formats
        self._limits = limits
        self._known = known
        self._unpacker = Unpacker(case, formats, limits, known)

    # hashing and identification

    def hashed(self, receipt: Receipt) -> int:
        """Items of a source that were hashed and identified.

        Returns:
            How many of them wait to be opened or read.
        """
        with self._ledger.transaction():
            rows = self._rows("size_bytes, name_sealed", receipt)
            return sum(self._hashed(item, rows[signed(item.item_id)]) for item in receipt.items)

    def _rows(self, columns: str, receipt: Receipt) -> dict[int, sqlite3.Row]:
        """Columns of the items of a receipt: one question for half a thousand of them, not one each."""
        keys = [signed(item.item_id) for item in receipt.items]
        marks = ", ".join("?" * len(keys))
        rows = self._ledger.rows(f"select item_id, {columns} from item where item_id in ({marks})", keys)  # noqa: S608  our own words
        return {row["item_id"]: row for row in rows}

    def _hashed(self, item: ItemReceipt, row: sqlite3.Row) -> bool:
        """One item; True when something is still to be done with it."""
        key = signed(item.item_id)
        if not item.sha256:
            self._ledger.execute(
                "update item set hashed = 1, done = 1, outcome = ?, reason = ? where item_id = ?",
                (item.outcome or Outcome.FAILED, item.reason, key),
            )
            return False
        entry = self._formats.get(str(item.facts.get("format", "")))
        fate = fate_of(entry, item, self._known)
        self._known.keep(self._ledger, key, item.other_digest)
        place = waiting_place(self._case.keys.open_name(row["name_sealed"]))
        if place and fate.outcome is not Outcome.KNOWN_FILE:
            fate = Fate(None, Reason.NONE)  # a volume waits for its siblings, whatever its bytes look like
        if row["size_bytes"] == 0:
            fate = Fate(Outcome.EMPTY, Reason.NO_BYTES)
        self._ledger.execute(
            "update item set hashed = 1, sha256 = ?, format = ?, media_type = ?, container = ?, done = ?, outcome = ?, "
            "reason = ?, volume_place = ? where item_id = ?",
            (
                item.sha256,
                entry.name if entry else "",
                entry.media_type if entry else "application/octet-stream",
                int(bool(entry and entry.opener and item.facts.get("opens", True))),
                int(fate.outcome is not None),
                fate.outcome or "",
                fate.reason,
                place if fate.outcome is None else 0,
                key,
            ),
        )
        return fate.outcome is None

    # containers

    def opened(self, receipt: Receipt) -> None:
        """A container that was opened, wholly or up to its cursor."""
        with self._ledger.transaction():
            gone = self._unpacker.take(receipt)
        self._forget(gone)

    # reading

    def read(self, unit: WorkUnit, receipt: Receipt, versions: dict[int, tuple[str, str, str]]) -> None:
        """Items, or a range of one, that were read.

        Args:
            unit: what was to be done.
            receipt: what came of it.
            versions: reader, reader_version and work_key of each item.
        """
        with self._ledger.transaction():
            rows = self._rows("flaw", receipt)
            for item in receipt.items:
                if unit.length < 0:
                    flaw = rows[signed(item.item_id)]["flaw"]
                    self._finish(item, versions[item.item_id], flaw, unit.unit_id)
                elif item.reason is Reason.INTERRUPTED:  # the bytes are gone: the range waits for its container
                    self._ledger.execute("update item set spool = '' where item_id = ?", (signed(item.item_id),))
                else:
                    self._ledger.execute(
                        "update range set done = 1, outcome = ?, reason = ?, bytes_read = ?, records = ? "
                        "where unit_id = ?",
                        (
                            *(item.outcome or Outcome.FAILED, item.reason, item.bytes_read, item.records),
                            signed(unit.unit_id),
                        ),
                    )
                    self._finish_ranges(item.item_id, versions[item.item_id])
            for part in receipt.parts:
                self._ledger.execute(
                    "insert or replace into part values (?, ?, ?, ?, ?, ?)",
                    (part.name, part.table, signed(unit.unit_id), part.sha256, part.rows, part.bytes),
                )
        self._forget([item.spool for item in unit.items if item.spool and unit.length < 0])

    def _finish(self, item: ItemReceipt, version: tuple[str, str, str], flaw: str, unit_id: int = 0) -> None:
        key = signed(item.item_id)
        outcome, reason = item.outcome or Outcome.FAILED, item.reason
        if outcome is Outcome.READ and flaw:
            outcome, reason = Outcome.READ_PARTLY, Reason(flaw)
        self._ledger.execute(
            "update item set done = ?, outcome = ?, reason = ?, bytes_read = min(own_bytes, ?), records = ?, "
            "reader = ?, reader_version = ?, work_key = ?, spool = '', unit_id = ?, budget = ? where item_id = ?",
            (
                int(outcome is not Outcome.PENDING or reason is not Reason.INTERRUPTED),
                outcome,
                reason,
                item.bytes_read,
                item.records,
                *version,
                signed(unit_id),
                limit_of(reason, self._limits),
                key,
            ),
        )

    def _finish_ranges(self, item_id: int, version: tuple[str, str, str]) -> None:
        """When the last range is in: the worst outcome, the sums."""
        key = signed(item_id)
        if self._ledger.one("select 1 from range where item_id = ? and done = 0 limit 1", (key,)):
            return
        rows = self._ledger.rows("select * from range where item_id = ? order by offset", (key,))
        worst = max(rows, key=lambda row: _SEVERITY.index(Outcome(row["outcome"])))
        outcome, reason = Outcome(worst["outcome"]), Reason(worst["reason"])
        if len({row["outcome"] for row in rows}) > 1:
            outcome = Outcome.READ_PARTLY
        item = self._ledger.rows("select spool, flaw from item where item_id = ?", (key,))[0]
        self._finish(
            ItemReceipt(
                item_id, outcome, reason, sum(row["bytes_read"] for row in rows), sum(row["records"] for row in rows)
            ),
            version,
            item["flaw"],
        )
        self._forget([item["spool"]])

    def _forget(self, entries: list[str]) -> None:
        crash_point("spool.forget:before")
        for entry in entries:
            if entry:
                (self._case.spool / entry).unlink(missing_ok=True)
        crash_point("spool.forget:after")
