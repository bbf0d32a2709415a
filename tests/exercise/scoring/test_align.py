"""Alignment: contents meet by hash, copies count once, damaged copies can be set aside."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from exercise.scoring.conftest import Seen, Spoil
from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.ledger import places


def once(key: AnswerKey, name: str) -> int:
    """Rows of the key that stand in the first copy of their content."""
    first = places(key.items)
    return sum(first[path] == path for path in getattr(key, name)["item_path"].to_pylist())


def test_a_perfect_assay_has_every_planted_sighting_and_event(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey, seen: Seen
):
    aligned = seen(perfect_assay)
    assert aligned.sightings.num_rows == aligned.key_sightings.num_rows == once(answer_key, "sightings")
    assert aligned.events.num_rows == aligned.key_events.num_rows == once(answer_key, "events")
    assert aligned.ledger.strangers == 0


def test_hashes_may_come_as_bytes(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey, seen: Seen, spoil: Spoil
):
    raw = pa.array([bytes.fromhex(digest) for digest in perfect_assay["items"]["sha256"].to_pylist()])
    assert seen(spoil("items", "sha256", raw)).sightings.num_rows == once(answer_key, "sightings")


def test_both_sides_use_one_number_for_one_value(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    aligned = seen(perfect_assay)
    for name in ("nhs_number", "surname", "address"):
        sides = (set(pc.unique(side[name]).to_pylist()) for side in (aligned.sightings, aligned.key_sightings))
        assert len(set.union(*sides)) == len(pc.unique(aligned.key_sightings[name]))


def test_a_column_that_the_assay_lacks_is_blank(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    aligned = seen({**perfect_assay, "events": perfect_assay["events"].drop_columns(["controller"])})
    assert pc.unique(aligned.events["controller"]).to_pylist() == [0]


def test_rows_in_damaged_copies_can_be_set_aside(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    aligned = seen(perfect_assay)
    place = aligned.sightings["place"][0].as_py()
    contents = list(aligned.ledger.contents)
    contents[place] = replace(contents[place], damaged=True)
    broken = replace(aligned, ledger=replace(aligned.ledger, contents=tuple(contents)))
    kept = set(pc.unique(broken.sound(broken.sightings)["place"]).to_pylist())
    assert place not in kept
    damaged = set(aligned.ledger.places_where(damaged=True).to_pylist())
    assert kept | {place} >= set(pc.unique(aligned.sightings["place"]).to_pylist()) - damaged


def test_mentions_are_numbers_and_names_of_patients(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    item = perfect_assay["sightings"]["item_id"][0].as_py()
    said = pa.table({"item_id": [item] * 3, "kind": ["nhs_number", "full_name", "staff_name"],
                     "value": ["943 476 5919", "Ann Example", "Dr Other"]})  # fmt: skip
    aligned = seen({**perfect_assay, "mentions": said})
    words = [aligned.books["nhs_number"].words()[n] for n in aligned.mentions["nhs_number"].to_pylist()]
    names = [aligned.books["name"].words()[n] for n in aligned.mentions["name"].to_pylist()]
    assert (words, names) == (["9434765919", ""], ["", "ANN EXAMPLE"])
