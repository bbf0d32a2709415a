"""What a feature may look at: the shelf, the profile, which item speaks where, rolls and earlier leaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.attribute import roll
from leakassay.attribute.earlier import Earlier, look_up
from leakassay.attribute.overlap import Comparison, compare
from leakassay.case.shelf import Relation, Shelf
from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import Profile

SPECIMENS_SAMPLED = 5_000
"""Laboratory numbers per partition that are looked for in earlier leaks: the share is then known to 1.5 points."""


@dataclass(frozen=True)
class View:
    """Everything that features draw on; built once, read only.

    Attributes:
        shelf: tables.
        profile: what the organisation says of itself.
        place: item_id to partition (once more under `WHOLE`).
        rolls: as loaded.
        overlap: the rolls against the dump.
        earlier: the earlier leaks against the dump.
        specimens: partition to the laboratory numbers that were looked for.
    """

    shelf: Shelf
    profile: Profile
    place: pa.Table
    rolls: tuple[roll.LoadedRoll, ...] = ()
    overlap: Comparison = field(default_factory=Comparison)
    earlier: Earlier = field(default_factory=Earlier)
    specimens: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def counts_test_range(self) -> bool:
        """True when numbers of the test range count as numbers."""
        return self.profile.numbers.test_range == "count"

    @property
    def faults(self) -> tuple[str, ...]:
        """Sentences about what the profile offers and could not be used."""
        return self.overlap.faults + self.earlier.faults

    def ask(
        self, page: str, params: Mapping[str, Any] | None = None, lent: Mapping[str, Relation] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of `attribute/sql/<page>.sql`; `place` is lent to every page."""
        rows: list[dict[str, Any]] = self.shelf.sql(
            "attribute", page, params, {"place": self.place, **(lent or {})}
        ).to_pylist()
        return rows


def look(shelf: Shelf, profile: Profile) -> View:
    """Prepare the view: rolls are tokenised and compared, earlier leaks are looked through.

    Raises:
        ProfileError: something that the profile names cannot be read, or a pattern is none.
    """
    check_patterns(profile)
    place = shelf.sql("attribute", "place")
    rolls = roll.load(profile)
    count_test = profile.numbers.test_range == "count"
    overlap = compare(shelf, place, rolls, count_test=count_test)
    bare = View(shelf, profile, place)
    specimens: dict[str, frozenset[str]] = {}
    if profile.earlier_leak:
        gathered: dict[str, set[str]] = {}
        for row in bare.ask("specimen_sample", {"most": SPECIMENS_SAMPLED}):
            gathered.setdefault(row["partition"], set()).add(row["specimen_id"])
        specimens = {name: frozenset(found) for name, found in gathered.items()}
    earlier = look_up(profile, frozenset().union(*specimens.values()))
    return View(shelf, profile, place, rolls, overlap, earlier, specimens)


def check_patterns(profile: Profile) -> None:
    """Refuse specimen patterns that RE2, which cannot be made to run away, does not accept.

    Raises:
        ProfileError: naming the key, not the pattern.
    """
    named = [("organisation.specimen_numbers", profile.organisation.specimen_numbers)]
    named += [(f"partner[{at}].specimen_numbers", one.specimen_numbers) for at, one in enumerate(profile.partner)]
    for key, patterns in named:
        for at, pattern in enumerate(patterns):
            try:
                pc.match_substring_regex(pa.array([""]), pattern)
            except pa.ArrowInvalid:
                raise ProfileError(
                    f"{key}[{at}]: not a pattern without lookaround and back-references; put it right and run again"
                ) from None
