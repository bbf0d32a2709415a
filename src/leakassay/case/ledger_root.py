"""The ledger root: a Merkle root over all items, sources and members, by their structural facts; no name is in it.

One changed outcome, size or hash in the ledger changes the root. Leaves stand in the order of the item's id as SQLite
keeps it. The root does not change when names are sealed under another key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from leakassay.case import merkle
from leakassay.case.ledger import Ledger
from leakassay.model.errors import OperatorError
from leakassay.model.keys import signed

FACTS = (
    "item_id", "parent_id", "size_bytes", "sha256", "format", "outcome", "reason", "bytes_read", "records",
    "reader_version",
)  # fmt: skip
"""What is hashed of an item, in this order."""

_WORD = (1 << 64) - 1
_SELECT = f"select {', '.join(FACTS)} from item"  # noqa: S608  our own column names


def leaf(facts: Sequence[Any]) -> bytes:
    """Leaf hash of one item.

    Args:
        facts: as FACTS names them; ids as 16 hexadecimal digits, "" for no parent.
    """
    own, parent, size, sha256, form, outcome, reason, read, records, reader = facts
    # numbers first, a line each; texts framed by their length: no two items say the same
    said = (
        f"\x00leakassay item 1\n{own}\n{parent}\n{size}\n{read}\n{records}\n{len(sha256)}:{sha256}{len(form)}:{form}"
        f"{len(outcome)}:{outcome}{len(reason)}:{reason}{len(reader)}:{reader}"
    )
    return hashlib.sha256(said.encode()).digest()


def _said(row: Sequence[Any]) -> tuple[Any, ...]:
    own, parent, *others = row
    return (f"{own & _WORD:016x}", "" if parent is None else f"{parent & _WORD:016x}", *others)


def _leaves(ledger: Ledger) -> Iterator[bytes]:
    for row in ledger.stream(f"{_SELECT} order by item_id"):
        yield leaf(_said(row))


def root(ledger: Ledger) -> tuple[str, int]:
    """Root over all items, hexadecimal, and how many there are."""
    found, count = merkle.root(_leaves(ledger))
    return found.hex(), count


def proof(ledger: Ledger, item_id: int) -> dict[str, Any]:
    """Proof that an item stands in the ledger with these facts.

    Args:
        ledger: of the case.
        item_id: unsigned.

    Returns:
        Facts, place, tree size, path and root, ready for JSON.

    Raises:
        OperatorError: no item bears the id.
    """
    key = signed(item_id)
    rows = ledger.rows(f"{_SELECT} where item_id = ?", (key,))
    if not rows:
        raise OperatorError(f"no item bears the id {item_id:016x}; `leakassay export CASE items` lists them")
    size = int(ledger.one("select count(*) from item"))
    index = int(ledger.one("select count(*) from item where item_id < ?", (key,)))
    found, way = merkle.path(_leaves(ledger), index, size)
    whole = merkle.climb(found, index, size, way)  # the root comes from the path itself: no second walk
    return {
        "facts": dict(zip(FACTS, _said(tuple(rows[0])), strict=True)),
        "leaf_index": index,
        "tree_size": size,
        "path": [beside.hex() for beside in way],
        "root": (whole or b"").hex(),
    }
