"""The two conservation laws. If one does not close, nothing is reported.

(a) Acquired: bytes of the sources = hashed + unreadable.
(b) Content, in unpacked bytes: what the outcomes add up to equals what the sources and containers hold: bytes of the
    sources − bytes of containers taken up by their members + bytes of the members.
"""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.case.ledger import Ledger
from leakassay.model.errors import IntegrityError


@dataclass(frozen=True)
class Balance:
    """Both sides of both laws, in bytes, and the items without an outcome (there must be none)."""

    acquired: int
    hashed: int
    unreadable: int
    content: int
    by_outcome: int
    without_outcome: int
    overdrawn: int

    @property
    def closes(self) -> bool:
        """True when nothing is lost and nothing counted twice."""
        return (
            self.acquired == self.hashed + self.unreadable
            and self.content == self.by_outcome
            and self.without_outcome == 0
            and self.overdrawn == 0
        )


def balance(ledger: Ledger) -> Balance:
    """Add up the ledger, each side from numbers that were recorded apart."""
    number = ledger.one
    acquired = number("select coalesce(sum(bytes), 0) from source")
    hashed = number("select coalesce(sum(size_bytes), 0) from item where parent_id is null and sha256 <> ''")
    unreadable = number("select coalesce(sum(size_bytes), 0) from item where parent_id is null and sha256 = ''")
    packed, members = ledger.rows(
        "select coalesce(sum(packed_bytes), 0), coalesce(sum(size_bytes), 0) from item where parent_id is not null"
    )[0]
    return Balance(
        acquired=acquired,
        hashed=hashed,
        unreadable=unreadable,
        content=acquired - packed + members,
        by_outcome=number("select coalesce(sum(own_bytes), 0) from item where outcome <> ''"),
        without_outcome=number("select count(*) from item where outcome = ''"),
        overdrawn=number("select count(*) from item where own_bytes < 0 or bytes_read < 0 or bytes_read > own_bytes"),
    )


def check(ledger: Ledger) -> Balance:
    """Check both laws.

    Raises:
        IntegrityError: one does not close; the message says which and by how much.
    """
    found = balance(ledger)
    if found.closes:
        return found
    raise IntegrityError(
        "a conservation law does not close: "
        f"acquired {found.acquired} bytes = {found.hashed} hashed + {found.unreadable} unreadable; "
        f"content {found.content} bytes, outcomes add up to {found.by_outcome}; "
        f"{found.without_outcome} items have no outcome, {found.overdrawn} claim more than they hold; "
        "nothing is reported: keep the case and send its events.log to the maintainers"
    )
