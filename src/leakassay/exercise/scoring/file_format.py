"""Recall and precision per true format: of strong values, of whole sightings, of events; what became of each format."""

from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.codebook import BLANK
from leakassay.exercise.scoring.meet import distinct, filled, meet

STRONG = ("nhs_number", "surname", "date_of_birth")
"""The kinds that are pooled, and that a sighting must have right, for the comparison of formats."""
VALUES, SIGHTINGS, EVENTS = "formats, values", "formats, sightings", "formats, events"
OUTCOMES = "formats, outcomes"


def by_format(aligned: Aligned) -> list[Row]:
    """Returns the lines of every format.

    A value is a distinct (item, value); a sighting is a record whose number, surname and birthday are all as planted
    (recall leaves out records that show none of them); an event is any test of the item.
    """
    pooled = []
    for kind in STRONG:
        columns = ["place", kind]
        sides = (filled(side.select(columns), kind) for side in (aligned.sightings, aligned.key_sightings))
        found, planted = (distinct(side, columns) for side in sides)
        pooled.append(meet(found, planted, columns).drop_columns([kind]))
    who = ["place", *STRONG]
    sightings = meet(aligned.sightings.select(who), aligned.key_sightings.select(who), who)
    events = meet(aligned.events.select(["place"]), aligned.key_events.select(["place"]), ["place"])
    return [
        *_lines(VALUES, aligned, *[pa.concat_tables(pooled)] * 2),
        *_lines(SIGHTINGS, aligned, _of_somebody(sightings), sightings),
        *_lines(EVENTS, aligned, events, events),
        *_outcomes(aligned),
    ]


def _of_somebody(sightings: pa.Table) -> pa.Table:
    """Returns the sightings that have one of the strong kinds: what shows nobody cannot be asked for."""
    shown = [pc.not_equal(sightings[kind], BLANK) for kind in STRONG]
    return sightings.filter(reduce(pc.or_, shown))


def _lines(section: str, aligned: Aligned, both: pa.Table, all_found: pa.Table) -> list[Row]:
    """Returns recall by the first comparison and precision by the second."""
    ledger, sound = aligned.ledger, aligned.sound(all_found)
    planted, met = (ledger.by_format(both, column) for column in ("planted", "met"))
    found, right = (ledger.by_format(sound, column) for column in ("found", "met"))
    rows = []
    for name in ledger.formats:
        if planted[name] or found[name]:
            rows += [
                Row(section, f"{name} recall", ratio(met[name], planted[name]), planted[name]),
                Row(section, f"{name} precision", ratio(right[name], found[name]), found[name]),
            ]
    return rows


def _outcomes(aligned: Aligned) -> list[Row]:
    """What the assay says of the contents of each format, whatever it should have said."""
    counted: dict[str, dict[str, int]] = {}
    for content in aligned.ledger.contents:
        said = counted.setdefault(content.format, {})
        outcome = content.said or "not listed"
        said[outcome] = said.get(outcome, 0) + 1
    rows = []
    for name in sorted(counted):
        whole = sum(counted[name].values())
        rows += [
            Row(OUTCOMES, f"{name} {outcome}", ratio(count, whole), whole)
            for outcome, count in sorted(counted[name].items())
        ]
    return rows
