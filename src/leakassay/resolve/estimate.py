"""Counts of data subjects as intervals: few as grey links allow, best, and many as exact rules leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.model.outcomes import Verdict
from leakassay.model.tables.estimate import ESTIMATE
from leakassay.profile.organisation import Profile
from leakassay.resolve import origin
from leakassay.resolve.rule import GREY, JOIN

QUANTITY: Final = "subjects"
SCOPE: Final = "all origins but fabricated"
UNCLASSIFIED: Final = "UNCLASSIFIED"
"""Test class of events that the catalogue does not know; not the same as harmless."""
ALWAYS: Final = ("*", "test_range", "nhs_number", "name", "date_of_birth", "address", "postcode", "telephone", "email")
"""Strata that have a row even where nobody was found: "none found" must be said with its coverage."""


def estimates(shelf: Shelf, profile: Profile, member: pa.Table, subject: pa.Table) -> pa.Table:
    """Count data subjects by stratum, each with what makes its interval as wide as it is.

    Strata are bare words: ``*``, verdicts (by each person's own origin), controllers' ODS codes and UNMAPPED, test
    classes and "class status" (``HIV resulted``), kinds of values (``nhs_number`` …), person types, ``test_range``. All
    but the verdicts leave out the fabricated; seeded records are nobody's and stand in ``seeded`` alone; records of
    test patients count in the high end. Numbers of the test range are left out where the profile sets them aside,
    except in ``test_range``. The unread is named, not extrapolated.

    Args:
        shelf: holds sighting, event, item, partition, assessment and controller_map.
        profile: says what happens to numbers of the test range.
        member: whose each sighting is, with `subject_id`.
        subject: the data subjects.
    """
    set_aside = profile.numbers.test_range == "set_aside"
    params = {"set_aside": set_aside, **origin.parameters()}
    counted = shelf.sql("resolve", "counted", params, {"member": member, "subject": subject})
    rows = shelf.sql("resolve", "estimate", {"unclassified": UNCLASSIFIED}, {"counted": counted}).to_pylist()
    found = {row["stratum"]: row for row in rows}
    nobody = {"low": 0, "best": 0, "high": 0, "trial": 0}
    unread = _unread(shelf.sql("resolve", "unread").to_pylist()[0])
    aside = _aside(found, set_aside=set_aside)
    strata = sorted({*found, *ALWAYS, *(verdict.value for verdict in Verdict if verdict is not Verdict.MIXED)})
    return pa.Table.from_pylist(
        [
            {"quantity": QUANTITY, "stratum": name, **_interval(found.get(name, nobody), aside, unread)}
            for name in strata
        ],
        schema=ESTIMATE.schema,
    )


def _aside(found: Mapping[str, Mapping[str, Any]], *, set_aside: bool) -> tuple[str, ...]:
    """Who is left out everywhere, in sentences."""
    said = ["numbers of the test range are set aside"] if set_aside else []
    if "seeded" in found:
        said.append(f"{found['seeded']['best']} seeded records (canaries of the profile) are nobody's and left out")
    return tuple(said)


def _interval(row: Mapping[str, Any], aside: tuple[str, ...], unread: str) -> dict[str, Any]:
    low, best, high, trial = row["low"], row["best"], row["high"], row["trial"]
    said = []
    if low < best:
        said.append(
            f"{best - low} fewer if every link from probability {GREY} on joins, superseded "
            "numbers and bare names too, and a number that stands with disagreeing people is one person's"
        )
    if high - trial > best:
        said.append(
            f"{high - trial - best} more if no record joins by probability (from {JOIN} on) or by bare name, "
            "and every number that stands with disagreeing people is split"
        )
    if trial:
        said.append(f"{trial} more if records filed under names of test patients are people's")
    if low == high:
        said.append("every way of joining gives the same number")
    return {"low": low, "best": best, "high": high, "driver": "; ".join((*said, *aside, unread))}


def _unread(row: Mapping[str, Any]) -> str:
    own, read, items = int(row["own_bytes"]), int(row["bytes_read"]), row["items"]
    if own == read and not items:
        return "everything was read"
    share = 100 * (own - read) / own if own else 0.0
    what = f"{items} items (copies counted once) and {share:.1f} % of the bytes"
    return f"{what} were not read in full, and nobody whom only they name is counted"
