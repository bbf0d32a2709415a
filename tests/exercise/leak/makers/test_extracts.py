"""Extracts: every specimen given is printed once, canaries stand in the first address list only, columns that lack."""

import json
from pathlib import Path

import duckdb
import pytest

from exercise.leak.makers.made import called, given_per_specimen, made, told_per_specimen
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.makers.extracts import FILLERS, MAKERS, ODD_MAKERS

SPAN = (100, 154)
ALL = (*MAKERS, *ODD_MAKERS)


@pytest.mark.parametrize("name", ["_layouts", "_exports", "_oddities", "_partial", "_billing", "_prints"])
def test_every_test_of_every_specimen_is_told_once(estate: Estate, name: str):
    assert told_per_specimen(made(called(ALL, name), estate, SPAN)) == given_per_specimen(estate, SPAN)


def test_an_address_list_names_each_specimens_person_and_no_test(estate: Estate):
    (one,) = made(called(ALL, "_addresses"), estate, SPAN)
    assert not one.has_events
    assert one.records is not None
    assert set(one.records["specimen_id"].to_pylist()) == set(given_per_specimen(estate, SPAN))


def test_seeded_people_stand_in_the_first_address_list_only(estate: Estate):
    make = called(ALL, "_addresses").make
    cut = Cut(estate, canaries=("9990000018", "9990000026"))
    first, second = (next(make(cut, SPAN, number)).data for number in (1, 2))
    assert b"9990000018" in first
    assert b"9990000026" in first
    assert b"999000" not in second


def test_each_oddity_and_each_layout_has_a_file_of_its_own(estate: Estate):
    counts = {name: len(made(called(ALL, name), estate, SPAN)) for name in ("_layouts", "_oddities", "_partial")}
    assert counts == {"_layouts": 5, "_oddities": 9, "_partial": 4}


def test_an_extract_without_a_column_does_not_show_it(estate: Estate):
    by_name = {one.name: one for one in made(called(ALL, "_partial"), estate, SPAN)}
    unnumbered, anonymous = by_name["lims/no_number_0001.csv"], by_name["lims/anonymised_0001.csv"]
    assert "nhs_number" not in unnumbered.shows
    assert anonymous.shows.isdisjoint({"nhs_number", "surname", "forename", "address", "hospital_number"})
    for one in (unnumbered, anonymous):
        assert one.records is not None
        numbers = {number for number in one.records["nhs_number"].to_pylist() if number}
        assert not any(number.encode() in one.data for number in numbers)


def test_exports_are_valid_json_with_the_records_of_the_key(estate: Estate):
    nested, flat = made(called(ALL, "_exports"), estate, SPAN)
    assert nested.records is not None
    assert flat.records is not None
    specimens = json.loads(nested.data)["specimens"]
    assert sum(len(one["results"]) for one in specimens) == nested.records.num_rows
    rows = [json.loads(line) for line in flat.data.splitlines()]
    assert [row["specimen_id"] for row in rows] == flat.records["specimen_id"].to_pylist()


def test_a_control_log_is_read_as_a_table(estate: Estate, tmp_path: Path):
    place = tmp_path / "qc.csv"
    place.write_bytes(FILLERS[0].make(Cut(estate, 3), 1, 50_000).data)
    rows, columns = duckdb.read_csv(str(place), all_varchar=True, header=True).shape
    assert rows == len(place.read_text("utf-8").splitlines()) - 1 > 100
    assert columns > 5
