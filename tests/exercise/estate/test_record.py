"""Records: the person as printed at that moment, and slices that agree with the whole."""

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate import history as life
from leakassay.exercise.estate.house import PARTNER
from leakassay.exercise.estate.number import DEFAULT_NUMBER
from leakassay.exercise.estate.record import RECORD, Estate, records


def quirky(estate: Estate, quirk: int) -> pa.Table:
    every = np.full(estate.specimens, quirk)
    return records(replace(estate, history=replace(estate.history, quirk=every)), 0, 100)


def at_the_partner(estate: Estate) -> Estate:
    history = replace(estate.history, client=estate.history.client % len(PARTNER.clients))
    return replace(estate, house=PARTNER, history=history)


def test_records_follow_the_schema_and_hold_every_test(estate: Estate):
    rows = records(estate, 0, estate.specimens)
    assert rows.schema == RECORD
    assert rows.num_rows == len(estate.history.test)
    assert sum(column.null_count for column in rows.columns) == 0


def test_a_slice_prints_what_the_whole_prints(estate: Estate):
    whole, piece = records(estate, 0, estate.specimens), records(estate, 50, 90)
    first = int(np.searchsorted(estate.history.specimen, 50))
    same = whole.slice(first, piece.num_rows)
    for name in ("specimen_id", "nhs_number", "surname", "collected_at", "reported_at", "test_code", "client_code"):
        assert same[name].to_pylist() == piece[name].to_pylist()


def test_specimen_numbers_have_the_pattern_of_the_house(estate: Estate):
    ours = records(estate, 0, 50)["specimen_id"].to_pylist()
    theirs = records(at_the_partner(estate), 0, 50)["specimen_id"].to_pylist()
    assert all(re.fullmatch(r"\d{2}[A-Z]\d{6}", number) for number in ours)
    assert all(re.fullmatch(r"NB\d{10}", number) for number in theirs)


def test_the_default_number_stands_on_records_of_the_right_person(estate: Estate):
    rows = quirky(estate, life.QUIRK_DEFAULT)
    assert pc.unique(rows["nhs_number"]).to_pylist() == [DEFAULT_NUMBER]
    assert len(pc.unique(rows["person_id"])) > 20


def test_swapped_names_change_places(estate: Estate):
    plain, swapped = quirky(estate, life.QUIRK_NONE), quirky(estate, life.QUIRK_SWAP)
    assert plain["surname"].to_pylist() == swapped["forename"].to_pylist()
    assert plain["forename"].to_pylist() == swapped["surname"].to_pylist()


def test_a_typing_error_keeps_the_letters_of_a_name(estate: Estate):
    plain, typed = quirky(estate, life.QUIRK_NONE), quirky(estate, life.QUIRK_TYPO)
    for right, wrong in zip(plain["surname"].to_pylist(), typed["surname"].to_pylist(), strict=True):
        assert sorted(right) == sorted(wrong)
    assert plain["surname"].to_pylist() != typed["surname"].to_pylist()


def test_a_relatives_number_is_a_valid_number_of_somebody_else(estate: Estate):
    plain, relative = quirky(estate, life.QUIRK_NONE), quirky(estate, life.QUIRK_RELATIVE)
    known = set(estate.people["nhs_number"].to_pylist())
    assert set(relative["nhs_number"].to_pylist()) <= known
    assert plain["nhs_number"].to_pylist() != relative["nhs_number"].to_pylist()


def test_superseded_numbers_stand_on_early_records_only(estate: Estate):
    rows = records(estate, 0, estate.specimens)
    earlier = pa.array([number for number in estate.people["superseded_number"].to_pylist() if number])
    places = np.flatnonzero(pc.is_in(rows["nhs_number"], earlier).to_numpy())
    assert len(places) > 0
    assert places.max() < rows.num_rows * 0.45


def test_a_partner_prints_names_in_title_case(estate: Estate):
    names = records(at_the_partner(estate), 0, 20)["surname"].to_pylist()
    assert all(name == name.title() for name in names)


def test_requested_tests_have_no_value_and_resulted_ones_do(estate: Estate):
    rows = records(estate, 0, estate.specimens).to_pylist()
    assert all((row["value"] == "") == (row["status"] == "requested") for row in rows)
    assert {row["status"] for row in rows} == {"requested", "resulted", "negated"}
