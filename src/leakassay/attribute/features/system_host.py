"""P16: documents that name our servers, shares or AD domain, or a partner's. Anyone may append text: capped."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.attribute import marker
from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Evidence
from leakassay.attribute.view import View

PRESENCE = {SAME_SYSTEM: 0.5, PARTNER: 0.5, ANOTHER: 0.001, FABRICATED: 0.02}
"""That a partition names any host of the two houses at all."""
SHORTEST = 4
"""Letters below which a host name turns up by accident."""


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the partitions in which a host is named."""
    ours = [host for host in view.profile.organisation.hosts if len(host) >= SHORTEST]
    theirs = [host for one in view.profile.partner for host in one.hosts if len(host) >= SHORTEST]
    for row in marker.rows_of(view, marker.table(ours, theirs)):
        own, other = int(row["ours"]), int(row["partner"])
        note = f"A host of ours is named in {own:,} documents, a partner's in {other:,}."
        yield Evidence(str(row["partition"]), marker.likelihood(own, other, PRESENCE), note)
