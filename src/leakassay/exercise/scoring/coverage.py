"""Coverage: the share of bytes that the assay says it read, beside the share of people and events it reached."""

from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.meet import distinct

SECTION = "coverage"


def coverage(aligned: Aligned, summary: Mapping[str, Any]) -> list[Row]:
    """Returns the fraction said, and the true fractions of people and events in items called read (or read partly)."""
    opened = aligned.ledger.places_where(opened=True)
    subjects = aligned.key_sightings.filter(aligned.key_sightings["subject"]).select(["place", "person_id"])
    people = distinct(subjects, ["person_id"]).num_rows
    within = subjects.filter(pc.is_in(subjects["place"], opened))
    reached = ratio(distinct(within, ["person_id"]).num_rows, people)
    events = aligned.key_events["place"]
    read = pc.sum(pc.is_in(events, opened)).as_py() or 0
    said = summary.get("coverage", {}).get("fraction_bytes")
    size = int(summary.get("dump", {}).get("bytes_unique", 0))
    excess = None if said is None or reached is None else float(said) - reached
    return [
        Row(SECTION, "bytes said to be read", None if said is None else float(said), size),
        Row(SECTION, "planted people who stand in read items", reached, people),
        Row(SECTION, "planted events that stand in read items", ratio(int(read), len(events)), len(events)),
        Row(SECTION, "bytes said minus people reached", excess, people),
    ]
