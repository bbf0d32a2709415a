"""False assurance: a planted person who was missed in an item that the assay calls read."""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned, distinct, hits, places, text_of

_NUMBER = ["place", "nhs_number"]
_NAME = ["place", "surname", "date_of_birth"]


def false_assurance(aligned: Aligned) -> list[Row]:
    """Returns the share of planted people missed, and of planted events missed, in items called read.

    A person is found where any sighting of the item has their number, or their surname and date of birth.
    """
    read = aligned.outcomes.filter(pc.equal(aligned.outcomes["outcome"], "read"))["place"]
    planted = aligned.key_sightings.filter(pc.is_in(aligned.key_sightings["place"], read))
    present = distinct(planted, ["place", "person_id"]).num_rows
    met = pa.concat_tables([_met(aligned, planted, columns) for columns in (_NUMBER, _NAME)])
    missed = present - distinct(met, ["place", "person_id"]).num_rows
    events = aligned.key_events.filter(pc.is_in(aligned.key_events["place"], read))
    lost = events.num_rows - hits(aligned.events.select(["place"]), events.select(["place"]), ["place"])
    return [
        Row("false assurance", "people missed in items called read", ratio(missed, present), present),
        Row("false assurance", "events missed in items called read", ratio(lost, events.num_rows), events.num_rows),
    ]


def outcomes(aligned: Aligned, key: AnswerKey) -> list[Row]:
    """Returns how many planted contents the ledger has, and how many with the outcome a careful reader reports."""
    first = key.items.filter(pc.equal(key.items["duplicate_of"], ""))
    # what a container itself is called is a matter of taste; its members tell what was read
    opened = {path.rsplit("!/", 1)[0] for path in first["item_path"].to_pylist() if "!/" in path}
    leaves = first.filter(pc.invert(pc.is_in(first["item_path"], pa.array(sorted(opened), pa.string()))))
    place = places(key.items)
    seen: dict[str, dict[str, str]] = {}
    for row in leaves.select(["item_path", "outcome"]).to_pylist():
        where = place[row["item_path"]]
        seen.setdefault(where, {"place": where, "truth": row["outcome"]})
    truth = pa.Table.from_pylist(list(seen.values()), pa.schema([("place", pa.string()), ("truth", pa.string())]))
    both = truth.join(aligned.outcomes.select(["place", "outcome"]), keys="place", join_type="left outer")
    said = text_of(both["outcome"])
    listed = int(pc.sum(pc.not_equal(said, "")).as_py() or 0)
    agree = int(pc.sum(pc.equal(said, both["truth"])).as_py() or 0)
    return [
        Row("ledger", "planted contents listed", ratio(listed, both.num_rows), both.num_rows),
        Row("ledger", "outcome as expected", ratio(agree, both.num_rows), both.num_rows),
    ]


def _met(aligned: Aligned, planted: pa.Table, columns: list[str]) -> pa.Table:
    for name in columns[1:]:
        planted = planted.filter(pc.not_equal(planted[name], ""))
    seen = distinct(aligned.sightings, columns)
    return distinct(planted.join(seen, keys=columns, join_type="inner"), ["place", "person_id"])
