"""Intake: a dump becomes a source, its entries become ledger rows, and parts of it become partitions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from leakassay.case.case import Case
from leakassay.custody.listing import Entry, entries, look_again, root_of
from leakassay.model.errors import CaseExistsError, DumpError
from leakassay.model.keys import signed, structural_id
from leakassay.model.outcomes import Outcome, Reason

BATCH = 2000
"""Ledger rows per transaction while listing."""

_INSERT = """
insert into item (item_id, seq, root_id, source_id, parent_id, member_index, partition_id, depth, name_sealed,
                  size_bytes, own_bytes, modified_at, stamp, done, outcome, reason)
values (?, ?, ?, ?, null, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def admit(case: Case, dump: Path, *, add: bool) -> int:
    """Find the source that a dump is, or add it.

    Returns:
        Its id (unsigned).

    Raises:
        CaseExistsError: the case belongs to another dump and `add` was not said.
        DumpError: the dump cannot be used, or the case lies inside it.
    """
    root, single = root_of(dump)
    check_place(case.folder, dump)
    known = case.ledger.rows("select source_id, root_sealed, label_sealed, ordinal from source order by ordinal")
    for row in known:
        where = case.keys.open_name(row["root_sealed"])
        if (where, case.keys.open_name(row["label_sealed"])) == (root, single or _last(root)):
            return int(row["source_id"]) % (1 << 64)
    if known and not add:
        raise CaseExistsError(
            f"the case {case.folder} belongs to another dump; give --add to add this one as a further instalment, "
            "or another folder with --case"
        )
    source_id = structural_id("source", len(known))
    with case.ledger.transaction():
        case.ledger.execute(
            "insert into source (source_id, ordinal, root_sealed, label_sealed, single_file) values (?, ?, ?, ?, ?)",
            (
                signed(source_id),
                len(known),
                case.keys.seal_name(root),
                case.keys.seal_name(single or _last(root)),
                1 if single else 0,
            ),
        )
    return source_id


def _last(path: bytes) -> bytes:
    """Last component of a path."""
    return path.rsplit(b"/", 1)[-1]


def check_place(folder: Path, dump: Path) -> None:
    """Look at both places before a case is made: nothing may be written into the evidence.

    Raises:
        DumpError: the dump cannot be used, or the case would lie inside it.
    """
    root, single = root_of(dump)
    place = os.path.realpath(root + b"/" + single if single else root)  # the way there may lead over a link
    wanted = os.fsencode(folder.resolve())
    if wanted == place or wanted.startswith(place.rstrip(b"/") + b"/"):
        raise DumpError(f"the case {folder} would lie inside the dump; name a folder elsewhere with --case")


def sources(case: Case) -> dict[int, tuple[bytes, bytes]]:
    """Root folder and single file name (or b"") of each source, by unsigned id."""
    found = {}
    for row in case.ledger.rows("select source_id, root_sealed, label_sealed, single_file from source"):
        single = case.keys.open_name(row["label_sealed"]) if row["single_file"] else b""
        found[int(row["source_id"]) % (1 << 64)] = (case.keys.open_name(row["root_sealed"]), single)
    return found


def list_source(case: Case, source_id: int) -> int:
    """List a source into the ledger, once.

    Returns:
        Entries found.

    Raises:
        DumpError: the dump holds nothing.
    """
    row = case.ledger.rows("select listed, files from source where source_id = ?", (signed(source_id),))[0]
    if row["listed"]:
        return int(row["files"])
    root, single = sources(case)[source_id]
    with case.ledger.transaction():  # a listing that was cut off is begun again
        case.ledger.execute("delete from item where source_id = ?", (signed(source_id),))
        case.ledger.execute("delete from partition where source_id = ?", (signed(source_id),))
    partitions = Partitions(case, source_id)
    first = int(case.ledger.one("select coalesce(max(seq), 0) from item where seq is not null")) + 1
    count, size = 0, 0
    for batch in _batches(entries(root, single)):
        rows = [partitions.row(count + number, first, entry) for number, entry in enumerate(batch)]
        with case.ledger.transaction():
            partitions.save()
            case.ledger.execute_many(_INSERT, rows)
        count += len(batch)
        size += sum(entry.size for entry in batch)
    if count == 0:
        with case.ledger.transaction():  # the case stays free for the right dump
            case.ledger.execute("delete from source where source_id = ?", (signed(source_id),))
        raise DumpError("the dump holds no file; give the folder, archive or file that was published")
    with case.ledger.transaction():
        case.ledger.execute(
            "update source set listed = 1, files = ?, bytes = ? where source_id = ?", (count, size, signed(source_id))
        )
    return count


def try_again(case: Case) -> int:
    """Have files that could not be read looked at once more, where they are what was listed.

    A right that was given since changes the time of change of a file, not what it is.

    Returns:
        How many may be read now, as far as can be seen.
    """
    places = sources(case)
    rows = case.ledger.rows(
        "select item_id, source_id, name_sealed, size_bytes, modified_at, stamp from item where parent_id is null "
        "and done = 1 and outcome = ? and reason in (?, ?) and sha256 = '' and stamp not in ('', '0 0 0 0') "
        "order by seq",
        (Outcome.REFUSED, Reason.UNREADABLE, Reason.VANISHED),
    )
    found: list[tuple[str, int]] = []
    for row in rows:
        root, _ = places[int(row["source_id"]) % (1 << 64)]
        entry = look_again(root, case.keys.open_name(row["name_sealed"]))
        if entry is None or entry.outcome is not None:
            continue
        stamp = " ".join(map(str, entry.stamp))
        if _lasting(stamp) == _lasting(row["stamp"]):
            found.append((stamp, row["item_id"]))
    with case.ledger.transaction():
        case.ledger.execute_many(
            "update item set stamp = ?, hashed = 0, done = 0, outcome = '', reason = '' where item_id = ?", found
        )
    return len(found)


def _lasting(stamp: str) -> str:
    """Of a stamp what a change of rights leaves as it is: size, inode, time of modification."""
    return " ".join(stamp.split()[:3])


def _batches(found: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(found, BATCH)):
        yield batch


class Partitions:
    """Which partition an entry belongs to: its top folder; loose files share ".", a loose container is one of its own.

    Args:
        case: the case.
        source_id: the source being listed.
    """

    def __init__(self, case: Case, source_id: int) -> None:
        self._case = case
        self._source = source_id
        self._ids: dict[bytes, int] = {}
        self._new: list[tuple[int, int, int, bytes]] = []

    def _id(self, label: bytes) -> int:
        if label not in self._ids:
            ordinal = len(self._ids)
            partition_id = structural_id("partition", self._source, ordinal)
            self._ids[label] = partition_id
            self._new.append((signed(partition_id), signed(self._source), ordinal, self._case.keys.seal_name(label)))
        return self._ids[label]

    def row(self, ordinal: int, first: int, entry: Entry) -> tuple[object, ...]:
        """The ledger row of an entry; the id comes from its place in the listing, never from its name.

        Args:
            ordinal: place in the listing of the source, from 0.
            first: number in the ledger of the first entry of this source.
            entry: the entry.
        """
        folder, slash, _ = entry.path.partition(b"/")
        done = entry.outcome is not None
        item_id = signed(structural_id("item", self._source, ordinal))
        return (
            item_id,
            first + ordinal,
            item_id,
            signed(self._source),
            ordinal,
            signed(self._id(folder if slash else b".")),
            self._case.keys.seal_name(entry.path),
            entry.size,
            entry.size,
            entry.modified_at,
            " ".join(map(str, entry.stamp)),
            int(done),
            entry.outcome or "",
            entry.reason,
        )

    def save(self) -> None:
        """Keep new partitions (inside a transaction)."""
        self._case.ledger.execute_many("insert into partition values (?, ?, ?, ?)", self._new)
        self._new = []
