"""Canaries: planted values that stand for nobody and name the copy that leaked; did the assay report them?"""

import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.source import Tables, rows

SECTION = "canaries"
FEATURE = "P24"
"""The feature of the assay that weighs canaries, by its number in docs/reference/features.md."""
SEEDED = "seeded"
"""The person type of a subject who is a canary."""


def canaries(aligned: Aligned, tables: Tables, key: AnswerKey) -> list[Row]:
    """Returns how many canaries were seen, set apart from people, and weighed where they stand."""
    planted = [row["value"] for row in key.canaries.to_pylist() if row["planted"]]
    book = aligned.books["nhs_number"]
    numbers = book.find(planted)
    seen = aligned.sightings.filter(pc.is_in(aligned.sightings["nhs_number"], numbers))
    named = aligned.mentions.filter(pc.is_in(aligned.mentions["nhs_number"], numbers))
    met = set(pc.unique(seen["nhs_number"]).to_pylist()) | set(pc.unique(named["nhs_number"]).to_pylist())
    types = rows(tables, "subjects", ("nhs_number", "person_type"))
    apart = {row["nhs_number"] for row in types if row["person_type"] == SEEDED} & set(planted)
    standing = aligned.key_sightings.filter(pc.is_in(aligned.key_sightings["nhs_number"], numbers))
    parts = {aligned.ledger.contents[place].partition for place in pc.unique(standing["place"]).to_pylist()}
    weighed = rows(tables, "evidence", ("partition", "feature"))
    told = {str(row["partition"]).strip("/") for row in weighed if row["feature"] == FEATURE}
    return [
        Row(SECTION, "planted canaries seen", ratio(len(met), len(planted)), len(planted)),
        Row(SECTION, "planted canaries set apart from people", ratio(len(apart), len(planted)), len(planted)),
        Row(
            SECTION, "parts with canaries whose evidence weighs them", ratio(len(parts & told), len(parts)), len(parts)
        ),
        Row(SECTION, "parts without canaries said to hold some", float(len(told - parts - {"*"})), len(told)),
    ]
