"""Counts of data subjects as intervals: few as grey links allow, best, and many as exact rules leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.model.outcomes import Verdict
from leakassay.model.tables.estimate import ESTIMATE
from leakassay.profile.organisation import Profile
from leakassay.resolve.rule import GREY, JOIN

QUANTITY: Final = "subjects"
SCOPE: Final = "all origins but fabricated"
UNCLASSIFIED: Final = "UNCLASSIFIED"
"""Test class of events that the catalogue does not know; not the same as harmless."""
ALWAYS: Final = ("*", "test_range", "nhs_number", "name", "date_of_birth", "address", "postcode", "telephone", "email")
"""Strata that have a row even where nobody was found: "none found" must be said with its coverage."""


def estimates(shelf: Shelf, profile: Profile, member: pa.Table, subject: pa.Table) -> pa.Table:
    """Count data subjects by stratum, each with what makes its interval as wide as it is.

    Strata are bare words: ``*``, verdicts (by the subject's origin), controllers' ODS codes and UNMAPPED, test classes
    and "class status" (``HIV resulted``), kinds of values (``nhs_number`` …), person types, ``test_range``. All but the
    verdicts and ``test_range`` leave out the fabricated, and numbers of the test range where the profile sets them
    aside. The unread is named, not extrapolated.

    Args:
        shelf: holds sighting, event, item and controller_map.
        profile: says what happens to numbers of the test range.
        member: whose each sighting is, with `subject_id`.
        subject: the data subjects.
    """
    set_aside = profile.numbers.test_range == "set_aside"
    counted = shelf.sql("resolve", "counted", {"set_aside": set_aside}, {"member": member, "subject": subject})
    rows = shelf.sql("resolve", "estimate", {"unclassified": UNCLASSIFIED}, {"counted": counted}).to_pylist()
    found = {row["stratum"]: row for row in rows}
    nobody = {"low": 0, "best": 0, "high": 0}
    unread = _unread(shelf.sql("resolve", "unread").to_pylist()[0])
    strata = sorted({*found, *ALWAYS, *(verdict.value for verdict in Verdict if verdict is not Verdict.MIXED)})
    return pa.Table.from_pylist(
        [
            {"quantity": QUANTITY, "stratum": name, **_interval(found.get(name, nobody), set_aside, unread)}
            for name in strata
        ],
        schema=ESTIMATE.schema,
    )


def _interval(row: Mapping[str, Any], set_aside: bool, unread: str) -> dict[str, Any]:
    low, best, high = row["low"], row["best"], row["high"]
    said = []
    if low < best:
        said.append(
            f"{best - low} fewer if every link from probability {GREY} on joins, superseded "
            "numbers and bare names too, and a number that stands with disagreeing people is one person's"
        )
    if high > best:
        said.append(
            f"{high - best} more if no record joins by probability (from {JOIN} on) or by bare name, "
            "and every number that stands with disagreeing people is split"
        )
    if low == high:
        said.append("every way of joining gives the same number")
    if set_aside:
        said.append("numbers of the test range are set aside")
    return {"low": low, "best": best, "high": high, "driver": "; ".join((*said, unread))}


def _unread(row: Mapping[str, Any]) -> str:
    own, read, items = int(row["own_bytes"]), int(row["bytes_read"]), row["items"]
    if own == read and not items:
        return "everything was read"
    share = 100 * (own - read) / own if own else 0.0
    return f"{items} items and {share:.1f} % of the bytes were not read in full; what they hold is not counted"
