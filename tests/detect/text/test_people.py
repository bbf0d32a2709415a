"""What stands together is one person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.text import people
from leakassay.detect.text.finding import Finding, judged


def number(value, start, score=0.9):
    return Finding("nhs_number", value, start, start + 12, score, "r")


def name(surname, forename, start):
    return Finding("full_name", f"{surname}, {forename}", start, start + 12, 0.8, "r", surname, forename)


def birth(value, start):
    return Finding("date_of_birth", value, start, start + 10, 0.95, "r")


def test_a_second_number_opens_a_second_person():
    found = people.together(
        [number("9990000018", 0), name("SMITH", "JOHN", 20), number("9990000026", 50), name("JONES", "ANN", 70)]
    )
    assert [person.surname for person in found] == ["SMITH", "JONES"]


def test_a_name_far_away_is_another_matter():
    assert len(people.together([number("9990000018", 0), name("SMITH", "JOHN", 900)])) == 2


def test_the_same_number_again_is_the_same_person():
    found = people.together(
        [
            number("9990000018", 0),
            name("SMITH", "JOHN", 20),
            name("JONES", "ANN", 60),
            birth("1970-01-01", 80),
            number("9990000018", 600),
        ]
    )
    assert len(found) == 2


def test_one_number_under_two_surnames_stays_two():
    found = people.together(
        [name("NUR", "JILL", 0), number("9990000018", 20), name("UNR", "JILL", 60), number("9990000018", 80)]
    )
    assert [person.surname for person in found] == ["NUR", "UNR"]


def test_a_name_alone_is_not_a_sighting_and_with_a_birth_it_is():
    assert people.Person([name("SMITH", "JOHN", 0)]).weighed()[0] == 0
    assert people.Person([name("SMITH", "JOHN", 0), birth("1970-01-01", 20)]).weighed()[0] > 0.8


def test_a_bare_number_needs_company():
    bare = number("9990000018", 0, score=0.1)
    assert people.Person([bare]).weighed()[0] == 0
    assert people.Person([bare, name("SMITH", "JOHN", 20)]).weighed()[0] > 0.8


def test_a_letterhead_belongs_to_nobody():
    postcode = Finding("postcode", "SE1 9RT", 0, 7, 0.8, "r")
    assert people.together([postcode]) == []
    (person,) = people.together([postcode, number("9990000018", 40)])
    assert person.of("postcode") is None


FINDINGS = st.lists(
    st.builds(
        lambda make, start: make(start),
        st.sampled_from(
            [
                lambda at: number("9990000018", at),
                lambda at: number("9990000026", at, 0.1),
                lambda at: name("SMITH", "JOHN", at),
                lambda at: name("SMITH", "", at),
                lambda at: birth("1970-01-01", at),
                lambda at: birth("1980-01-01", at),
            ]
        ),
        st.integers(0, 2_000),
    ),
    max_size=15,
).map(lambda found: sorted(found, key=lambda one: one.start))


@given(FINDINGS)
def test_no_person_has_two_numbers_or_two_births(findings):
    for person in people.together(findings):
        for kind in ("nhs_number", "date_of_birth"):
            assert len({finding.value for finding in person.findings if finding.kind == kind}) <= 1


@pytest.mark.parametrize("between", [") of ", ", who lives at ", " (", "\n"])
def test_words_before_an_address_are_no_part_of_it(kit, between):
    text = f"Re: Ms Jane Smith, DOB: 01/02/1970{between}48 Lantern Avenue, SE9 2WX"
    (person,) = people.together(judged(kit.scanner.candidates([text]), text, kit.kinds))
    assert people.address_before(text, person) == "48 Lantern Avenue"


def test_a_person_keeps_the_first_of_each_kind_and_the_furthest_end():
    first, second = birth("1970-01-01", 0), birth("1980-01-01", 40)
    one = people.Person([first, name("SMITH", "JOHN", 20), name("", "", 21)])
    end = one.end
    one.take([second])
    assert (one.of("date_of_birth"), one.surname, one.forename) == (first, "SMITH", "JOHN")
    assert one.of("date_of_birth", "full_name") is one.findings[0]
    assert one.end == max(finding.end for finding in one.findings) >= end
    assert people.Person([replace(first, end=90), second]).end == 90
