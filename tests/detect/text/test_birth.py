"""A date behind a name is a birth where something else speaks for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.text.birth import beside_names, is_listed
from leakassay.detect.text.finding import judged


def people(kit, text):
    findings = judged(kit.scanner.candidates([text]), text, kit.kinds)
    births = [one.value for one in findings if one.kind == "date_of_birth"]
    names = [f"{one.surname} {one.forename}" for one in findings if one.kind == "full_name"]
    return births, names


@pytest.mark.parametrize(
    ("text", "birth", "name"),
    [
        ("any chance of a look at Luke Harvey (23 November 1960) of SE9 2WX? Ta", "1960-11-23", "HARVEY LUKE"),
        ("rang the ward\nVera Holmes, 29/08/1990, SW2 2NN\nLactate 0.5", "1990-08-29", "HOLMES VERA"),
        ("Zofia Przybylowicz (16/04/1968) of 51 Kiln Close, DA7 2ZP", "1968-04-16", "PRZYBYLOWICZ ZOFIA"),
        ("Found at the printer: JONES/Infant/14/10/2023/not known", "2023-10-14", "JONES INFANT"),
        ("MARTINEZ Arben\n21 Kiln Street, DA7 4RY\n999 000 0000    24 April 2005\n", "2005-04-24", "MARTINEZ ARBEN"),
        ("Hannah Del Rio, 02/02/1941, 38 Juniper Lane, BR3 5AS", "1941-02-02", "DEL RIO HANNAH"),
        ("Please chase Jane Smith 03/02/1970 F and tell us", "1970-02-03", "SMITH JANE"),
        ("Please see Ada Smith (3/2/1970), seen 4/5/2023", "1970-02-03", "SMITH ADA"),
        ("the note of Jane Smith (3/2/1970) is lost", "1970-02-03", "SMITH JANE"),
        ("Delroy Åkerlund (05/10/1985) of SE15 2NP", "1985-10-05", "ÅKERLUND DELROY"),
    ],
)
def test_a_name_and_a_date_are_a_person_with_something_beside_them(kit, text, birth, name):
    assert people(kit, text) == ([birth], [name])


@pytest.mark.parametrize(
    "text",
    [
        "Jane Smith, 12/03/2024",
        "Jane Smith (12/03/2024): please chase",
        "Reported by: Jane Smith 12/03/1999",
        "Dr Jane Smith (12/03/1968) SE9 2WX",
        "Jane Smith 03/02/1970 10:22, SE9 2WX",
        "Blood Sciences (12/03/1999)",
        "Signed Jane Smith, 12/03/1970, SE9 2WX",
        "Mr John Smith\n21 Kiln Street\nDA7 4RY\n\n12 March 2024\n\nDear Sir",
        "the meeting of 12/03/1970",
    ],
)
def test_whoever_signs_is_no_patient(kit, text):
    assert people(kit, text)[0] == []


def test_lines_of_one_shape_are_a_list_of_people(kit):
    text = "Jane Smith 03/02/1970\nLuke Harvey 04/05/1981\nseen 01/02/2024"
    assert people(kit, text) == (["1970-02-03", "1981-05-04"], ["SMITH JANE", "HARVEY LUKE"])
    assert people(kit, "Jane Smith 03/02/1970\nseen 01/02/2024")[0] == []


def test_a_date_that_has_its_label_is_taken_once(kit):
    assert people(kit, "Jane Smith, DOB 03/02/1970, SE9 2WX")[0] == ["1970-02-03"]


def test_a_name_is_listed_by_either_of_its_parts():
    assert is_listed("Jane Przybylowicz")
    assert is_listed("SMITH/Zebedee")
    assert not is_listed("Blood Sciences")
    assert not is_listed("Smith")


def test_thousands_of_dates_behind_names_take_no_time(kit):
    text = "A Smith-Jones Smith Jones Smith, 1/2/70 " * 5_000
    candidates = kit.scanner.candidates([text])
    assert len(beside_names(candidates, text, [], pivot=29)) <= 5_000


@given(st.text(alphabet=" ,(/\nABcdÅé019-'", max_size=120), st.sampled_from(["3/2/1970", "3 May 1961", "1/2/70"]))
def test_nothing_before_a_date_breaks_it(kit, before, date):
    text = f"{before}{date} SE9 2WX"
    for birth in beside_names(kit.scanner.candidates([text]), text, [], pivot=29):
        assert text[birth.name_start :].startswith(birth.name.split(",")[0].split("/")[0])
        assert birth.start >= birth.name_start + 2
