"""How well sightings were joined to people: pairwise precision, recall and F1, and the purity of clusters."""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.meet import filled

_SAME = ["place", "nhs_number", "surname", "forename", "date_of_birth"]
"""A found sighting stands for the planted one with the same values in the same item."""


def linkage(aligned: Aligned) -> list[Row]:
    """Returns the pairwise measures over sightings that could be matched to exactly one planted person.

    Args:
        aligned: its sightings carry subject_id; those without one are counted as unlinked.
    """
    matched = _people_of(aligned)
    linked = filled(matched, "subject_id")
    together, apart_true, apart_found = (
        _pairs(linked, columns) for columns in (["person_id", "subject_id"], ["person_id"], ["subject_id"])
    )
    precision, recall = ratio(together, apart_found), ratio(together, apart_true)
    return [
        Row("linkage", "pairwise precision", precision, apart_found),
        Row("linkage", "pairwise recall", recall, apart_true),
        Row("linkage", "pairwise F1", _f1(precision, recall), linked.num_rows),
        Row("linkage", "cluster purity", _purity(linked), linked.num_rows),
        Row("linkage", "sightings with a subject", ratio(linked.num_rows, matched.num_rows), matched.num_rows),
    ]


def _people_of(aligned: Aligned) -> pa.Table:
    planted = aligned.key_sightings.filter(aligned.key_sightings["subject"])
    owners = planted.group_by(_SAME).aggregate([("person_id", "min"), ("person_id", "max")])
    # twins without a number in one list cannot be told apart by values: they are left out
    clear = owners.filter(pc.equal(owners["person_id_min"], owners["person_id_max"]))
    owners = clear.select([*_SAME, "person_id_min"]).rename_columns([*_SAME, "person_id"])
    found = aligned.sightings.select([*_SAME, "subject_id"])
    return found.join(owners, keys=_SAME, join_type="inner").select(["person_id", "subject_id"])


def _pairs(table: pa.Table, columns: list[str]) -> int:
    sizes = table.group_by(columns).aggregate([([], "count_all")])["count_all"]
    return int(pc.sum(pc.divide(pc.multiply(sizes, pc.subtract(sizes, 1)), 2)).as_py() or 0)


def _purity(linked: pa.Table) -> float | None:
    """Returns the share of sightings that belong to the person who has most of their cluster."""
    sizes = linked.group_by(["subject_id", "person_id"]).aggregate([([], "count_all")])
    largest = sizes.group_by("subject_id").aggregate([("count_all", "max")])["count_all_max"]
    return ratio(int(pc.sum(largest).as_py() or 0), linked.num_rows)


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None or precision + recall == 0:
        return None
    return 2 * precision * recall / (precision + recall)
