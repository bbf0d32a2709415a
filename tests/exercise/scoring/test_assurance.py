"""False assurance counts only items that are called read; who stands in the others is said apart."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from exercise.scoring.conftest import Seen, Spoil
from leakassay.exercise.scoring.assurance import false_assurance, outcomes, people_met, unread
from leakassay.exercise.scoring.codebook import BLANK


def blind(assay: Mapping[str, pa.Table], fmt: str, said: str) -> dict[str, pa.Table]:
    """The assay without sightings and events in one format, whose items it calls `said`."""
    items = assay["items"]
    hidden = items.filter(pc.equal(items["format"], fmt))["item_id"].combine_chunks()
    outcome = pc.if_else(pc.equal(items["format"], fmt), said, items["outcome"])
    tables = {**assay, "items": items.set_column(items.column_names.index("outcome"), "outcome", outcome)}
    for name in ("sightings", "events"):
        tables[name] = assay[name].filter(pc.invert(pc.is_in(assay[name]["item_id"], hidden)))
    return tables


def test_an_item_that_is_honestly_called_failed_reassures_nobody(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    honest = {row.measure: row.value for row in false_assurance(seen(blind(perfect_assay, "pdf", "failed")))}
    lying = {row.measure: row.value for row in false_assurance(seen(blind(perfect_assay, "pdf", "read")))}
    assert honest["people missed in items called read"] == honest["events missed in items called read"] == 0.0
    assert (lying["people missed in items called read"] or 0) > 0.0
    assert lying["pdf people missed"] == lying["pdf events missed"] == 1.0
    assert lying["csv people missed"] == lying["csv events missed"] == 0.0
    assert "pdf people missed" not in honest


def test_people_of_a_format_that_nobody_reads_are_out_of_reach(
    perfect_assay: Mapping[str, pa.Table], seen: Seen, spoil: Spoil
):
    board = {row.measure: row for row in unread(seen(blind(perfect_assay, "pdf", "unsupported")))}
    assert board["pdf"].value == 1.0
    assert board["csv"].value == 0.0
    assert {row.value for row in unread(seen(spoil("items", "outcome", "read"))) if row.measure in {"csv", "pdf"}} == {
        0.0
    }


def test_who_was_only_searched_for_in_a_text_is_out_of_reach(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    partly = blind(perfect_assay, "sql_dump", "read_partly")
    items = partly["items"]
    why = pc.if_else(pc.equal(items["format"], "sql_dump"), "strings_only", items["reason"])
    searched = {**partly, "items": items.set_column(items.column_names.index("reason"), "reason", why)}
    assert {row.measure: row.value for row in unread(seen(partly))}["sql_dump"] == 0.0
    assert {row.measure: row.value for row in unread(seen(searched))}["sql_dump"] == 1.0


def test_somebody_who_stands_in_no_other_item_is_out_of_reach_for_good(
    perfect_assay: Mapping[str, pa.Table], seen: Seen, spoil: Spoil
):
    nothing = {row.measure: row for row in unread(seen(spoil("items", "outcome", "unsupported")))}
    everything = {row.measure: row for row in unread(seen(spoil("items", "outcome", "read")))}
    name = "people who stand in unread items only"
    assert (nothing[name].value, everything[name].value) == (1.0, 0.0)
    assert nothing[name].n == everything[name].n > 0


def test_a_person_is_found_by_surname_and_birthday_alone(seen: Seen, spoil: Spoil):
    board = false_assurance(seen(spoil("sightings", "nhs_number", "")))
    assert board[0].value is not None
    assert board[0].value < 0.02


def test_a_wrong_outcome_is_seen(perfect_assay: Mapping[str, pa.Table], seen: Seen, spoil: Spoil):
    board = {row.measure: row.value for row in outcomes(seen(spoil("items", "outcome", "read")))}
    assert board["planted contents listed"] == 1.0
    assert (board["outcome as expected"] or 0) < 1.0
    assert {row.value for row in outcomes(seen(perfect_assay))} == {1.0, 0.0}


def test_an_item_that_nobody_planted_is_counted(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    items = perfect_assay["items"]
    more = {"item_id": 1_000_000, "item_path": "elsewhere", "sha256": "ff", "outcome": "read"}
    extra = pa.Table.from_pylist([dict.fromkeys(items.column_names) | more], items.schema)
    board = {
        row.measure: row.value for row in outcomes(seen({**perfect_assay, "items": pa.concat_tables([items, extra])}))
    }
    assert board["items that the key does not list"] == 1.0


def test_a_record_that_shows_nobody_misses_nobody_and_a_bare_name_is_an_identity(
    perfect_assay: Mapping[str, pa.Table], seen: Seen
):
    aligned = seen(perfect_assay)
    nameless = aligned.key_sightings
    for name in ("nhs_number", "date_of_birth", "hospital_number"):
        blank = pa.array([BLANK] * nameless.num_rows, pa.int32())
        nameless = nameless.set_column(nameless.column_names.index(name), name, blank)
    named = people_met(aligned, nameless).num_rows
    for name in ("surname", "forename"):
        nameless = nameless.set_column(nameless.column_names.index(name), name, blank)
    board = false_assurance(replace(aligned, key_sightings=nameless))
    assert named > 0
    assert (board[0].value, board[0].n) == (None, 0)
