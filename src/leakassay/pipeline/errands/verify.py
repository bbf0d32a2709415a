"""Verify: hash the sources again and hold them, ledger, parts, audit chain and seals against what was recorded."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from leakassay.case import checkpoint, laws, ledger_root, seal, version
from leakassay.case.case import Case
from leakassay.case.checkpoint import Checkpoint
from leakassay.custody.listing import Entry, entries, root_of
from leakassay.engine.opening import open_beneath, sha256_of
from leakassay.model.errors import DumpError, ItemError
from leakassay.model.keys import as_text
from leakassay.pipeline.errands.seal import check_seals
from leakassay.pipeline.intake import sources


@dataclass(frozen=True)
class Verification:
    """What was compared and what differs; items are named by id, never by path."""

    files: int
    parts: int
    audit_entries: int
    audit_head: str
    seal: str
    recomputed: str
    changes: tuple[str, ...]
    ledger: str = ""
    notes: tuple[str, ...] = ()
    unsealed: bool = False

    @property
    def matches(self) -> bool:
        """True when nothing differs."""
        return not self.changes and (self.seal == self.recomputed or self.unsealed)

    def lines(self) -> list[str]:
        """For the terminal."""
        return [
            f"Source files hashed again: {self.files:,}",
            f"Parts checked:             {self.parts:,}",
            f"Audit entries in chain:    {self.audit_entries:,} (checkpoint {self.audit_head[:16]})",
            f"Seal recorded:             {self.seal}",
            f"Seal recomputed:           {self.recomputed}",
            f"Ledger root:               {self.ledger}",
            *self.notes,
            *self.changes,
            "It does not match." if not self.matches else "Not sealed." if self.unsealed else "Everything matches.",
        ]


def verify(case: Case, dump: Path | None = None, kept: Checkpoint | None = None) -> Verification:
    """Verify a case.

    Args:
        case: the case.
        dump: where the (only) source lies now, when it has moved.
        kept: a checkpoint of the audit log that was kept elsewhere.
    """
    found = _evidence(case, dump)
    root, changes = _ledger(case)
    sealed, more = check_seals(case)
    notes = list(sealed)
    for one in (*checkpoint.noted(case.folder / "events.log"), *([kept] if kept else [])):
        more += checkpoint.differences(case.audit, case.case_id, one)
    if kept:
        signed = f"signed by {kept.signer}" if kept.signer else "not signed"
        notes.append(f"Checkpoint:                entry {kept.count:,}, {signed}")
    unsealed = version.is_open(case)
    if unsealed:
        notes.append("The last run did not come to its end; run it again, then verify.")
    return replace(found, changes=(*found.changes, *changes, *more), ledger=root, notes=tuple(notes), unsealed=unsealed)


def _ledger(case: Case) -> tuple[str, list[str]]:
    """The ledger's root in words, and what is wrong with it."""
    last = version.latest(case.ledger)
    if last is None:
        return "none was recorded: a run of this version records it at its end", []
    if version.is_open(case):
        return f"{last.ledger_root} (version {last.number}; changed since by a run that did not end)", []
    if version.audited(case) != last.facts():
        return last.ledger_root, ["ledger: the root that is recorded is not the one in the audit log: it was changed"]
    root, items = ledger_root.root(case.ledger)
    if root != last.ledger_root:
        return root, [f"ledger: its root is not the one sealed as version {last.number}: an item's facts were changed"]
    return f"{root} (version {last.number}, {items:,} items)", []


def _evidence(case: Case, dump: Path | None) -> Verification:
    """Sources, parts and audit chain."""
    laws.check(case.ledger)
    changes: list[str] = []
    leaves: list[bytes] = []
    files = 0
    places = sources(case)
    if dump is not None and len(places) != 1:
        raise DumpError(f"the case has {len(places)} sources; a place for one dump cannot be told to which it belongs")
    for row in case.ledger.rows("select source_id from source order by ordinal"):
        source_id = int(row["source_id"]) % (1 << 64)
        root, single = root_of(dump) if dump is not None else places[source_id]
        for leaf, change in _source(case, int(row["source_id"]), root, single):
            files += leaf is not None
            if leaf is not None:
                leaves.append(leaf)
            changes += [change] if change else []
    parts, damaged = check_parts(case)
    changes += damaged
    count, head = case.audit.verify()
    return Verification(files, parts, count, head, case.ledger.meta("seal"), seal.root(leaves), tuple(changes))


def check_parts(case: Case) -> tuple[int, list[str]]:
    """How many parts there are, and which are not as the ledger recorded them."""
    parts, changes = 0, []
    for row in case.ledger.rows("select name, table_name, sha256 from part order by name"):
        parts += 1
        change = _part(case.parts / row["table_name"] / f"{row['name']}.parquet", row["name"], row["sha256"])
        changes += [change] if change else []
    return parts, changes


def _source(case: Case, source_id: int, root: bytes, single: bytes) -> Iterator[tuple[bytes | None, str]]:
    """Leaves of one source as it is now, and what differs from the ledger."""
    now = {entry.path: entry for entry in entries(root, single)}
    top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for row in case.ledger.stream(
            "select * from item where source_id = ? and parent_id is null order by member_index", (source_id,)
        ):
            path = case.keys.open_name(row["name_sealed"])
            entry = now.pop(path, None)
            name = as_text(row["item_id"])
            if entry is None:
                yield None, f"item {name}: was listed and is not there now"
                continue
            sha256 = _hash(top, entry) if row["sha256"] else ""
            change = ""
            if sha256 != row["sha256"]:
                change = f"item {name}: its content changed"
            elif entry.modified_at != row["modified_at"]:
                change = f"item {name}: its time of modification changed, its content did not"
            yield seal.leaf(path, entry.size, entry.modified_at, sha256), change
    finally:
        os.close(top)
    for entry in now.values():
        yield None, f"an entry of {entry.size:,} bytes is there now that was not listed"


def _hash(top: int, entry: Entry) -> str:
    try:
        fd = open_beneath(top, entry.path)
    except ItemError:
        return ""
    try:
        return sha256_of(fd, entry.size)
    except ItemError:
        return ""
    finally:
        os.close(fd)


def _part(path: Path, name: str, sha256: str) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except FileNotFoundError:
        return f"part {name}: is gone"
    return "" if digest.hexdigest() == sha256 else f"part {name}: was changed"
