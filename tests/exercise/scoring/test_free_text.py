"""Numbers in sentences count as sightings or as mentions; people named in file names are met in that file."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from exercise.scoring.conftest import Seen
from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.free_text import FORMATS, file_names, free_text


@pytest.fixture
def without_text(perfect_assay: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """An assay that finds nobody in free text."""
    items, sightings = perfect_assay["items"], perfect_assay["sightings"]
    text = items.filter(pc.is_in(items["format"], pa.array(sorted(FORMATS))))["item_id"].combine_chunks()
    kept = sightings.filter(pc.invert(pc.is_in(sightings["item_id"], text)))
    return {**perfect_assay, "sightings": kept}


def test_numbers_in_letters_are_found_or_missed(
    perfect_assay: Mapping[str, pa.Table], without_text: dict[str, pa.Table], seen: Seen
):
    found, missed = free_text(seen(perfect_assay))[0], free_text(seen(without_text))[0]
    assert (found.value, missed.value) == (1.0, 0.0)
    assert found.n == missed.n > 0


def test_a_mention_is_as_good_as_a_sighting(
    perfect_assay: Mapping[str, pa.Table], without_text: dict[str, pa.Table], seen: Seen
):
    sightings = perfect_assay["sightings"]
    said = pa.table({"item_id": sightings["item_id"], "kind": pa.repeat("nhs_number", sightings.num_rows),
                     "value": sightings["nhs_number"]})  # fmt: skip
    rows = free_text(seen({**without_text, "mentions": said}))
    assert {row.value for row in rows} == {1.0}
    assert len(rows) > 1


def test_people_named_in_file_names_are_met_in_the_file(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey, seen: Seen
):
    named, _ = file_names(seen(perfect_assay), answer_key)
    none, _ = file_names(seen({**perfect_assay, "sightings": perfect_assay["sightings"].slice(0, 0)}), answer_key)
    assert (named.value or 0) > 0.9
    assert none.value == 0.0
    assert named.n == none.n > 0


def test_a_name_that_only_the_file_name_tells_is_found_as_a_mention(
    perfect_assay: Mapping[str, pa.Table], answer_key: AnswerKey, seen: Seen
):
    items = perfect_assay["items"]
    closed = items.set_column(items.column_names.index("outcome"), "outcome", pa.array(["encrypted"] * items.num_rows))
    blind = {**perfect_assay, "items": closed, "sightings": perfect_assay["sightings"].slice(0, 0)}
    _, missed = file_names(seen(blind), answer_key)
    named = items.filter(pc.is_valid(items["named_person"]))
    surname = dict(zip(*(answer_key.people[name].to_pylist() for name in ("person_id", "surname")), strict=True))
    names = [f"{surname[person]} Somebody" for person in named["named_person"].to_pylist()]
    said = pa.table({"item_id": named["item_id"], "kind": ["full_name"] * len(names), "value": names})
    _, found = file_names(seen({**blind, "mentions": said}), answer_key)
    assert (missed.value, found.value) == (0.0, 1.0)
