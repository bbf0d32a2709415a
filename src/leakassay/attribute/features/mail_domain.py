"""P19: items that bear our e-mail domains, or a partner's. Correspondence carries both; nhs.net is everybody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leakassay.attribute import marker
from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Evidence
from leakassay.attribute.view import View

PRESENCE = {SAME_SYSTEM: 0.6, PARTNER: 0.6, ANOTHER: 0.05, FABRICATED: 0.05}
"""That a partition bears any domain of the two houses at all."""
SHARED = frozenset({"nhs.net", "nhs.uk", "nhs.scot", "gmail.com", "hotmail.com", "outlook.com"})
"""Domains that say nothing about the house."""


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the partitions in which a domain is met."""
    ours = _marks(view.profile.organisation.email_domains)
    theirs = _marks([domain for one in view.profile.partner for domain in one.email_domains])
    for row in marker.rows_of(view, marker.table(ours, theirs)):
        own, other = int(row["ours"]), int(row["partner"])
        note = f"A mail domain of ours is met in {own:,} items, a partner's in {other:,}."
        yield Evidence(str(row["partition"]), marker.likelihood(own, other, PRESENCE), note)


def _marks(domains: Sequence[str]) -> list[str]:
    # the sign before it keeps lab.test from being met in anotherlab.test
    plain = [domain.lower().removeprefix("@") for domain in domains]
    return [f"{sign}{domain}" for domain in plain if domain and domain not in SHARED for sign in "@."]
