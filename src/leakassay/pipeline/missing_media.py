"""Files that a chat export speaks of and the dump does not hold become items: refused, `missing_media`, zero bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leakassay.case.case import Case
from leakassay.custody.telegram import MOST_MISSING, missing, references
from leakassay.model.keys import structural_id, unsigned
from leakassay.model.outcomes import Outcome, Reason
from leakassay.pipeline import order

EXPORTS = ("telegram_json", "telegram_html")
"""Formats whose reader says which files belong to which message."""

_EXPORTS = """
select item_id, source_id, parent_id, partition_id, depth, name_sealed, coalesce(duplicate_of, item_id) as read_as
from item where format in (?, ?) and done = 1 order by seq, item_id
"""
_SIBLINGS = "select name_sealed from item where source_id = ? and parent_id is ? and reason <> ?"
_INSERT = """
insert into item (item_id, source_id, parent_id, member_index, partition_id, depth, name_sealed, size_bytes, own_bytes,
                  hashed, ready, done, outcome, reason)
values (?, ?, ?, ?, ?, ?, ?, 0, 0, 1, 1, 1, ?, ?)
"""


def note(case: Case) -> int:
    """Hold every export against the listing and keep what is missing as items below it.

    Returns:
        How many files are missing.
    """
    exports = case.ledger.rows(_EXPORTS, EXPORTS)
    if not exports:
        return 0
    spoken = references(case.shelf())
    found, told = 0, set()
    places: dict[tuple[int, int | None], frozenset[bytes]] = {}
    for row in exports:
        place = (row["source_id"], row["parent_id"])
        if place not in places:
            places[place] = frozenset(_names(case, *place))
        folder = case.keys.open_name(row["name_sealed"]).rpartition(b"/")
        before = folder[0] + folder[1]
        lacking = [
            name
            for name in missing(spoken.get(unsigned(row["read_as"]), []), before, places[place])
            if (place, before, name) not in told  # a page and a result.json speak of the same files
        ]
        told |= {(place, before, name) for name in lacking}
        _keep(case, row, lacking)
        found += len(lacking)
    order.settle_members(case)
    return found


def _names(case: Case, source_id: int, parent_id: int | None) -> Iterator[bytes]:
    for row in case.ledger.stream(_SIBLINGS, (source_id, parent_id, Reason.MISSING_MEDIA)):
        yield case.keys.open_name(row["name_sealed"])


def _keep(case: Case, export: Any, lacking: list[bytes]) -> None:
    """Make the items below an export those that are missing now; nothing is touched when they are."""
    kept = case.ledger.rows(
        "select name_sealed, size_bytes from item where parent_id = ? and reason in (?, ?) order by member_index",
        (export["item_id"], Reason.MISSING_MEDIA, Reason.LIMIT_MEMBERS),
    )
    rows = [(name, Reason.MISSING_MEDIA) for name in lacking[:MOST_MISSING]]
    if len(lacking) > MOST_MISSING:
        rows.append((b"%d more files" % (len(lacking) - MOST_MISSING), Reason.LIMIT_MEMBERS))
    if [case.keys.open_name(row["name_sealed"]) for row in kept] == [name for name, _ in rows]:
        return
    with case.ledger.transaction():
        case.ledger.execute(
            "delete from item where parent_id = ? and reason in (?, ?)",
            (export["item_id"], Reason.MISSING_MEDIA, Reason.LIMIT_MEMBERS),
        )
        case.ledger.execute_many(
            _INSERT,
            [
                (
                    structural_id("missing", unsigned(export["item_id"]), index),
                    export["source_id"],
                    export["item_id"],
                    index,
                    export["partition_id"],
                    export["depth"] + 1,
                    case.keys.seal_name(name),
                    Outcome.REFUSED,
                    reason,
                )
                for index, (name, reason) in enumerate(rows)
            ],
        )
