"""Measures per format, and what became of each format."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from exercise.scoring.conftest import Seen, Spoil
from leakassay.exercise.scoreboard import Row
from leakassay.exercise.scoring.file_format import EVENTS, OUTCOMES, SIGHTINGS, VALUES, by_format


def board_of(rows: Iterable[Row]) -> dict[tuple[str, str], float | None]:
    return {(row.section, row.measure): row.value for row in rows}


def test_a_format_that_was_not_read_shows_under_its_own_name(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    items = perfect_assay["items"]
    pdf = items.filter(pc.equal(items["format"], "pdf"))["item_id"].combine_chunks()
    without = dict(perfect_assay)
    for name in ("sightings", "events"):
        without[name] = without[name].filter(pc.invert(pc.is_in(without[name]["item_id"], pdf)))
    board = board_of(by_format(seen(without)))
    for section in (VALUES, SIGHTINGS, EVENTS):
        assert board[section, "pdf recall"] == 0.0
        assert board[section, "csv recall"] == board[section, "edifact recall"] == 1.0


def test_a_sighting_counts_only_when_all_of_it_is_right(seen: Seen, spoil: Spoil):
    board = board_of(by_format(seen(spoil("sightings", "date_of_birth", "1900-01-01"))))
    assert board[SIGHTINGS, "csv recall"] == board[SIGHTINGS, "csv precision"] == 0.0
    assert 0.5 < (board[VALUES, "csv recall"] or 0) < 1.0
    assert board[EVENTS, "csv recall"] == 1.0


def test_what_the_assay_says_of_a_format_is_printed_as_it_says_it(seen: Seen, spoil: Spoil):
    board = board_of(by_format(seen(spoil("items", "outcome", "unsupported"))))
    assert board[OUTCOMES, "pdf unsupported"] == 1.0
    assert (OUTCOMES, "pdf read") not in board


def test_what_is_found_in_a_damaged_copy_costs_no_precision(perfect_assay: Mapping[str, pa.Table], seen: Seen):
    aligned = seen(perfect_assay)
    doubled = replace(aligned, events=pa.concat_tables([aligned.events, aligned.events]))
    contents = list(aligned.ledger.contents)
    contents = [replace(one, damaged=one.format == "edifact") for one in contents]
    broken = replace(doubled, ledger=replace(aligned.ledger, contents=tuple(contents)))
    assert board_of(by_format(doubled))[EVENTS, "edifact precision"] == 0.5
    assert board_of(by_format(broken))[EVENTS, "edifact precision"] is None
    assert board_of(by_format(broken))[EVENTS, "edifact recall"] == 1.0
