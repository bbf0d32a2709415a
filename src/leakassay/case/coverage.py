"""How much was read: the one figure behind every "none found"."""

from __future__ import annotations

from leakassay.case.ledger import Ledger

_COVERED = """
select coalesce(sum(case when outcome in ('empty', 'known_file') then own_bytes else bytes_read end), 0) from item
where duplicate_of is null and not (outcome = 'read_partly' and reason = 'strings_only')
"""


def fraction_bytes(ledger: Ledger) -> float:
    """Share of the unpacked bytes of unique leaves that was read, 0 to 1; 1 for a dump without content.

    A pass for strings is outside of it; empty and known files count as read.
    """
    whole = ledger.one("select coalesce(sum(own_bytes), 0) from item where duplicate_of is null")
    covered = ledger.one(_COVERED)
    return float(covered / whole) if whole else 1.0


def pending(ledger: Ledger) -> int:
    """Items that are still to be read."""
    return int(ledger.one("select count(*) from item where outcome = 'pending' or outcome = ''"))
