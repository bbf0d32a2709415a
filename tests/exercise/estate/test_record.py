"""Records: one row per test by the schema, slices that agree with the whole, codes and numbers of each house."""

import re
from dataclasses import replace

import numpy as np
import pytest

from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import FIELDS, PARTNER
from leakassay.exercise.estate.record import IDENTITY, KEPT, RECORD, WINDOW, Estate, printed_numbers, records

DAY = np.datetime64("2024-01-31")


def at(estate: Estate, house: object) -> Estate:
    history = replace(estate.history, client=estate.history.client % len(house.clients))
    return replace(estate, house=house, history=history)


def test_records_follow_the_schema_and_hold_every_test(estate: Estate):
    rows = records(estate, 0, estate.specimens)
    assert rows.schema == RECORD
    assert rows.num_rows == len(estate.history.test)
    assert sum(column.null_count for column in rows.columns) == 0


def test_a_slice_prints_what_the_whole_prints(estate: Estate):
    whole, piece = records(estate, 0, estate.specimens), records(estate, 50, 690)
    first = int(np.searchsorted(estate.history.specimen, 50))
    same = whole.slice(first, piece.num_rows)
    for name in set(RECORD.names) - {"record"}:
        assert same[name].to_pylist() == piece[name].to_pylist(), name


def test_an_empty_stretch_has_no_records(estate: Estate):
    assert records(estate, 7, 7).num_rows == 0


def test_specimen_numbers_have_the_pattern_of_the_house(estate: Estate):
    ours = records(estate, 0, 50)["specimen_id"].to_pylist()
    theirs = records(at(estate, PARTNER), 0, 50)["specimen_id"].to_pylist()
    assert all(re.fullmatch(r"\d{2}[A-Z]\d{6}", number) for number in ours)
    assert all(re.fullmatch(r"NB\d{10}", number) for number in theirs)
    assert printed_numbers([0, 3], estate)[0] == ours[0]


def test_specimen_numbers_beyond_a_million_take_the_next_letter(estate: Estate):
    history = replace(estate.history, serial=estate.history.serial + 2_999_000)
    numbers = records(replace(estate, history=history), 0, 40)["specimen_id"].to_pylist()
    assert {number[2] for number in numbers} <= {"C", "D"}
    assert all(re.fullmatch(r"\d{2}[A-Z]\d{6}", number) for number in numbers)


def test_a_partner_prints_names_in_title_case(estate: Estate):
    names = records(at(estate, PARTNER), 0, 20)["surname"].to_pylist()
    assert all(name == name.title() for name in names)


def test_requested_tests_have_no_value_and_others_do(estate: Estate):
    rows = records(estate, 0, estate.specimens).to_pylist()
    assert all((row["value"] == "") == (row["status"] == "requested") for row in rows)
    assert {row["status"] for row in rows} == {"requested", "resulted", "negated"}


@pytest.mark.parametrize("span", [(0, 1), (998, 1_003), (600, 900), (1_000, 1_001)])
def test_a_document_of_a_few_specimens_holds_what_a_large_one_holds(estate: Estate, span: tuple[int, int]):
    history = live(np.random.default_rng(5), np.arange(400), Span(9_000, DAY - 900, DAY, 3))
    large = replace(estate, history=history)
    whole = records(large, 0, large.specimens)
    piece = records(large, *span)
    first = int(np.searchsorted(large.history.specimen, span[0]))
    assert piece.num_rows == len(large.history.test[large.history.tests_of(*span)])
    assert piece["record"].to_pylist()[0] == 0
    assert piece.drop_columns(["record"]).equals(whole.slice(first, piece.num_rows).drop_columns(["record"]))


def test_only_a_few_windows_wait_in_memory(estate: Estate):
    history = live(np.random.default_rng(5), np.arange(400), Span(40_000, DAY - 900, DAY, 3))
    large = replace(estate, history=history)
    for start in range(0, large.specimens, WINDOW):
        records(large, start, start + 1)
    assert len(large._windows) == KEPT < large.specimens // WINDOW


def test_who_somebody_is_stands_in_every_record_and_chi_numbers_in_no_extract():
    assert set(IDENTITY) <= set(RECORD.names)
    assert set(IDENTITY) - set(FIELDS) == {"chi_number"}
