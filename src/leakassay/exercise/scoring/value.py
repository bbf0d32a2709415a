"""Recall and precision of identifying values, per kind of value."""

import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio, recall_precision
from leakassay.exercise.scoring.align import VALUE_KINDS, Aligned
from leakassay.exercise.scoring.meet import distinct, filled, meet, total


def by_kind(aligned: Aligned) -> list[Row]:
    """Returns, per kind of value, recall and precision over distinct (item, value), and recall over every record."""
    rows: list[Row] = []
    for kind in VALUE_KINDS:
        columns = ["place", kind]
        planted, found = (filled(side.select(columns), kind) for side in (aligned.key_sightings, aligned.sightings))
        both = meet(distinct(found, columns), distinct(planted, columns), columns)
        rows += recall_precision("values", kind, both, aligned.sound(both))
        hits = total(meet(found, planted, columns), "met")
        rows.append(Row("values", f"{kind} recall of records", ratio(hits, planted.num_rows), planted.num_rows))
    return [*rows, _strangers(aligned)]


def _strangers(aligned: Aligned) -> Row:
    """Counts sightings of the assay in items that hold no planted person: all of them are false."""
    sound = aligned.sound(aligned.sightings.select(["place"]))
    peopled = pc.unique(aligned.key_sightings["place"])
    strangers = sound.filter(pc.invert(pc.is_in(sound["place"], peopled))).num_rows
    return Row("values", "sightings in items without people", float(strangers), aligned.sightings.num_rows)
