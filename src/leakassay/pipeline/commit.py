"""Committing receipts: what a unit gave enters the ledger in one transaction, or not at all."""

from __future__ import annotations

from leakassay.case.case import Case
from leakassay.case.crash import crash_point
from leakassay.model.keys import signed, structural_id, unsigned
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.work import ItemReceipt, MemberReceipt, Receipt, WorkUnit

MAX_DEPTH = 16
"""Nested containers opened; a Telegram export of a mailbox of zips reaches 6."""

_SEVERITY = (Outcome.READ, Outcome.EMPTY, Outcome.READ_PARTLY, Outcome.PENDING, Outcome.UNSUPPORTED, Outcome.REFUSED,
             Outcome.ENCRYPTED, Outcome.FAILED)  # fmt: skip


class Committer:
    """Turns receipts into ledger rows.

    Args:
        case: the case.
        formats: the catalogue by name.
    """

    def __init__(self, case: Case, formats: dict[str, Format]) -> None:
        self._case = case
        self._ledger = case.ledger
        self._formats = formats
        self._labels: dict[int, dict[bytes, int]] = {}

    # hashing and identification

    def hashed(self, receipt: Receipt) -> None:
        """Items of a source that were hashed and identified."""
        with self._ledger.transaction():
            for item in receipt.items:
                self._hashed(item)

    def _hashed(self, item: ItemReceipt) -> None:
        key = signed(item.item_id)
        if not item.sha256:
            self._ledger.execute(
                "update item set hashed = 1, done = 1, outcome = ?, reason = ? where item_id = ?",
                (item.outcome or Outcome.FAILED, item.reason, key),
            )
            return
        name = str(item.facts.get("format", ""))
        entry = self._formats.get(name)
        outcome, reason = self._fate(entry, item.outcome, item.reason)
        size = self._ledger.one("select size_bytes from item where item_id = ?", (key,))
        if size == 0:
            outcome, reason = Outcome.EMPTY, Reason.NO_BYTES
        self._ledger.execute(
            "update item set hashed = 1, sha256 = ?, format = ?, media_type = ?, container = ?, done = ?, outcome = ?, "
            "reason = ? where item_id = ?",
            (
                item.sha256,
                entry.name if entry else "",
                entry.media_type if entry else "application/octet-stream",
                int(bool(entry and entry.opener)),
                int(outcome is not None),
                outcome or "",
                reason,
                key,
            ),
        )

    @staticmethod
    def _fate(entry: Format | None, outcome: Outcome | None, reason: Reason) -> tuple[Outcome | None, Reason]:
        """Outcome of an item that nothing will be done with; None when something will."""
        if outcome is not None:
            return outcome, reason
        if entry is None or not (entry.reader or entry.opener):
            return Outcome.UNSUPPORTED, Reason.NO_READER
        return None, Reason.NONE

    # containers

    def opened(self, receipt: Receipt) -> None:
        """A container that was opened, wholly or up to its cursor."""
        found = receipt.items[0]
        key = signed(found.item_id)
        gone: list[str] = []
        with self._ledger.transaction():
            parent = self._ledger.rows("select * from item where item_id = ?", (key,))[0]
            left, overdrawn = int(parent["own_bytes"]), False
            for member in receipt.members:
                packed = min(member.packed_bytes, left) if self._is_new(found.item_id, member) else 0
                overdrawn |= packed < member.packed_bytes and self._is_new(found.item_id, member)
                left -= packed
                gone += self._member(dict(parent), member, packed)
            self._ledger.execute("update item set own_bytes = ? where item_id = ?", (left, key))
            self._container(found, left, overdrawn=overdrawn)
            if self._ledger.execute("update item set spool = '' where item_id = ? and done = 1", (key,)):
                gone.append(str(parent["spool"]))
        self._forget(gone)

    def _is_new(self, parent_id: int, member: MemberReceipt) -> bool:
        key = signed(structural_id("member", parent_id, member.index))
        return self._ledger.one("select 1 from item where item_id = ?", (key,)) is None

    def _member(self, parent: dict[str, int], member: MemberReceipt, packed: int) -> list[str]:
        """One member; gives back spool entries that are not needed."""
        item_id = structural_id("member", member.parent_id, member.index)
        entry = self._formats.get(member.format)
        outcome, reason = self._fate(entry, member.outcome, member.reason)
        depth = int(parent["depth"]) + 1
        if outcome is None and entry is not None and entry.opener and depth >= MAX_DEPTH:
            outcome, reason = Outcome.REFUSED, Reason.LIMIT_DEPTH
        if member.spool and member.size == 0:  # nothing came out: empty on purpose, or broken from its first byte
            outcome, reason = (Outcome.FAILED, member.reason) if member.reason else (Outcome.EMPTY, Reason.NO_BYTES)
        size = member.size if member.spool else packed
        known = self._ledger.execute(
            "update item set spool = case when done then '' else ? end where item_id = ?",
            (member.spool, signed(item_id)),
        )
        if known:
            done = self._ledger.one("select done from item where item_id = ?", (signed(item_id),))
            return [member.spool] if done else []
        self._ledger.execute(
            "insert into item (item_id, source_id, parent_id, member_index, partition_id, depth, name_sealed, "
            "size_bytes, packed_bytes, own_bytes, modified_at, sha256, media_type, format, container, hashed, done, "
            "outcome, reason, flaw, spool) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)",
            (
                signed(item_id),
                parent["source_id"],
                parent["item_id"],
                member.index,
                self._partition(parent, member),
                depth,
                self._case.keys.seal_name(member.name),
                size,
                packed,
                size,
                member.modified_at,
                member.sha256,
                entry.media_type if entry else "application/octet-stream",
                entry.name if entry else "",
                int(bool(entry and entry.opener)),
                int(outcome is not None),
                outcome or "",
                reason if outcome is not None else "",
                member.reason if outcome is None else "",
                member.spool if outcome is None else "",
            ),
        )
        return [member.spool] if outcome is not None and member.spool else []

    def _partition(self, parent: dict[str, int], member: MemberReceipt) -> int:
        """Members share their container's partition; those of a loose top archive are parted by top folder."""
        if parent["depth"] or not self._is_loose(parent["partition_id"]):
            return int(parent["partition_id"])
        path = self._case.keys.open_name(bytes(parent["name_sealed"]))
        folder, slash, _ = member.name.replace(b"\\", b"/").lstrip(b"/").partition(b"/")
        label = path + b"!/" + folder if slash and folder not in {b".", b".."} else path
        return self._partition_of(parent, member, label)

    def _is_loose(self, partition_id: int) -> bool:
        sealed = self._ledger.one("select label_sealed from partition where partition_id = ?", (partition_id,))
        return self._case.keys.open_name(sealed) == b"."

    def _partition_of(self, parent: dict[str, int], member: MemberReceipt, label: bytes) -> int:
        """The partition that bears a label; a new one is named by where it was met first, not by when."""
        source_id = int(parent["source_id"])
        if source_id not in self._labels:
            rows = self._ledger.rows(
                "select partition_id, label_sealed from partition where source_id = ?", (source_id,)
            )
            self._labels[source_id] = {
                self._case.keys.open_name(row["label_sealed"]): int(row["partition_id"]) for row in rows
            }
        known = self._labels[source_id]
        if label not in known:
            made = signed(structural_id("partition", source_id, unsigned(int(parent["item_id"])), member.index))
            ordinal = (int(parent["seq"]) << 24) + member.index
            self._ledger.execute(
                "insert into partition values (?, ?, ?, ?)",
                (made, source_id, ordinal, self._case.keys.seal_name(label)),
            )
            known[label] = made
        return known[label]

    def _container(self, found: ItemReceipt, own_bytes: int, *, overdrawn: bool) -> None:
        """The container itself: paused, opened, or given up."""
        key = signed(found.item_id)
        cursor = int(found.facts.get("cursor", -1))
        gaps = max(0, int(found.facts.get("gap_bytes", 0)))
        if overdrawn:
            self._ledger.execute("update item set flaw = ? where item_id = ?", (Reason.LIMIT_OVERLAP, key))
        if (
            found.outcome is Outcome.PENDING and found.reason is Reason.INTERRUPTED
        ):  # its own bytes were lost: its container is opened again
            self._ledger.execute("update item set wave = 0, spool = '' where item_id = ?", (key,))
            return
        if cursor >= 0:
            self._ledger.execute("update item set cursor = ?, wave = 0 where item_id = ?", (cursor, key))
            return
        own_bytes += self._give_back(key, gaps - own_bytes)
        members = self._ledger.one("select count(*) from item where parent_id = ?", (key,))
        row = self._ledger.rows("select format, flaw from item where item_id = ?", (key,))[0]
        outcome, reason = found.outcome or Outcome.READ, found.reason
        if members and outcome in {Outcome.FAILED, Outcome.REFUSED}:
            outcome = Outcome.READ_PARTLY
        if not members and outcome in {Outcome.READ, Outcome.READ_PARTLY}:
            outcome, reason = Outcome.FAILED, reason or Reason.NO_TEXT
        if outcome is Outcome.READ and row["flaw"]:
            outcome, reason = Outcome.READ_PARTLY, Reason(row["flaw"])
        if self._formats[row["format"]].reader:  # a mail: its own bytes are a reader's
            self._ledger.execute("update item set opened = 1, wave = 0, gap_bytes = ? where item_id = ?", (gaps, key))
            return
        covered = max(0, own_bytes - gaps) if outcome in {Outcome.READ, Outcome.READ_PARTLY} else 0
        self._ledger.execute(
            "update item set opened = 1, wave = 0, done = 1, outcome = ?, reason = ?, bytes_read = ?, gap_bytes = ?, "
            "records = ?, reader = 'opener' where item_id = ?",
            (outcome, reason, covered, gaps, members, key),
        )

    def _give_back(self, key: int, lacking: int) -> int:
        """Bytes behind the last member (junk at the end of a gzip) are the container's own, not the member's."""
        if lacking <= 0:
            return 0
        last = self._ledger.rows(
            "select item_id, packed_bytes from item where parent_id = ? order by member_index desc limit 1", (key,)
        )
        given = min(lacking, last[0]["packed_bytes"]) if last else 0
        if given:
            self._ledger.execute(
                "update item set packed_bytes = packed_bytes - ? where item_id = ?", (given, last[0]["item_id"])
            )
            self._ledger.execute("update item set own_bytes = own_bytes + ? where item_id = ?", (given, key))
        return given

    # reading

    def read(self, unit: WorkUnit, receipt: Receipt, versions: dict[int, tuple[str, str, str]]) -> None:
        """Items, or a range of one, that were read.

        Args:
            unit: what was to be done.
            receipt: what came of it.
            versions: reader, reader_version and work_key of each item.
        """
        with self._ledger.transaction():
            for item in receipt.items:
                if unit.length < 0:
                    self._finish(item, versions[item.item_id])
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
                self._ledger.execute_many(
                    "insert or replace into part_item values (?, ?)",
                    [(part.name, signed(item.item_id)) for item in unit.items],
                )
        self._forget([item.spool for item in unit.items if item.spool and unit.length < 0])

    def _finish(self, item: ItemReceipt, version: tuple[str, str, str]) -> None:
        key = signed(item.item_id)
        outcome, reason = item.outcome or Outcome.FAILED, item.reason
        flaw = self._ledger.one("select flaw from item where item_id = ?", (key,))
        if outcome is Outcome.READ and flaw:
            outcome, reason = Outcome.READ_PARTLY, Reason(flaw)
        self._ledger.execute(
            "update item set done = ?, outcome = ?, reason = ?, bytes_read = min(own_bytes, ?), records = ?, "
            "reader = ?, reader_version = ?, work_key = ?, spool = '' where item_id = ?",
            (
                int(outcome is not Outcome.PENDING or reason is not Reason.INTERRUPTED),
                outcome,
                reason,
                item.bytes_read,
                item.records,
                *version,
                key,
            ),
        )

    def _finish_ranges(self, item_id: int, version: tuple[str, str, str]) -> None:
        """When the last range is in: the worst outcome, the sums."""
        key = signed(item_id)
        if self._ledger.one("select count(*) from range where item_id = ? and done = 0", (key,)):
            return
        rows = self._ledger.rows("select * from range where item_id = ? order by offset", (key,))
        worst = max(rows, key=lambda row: _SEVERITY.index(Outcome(row["outcome"])))
        outcome, reason = Outcome(worst["outcome"]), Reason(worst["reason"])
        if len({row["outcome"] for row in rows}) > 1:
            outcome = Outcome.READ_PARTLY
        spool = self._ledger.one("select spool from item where item_id = ?", (key,))
        self._finish(
            ItemReceipt(
                item_id, outcome, reason, sum(row["bytes_read"] for row in rows), sum(row["records"] for row in rows)
            ),
            version,
        )
        self._forget([spool])

    def _forget(self, entries: list[str]) -> None:
        crash_point("spool.forget:before")
        for entry in entries:
            if entry:
                (self._case.spool / entry).unlink(missing_ok=True)
        crash_point("spool.forget:after")
