"""Committing what an opening gave: members become items, and their bytes leave the container and its volumes."""

from __future__ import annotations

from typing import Any

from leakassay.case.case import Case
from leakassay.engine.limits import Limits
from leakassay.model.keys import signed, structural_id, unsigned
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.work import ItemReceipt, MemberReceipt, Receipt
from leakassay.pipeline.budget import limit_of
from leakassay.pipeline.fate import Fate, fate_of
from leakassay.pipeline.known_files import NO_LIST, KnownFiles
from leakassay.pipeline.volumes import waiting_place

Row = dict[str, Any]

_TROUBLED = frozenset({Outcome.FAILED, Outcome.REFUSED, Outcome.READ_PARTLY})


class Unpacker:
    """Turns receipts of openings into ledger rows; called inside a transaction.

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
        self._labels: dict[int, dict[bytes, int]] = {}
        self._loose: dict[int, bool] = {}

    def take(self, receipt: Receipt) -> list[str]:
        """A container that was opened, wholly or up to its cursor.

        Returns:
            Spool entries that nobody needs any more, once this is committed.
        """
        found = receipt.items[0]
        key = signed(found.item_id)
        gone: list[str] = []
        parent = dict(self._ledger.rows("select * from item where item_id = ?", (key,))[0])
        held = self._held(parent)
        left = sum(own for _, own in held)
        overdrawn, unpacked = False, 0
        for member in receipt.members:
            is_new = self._is_new(found.item_id, member)
            packed = min(member.packed_bytes, left) if is_new else 0
            overdrawn |= is_new and packed < member.packed_bytes
            unpacked += member.size if is_new and member.spool else 0
            left -= packed
            gone += self._member(parent, member, packed)
        self._draw(held, left)
        if overdrawn:
            self._flaw(key, Reason.LIMIT_OVERLAP)
        spent = self._spend(parent, len(receipt.members), unpacked)
        self._container(parent, found, spent=spent)
        if self._ledger.one("select done from item where item_id = ?", (key,)):
            gone += self._release(parent)
        return [entry for entry in gone if entry]

    # bytes

    def _held(self, parent: Row) -> list[tuple[int, int]]:
        """The files of a container, each with the bytes that no member holds yet: itself, then its volumes."""
        rows = self._ledger.rows(
            "select item_id, own_bytes from item where volume_of = ? order by volume_place", (parent["item_id"],)
        )
        return [(parent["item_id"], parent["own_bytes"]), *((row["item_id"], row["own_bytes"]) for row in rows)]

    def _draw(self, held: list[tuple[int, int]], left: int) -> None:
        """Take what members hold from the files of their container, in their order."""
        taken = sum(own for _, own in held) - left
        for item_id, own in held:
            here = min(own, taken)
            taken -= here
            if here:
                self._ledger.execute("update item set own_bytes = own_bytes - ? where item_id = ?", (here, item_id))

    def _spend(self, parent: Row, members: int, size: int) -> bool:
        """Hold what was unpacked below a top-level item against its total; True when that is used up."""
        root = parent["root_id"] or parent["item_id"]
        self._ledger.execute(
            "insert into root values (?, ?, ?) on conflict (item_id) do update set "
            "members = members + excluded.members, bytes = bytes + excluded.bytes",
            (root, members, size),
        )
        spent = self._ledger.one("select bytes from root where item_id = ?", (root,))
        whole = self._ledger.one("select sum(size_bytes) from item where item_id = ? or volume_of = ?", (root, root))
        allowed = max(self._limits.root_floor_bytes, self._limits.root_ratio * int(whole or 0))
        return int(spent) > allowed

    # members

    def _is_new(self, parent_id: int, member: MemberReceipt) -> bool:
        key = signed(structural_id("member", parent_id, member.index))
        return self._ledger.one("select 1 from item where item_id = ?", (key,)) is None

    def _member(self, parent: Row, member: MemberReceipt, packed: int) -> list[str]:
        """One member; gives back spool entries that are not needed."""
        item_id = signed(structural_id("member", member.parent_id, member.index))
        place = waiting_place(member.name.replace(b"\\", b"/").rsplit(b"/", 1)[-1]) if member.spool else 0
        fate = self._fate(parent, member, place)
        size = member.size if member.spool else packed
        spool = member.spool if fate.outcome is None else ""
        known = self._ledger.rows("select done, sha256, packed_bytes from item where item_id = ?", (item_id,))
        if known and (known[0]["done"] or known[0]["sha256"]):
            self._ledger.execute(
                "update item set spool = case when done then '' else ? end where item_id = ?", (spool, item_id)
            )
            return [member.spool] if known[0]["done"] or not spool else []
        if known:  # refused before, and allowed now: its bytes are seen for the first time
            size = member.size if member.spool else known[0]["packed_bytes"]
            self._ledger.execute("delete from item where item_id = ?", (item_id,))
            packed = known[0]["packed_bytes"]
        self._insert(parent, member, item_id, (packed, size, place), fate, spool)
        self._known.keep(self._ledger, item_id, member.other_digest)
        return [member.spool] if not spool else []

    def _fate(self, parent: Row, member: MemberReceipt, place: int) -> Fate:
        """What becomes of a member without being looked at further."""
        entry = self._formats.get(member.format)
        if member.spool and member.size == 0:  # nothing came out: empty on purpose, or broken from its first byte
            return Fate(Outcome.FAILED, member.reason) if member.reason else Fate(Outcome.EMPTY, Reason.NO_BYTES)
        fate = fate_of(entry, member, self._known)
        if fate.outcome is None and entry and not entry.embeds and self._is_too_deep(parent, entry):
            return Fate(Outcome.REFUSED, Reason.LIMIT_DEPTH)
        if place and member.outcome is None and fate.outcome is not Outcome.KNOWN_FILE:
            return Fate(None, Reason.NONE)  # a volume waits for its siblings, whatever its bytes look like
        return fate

    def _is_too_deep(self, parent: Row, entry: Format) -> bool:
        return bool(entry.opener) and parent["depth"] + 1 >= self._limits.depth

    def _insert(
        self, parent: Row, member: MemberReceipt, item_id: int, sizes: tuple[int, int, int], fate: Fate, spool: str
    ) -> None:
        packed, size, place = sizes
        entry = self._formats.get(member.format)
        flaw = member.reason if fate.outcome is None or fate.reason is not member.reason else Reason.NONE
        opens = bool(entry and entry.opener and member.opens)
        if entry and opens and entry.embeds and self._is_too_deep(parent, entry):
            opens, flaw = False, flaw or Reason.LIMIT_DEPTH  # its own text is read, its attachments are not
        self._ledger.execute(
            "insert into item (item_id, root_id, source_id, parent_id, member_index, partition_id, depth, name_sealed, "
            "size_bytes, packed_bytes, own_bytes, modified_at, sha256, media_type, format, container, hashed, done, "
            "outcome, reason, flaw, spool, volume_place, budget) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (
                item_id,
                parent["root_id"] or parent["item_id"],
                parent["source_id"],
                parent["item_id"],
                member.index,
                self._partition(parent, member),
                parent["depth"] + 1,
                self._case.keys.seal_name(member.name),
                size,
                packed,
                size,
                member.modified_at,
                member.sha256,
                entry.media_type if entry else "application/octet-stream",
                entry.name if entry else "",
                int(opens),
                int(fate.outcome is not None),
                fate.outcome or "",
                fate.reason if fate.outcome is not None else "",
                flaw,
                spool,
                place if fate.outcome is None else 0,
                limit_of(fate.reason, self._limits) if fate.outcome is not None else 0,
            ),
        )

    def _partition(self, parent: Row, member: MemberReceipt) -> int:
        """Members share their container's partition; those of a loose top archive are parted by top folder.

        Attachments stay with their mail or document, whatever folders their names speak of.
        """
        embeds = self._formats[parent["format"]].embeds
        if parent["depth"] or embeds or not self._is_loose(parent["partition_id"]):
            return int(parent["partition_id"])
        path = self._case.keys.open_name(bytes(parent["name_sealed"]))
        folder, slash, _ = member.name.replace(b"\\", b"/").lstrip(b"/").partition(b"/")
        label = path + b"!/" + folder if slash and folder not in {b".", b".."} else path
        return self._partition_of(parent, member, label)

    def _is_loose(self, partition_id: int) -> bool:
        if partition_id not in self._loose:
            sealed = self._ledger.one("select label_sealed from partition where partition_id = ?", (partition_id,))
            self._loose[partition_id] = self._case.keys.open_name(sealed) == b"."
        return self._loose[partition_id]

    def _partition_of(self, parent: Row, member: MemberReceipt, label: bytes) -> int:
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

    # the container

    def _flaw(self, key: int, reason: Reason) -> None:
        """Keep what is wrong with an item that may otherwise be read to its end; the first flaw stays."""
        self._ledger.execute("update item set flaw = ? where item_id = ? and flaw = ''", (reason, key))

    def _container(self, parent: Row, found: ItemReceipt, *, spent: bool) -> None:
        """The container itself: paused, opened, or given up."""
        key = parent["item_id"]
        cursor = int(found.facts.get("cursor", -1))
        if found.outcome is Outcome.PENDING and found.reason is Reason.INTERRUPTED:
            # its own bytes were lost: its container is opened again
            self._ledger.execute("update item set wave = 0, spool = '' where item_id = ?", (key,))
        elif cursor >= 0 and not spent:
            self._ledger.execute("update item set cursor = ?, wave = 0 where item_id = ?", (cursor, key))
        elif cursor >= 0:
            self._stop(parent, cursor)
        else:
            self._finish(parent, found)

    def _stop(self, parent: Row, cursor: int) -> None:
        """The total of the top-level item is used up: the rest of this container stays shut, for a larger budget."""
        self._ledger.execute("update item set cursor = ?, wave = 0 where item_id = ?", (cursor, parent["item_id"]))
        self._end(parent, Fate(Outcome.READ_PARTLY, Reason.LIMIT_TOTAL), covered=0, opened=0)

    def _finish(self, parent: Row, found: ItemReceipt) -> None:
        key, entry = parent["item_id"], self._formats[parent["format"]]
        gaps = max(0, int(found.facts.get("gap_bytes", 0)))
        self._give_back(parent, gaps)
        members = self._ledger.one("select count(*) from item where parent_id = ?", (key,))
        outcome, reason = found.outcome or Outcome.READ, found.reason
        if entry.embeds:
            self._embedding(parent, entry, Fate(outcome, reason), gaps)
            return
        if members and outcome in {Outcome.FAILED, Outcome.REFUSED, Outcome.ENCRYPTED}:
            outcome = Outcome.READ_PARTLY
        if not members and outcome in {Outcome.READ, Outcome.READ_PARTLY}:
            outcome, reason = Outcome.FAILED, reason or Reason.NO_TEXT
        flaw = self._ledger.one("select flaw from item where item_id = ?", (key,))
        if outcome is Outcome.READ and flaw:
            outcome, reason = Outcome.READ_PARTLY, Reason(flaw)
        # A fault half-way leaves open what of the rest was understood: nothing of it is called read.
        sound = (found.outcome or Outcome.READ) in {Outcome.READ, Outcome.READ_PARTLY}
        self._end(parent, Fate(outcome, reason), covered=-1 if sound else 0, gaps=gaps, members=members)

    def _embedding(self, parent: Row, entry: Format, fate: Fate, gaps: int) -> None:
        """An item with attachments: its own bytes are a reader's, and where there is none they stay unread."""
        key = parent["item_id"]
        if fate.outcome in _TROUBLED:
            self._flaw(key, fate.reason or Reason.SOME_PARTS_FAILED)
        self._ledger.execute("update item set opened = 1, wave = 0, gap_bytes = ? where item_id = ?", (gaps, key))
        if not entry.reader:
            opened = fate.outcome in {Outcome.READ, Outcome.READ_PARTLY}
            self._end(parent, Fate(Outcome.UNSUPPORTED, Reason.NO_READER) if opened else fate, covered=0)

    def _end(self, parent: Row, fate: Fate, *, covered: int, gaps: int = 0, members: int = 0, opened: int = 1) -> None:
        """The outcome of a container and of its volumes.

        Args:
            parent: the container.
            fate: its outcome.
            covered: bytes read of what is its own; -1 for all but the gaps, where something was read.
            gaps: bytes that gave no member.
            members: how many items it holds.
            opened: 0 where it is to be gone on with.
        """
        reads = covered < 0 and fate.outcome in {Outcome.READ, Outcome.READ_PARTLY}
        for item_id, own in self._held(self._row(parent["item_id"])):
            here = min(gaps, own)
            gaps -= here
            self._ledger.execute(
                "update item set opened = ?, wave = 0, done = 1, outcome = ?, reason = ?, bytes_read = ?, "
                "gap_bytes = ?, records = ?, reader = 'opener', budget = ? where item_id = ?",
                (
                    opened,
                    fate.outcome,
                    fate.reason,
                    own - here if reads else 0,
                    here,
                    members if item_id == parent["item_id"] else 0,
                    limit_of(fate.reason, self._limits),
                    item_id,
                ),
            )

    def _row(self, key: int) -> Row:
        return dict(self._ledger.rows("select * from item where item_id = ?", (key,))[0])

    def _give_back(self, parent: Row, gaps: int) -> None:
        """Bytes behind the last member (junk at the end of a gzip) are the container's own, not the member's."""
        key = parent["item_id"]
        lacking = gaps - sum(own for _, own in self._held(self._row(key)))
        if lacking <= 0:
            return
        last = self._ledger.rows(
            "select item_id, packed_bytes from item where parent_id = ? order by member_index desc limit 1", (key,)
        )
        given = min(lacking, last[0]["packed_bytes"]) if last else 0
        if given:
            self._ledger.execute(
                "update item set packed_bytes = packed_bytes - ? where item_id = ?", (given, last[0]["item_id"])
            )
            self._ledger.execute("update item set own_bytes = own_bytes + ? where item_id = ?", (given, key))

    def _release(self, parent: Row) -> list[str]:
        """The spool entries of a container that is done with, and of its volumes."""
        key = parent["item_id"]
        rows = self._ledger.rows(
            "select spool from item where (item_id = ? or volume_of = ?) and spool <> ''", (key, key)
        )
        self._ledger.execute("update item set spool = '' where item_id = ? or volume_of = ?", (key, key))
        return [row["spool"] for row in rows]
