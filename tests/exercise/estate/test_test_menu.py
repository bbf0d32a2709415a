"""The menu: what it says about the shipped catalogue is true, and enough of it stands in none."""

import pytest

from leakassay.exercise.estate.narrative import KINDS
from leakassay.exercise.estate.test_menu import AUDIENCES, audience, menu, panels
from leakassay.reference import test_catalogue

KNOWN = test_catalogue.classify_names([name for line in menu() for name in (line.name, line.partner_name)])
VOLUME = {place: share for _, members, share in panels() for place in members}
SENSITIVE = [place for place, line in enumerate(menu()) if line.test_class != "GENERAL"]


def test_the_menu_has_every_class_of_the_catalogue():
    assert len(menu()) >= 90
    assert {line.test_class for line in menu()} == {test.test_class for test in test_catalogue.load()}


def test_the_columns_say_truly_which_names_the_catalogue_ships():
    for line in menu():
        assert line.shipped == (KNOWN[line.name] is not None), line.code
        assert line.partner_shipped == (KNOWN[line.partner_name] is not None), line.code


def test_a_name_that_the_catalogue_ships_has_its_class_and_tier():
    for line in menu():
        for name in (line.name, line.partner_name):
            known = KNOWN[name]
            assert known is None or (known.test_class, known.tier) == (line.test_class, line.tier), name


@pytest.mark.parametrize("column", ["shipped", "partner_shipped"])
def test_at_least_a_quarter_of_the_names_stand_in_no_shipped_catalogue(column: str):
    foreign = [place for place, line in enumerate(menu()) if not getattr(line, column)]
    assert len(foreign) / len(menu()) >= 0.25
    drawn = sum(VOLUME[place] for place in SENSITIVE)
    assert sum(VOLUME[place] for place in SENSITIVE if place in set(foreign)) / drawn >= 0.25


def test_the_unknown_names_reach_every_class_that_matters():
    hidden = {line.test_class for line in menu() if not line.shipped}
    assert {test.test_class for test in test_catalogue.load()} <= hidden


def test_codes_are_given_once_and_the_partner_uses_others():
    codes, partner = ([getattr(line, name) for line in menu()] for name in ("code", "partner_code"))
    assert len(set(codes)) == len(codes)
    assert len(set(partner)) == len(partner)
    assert not set(codes) & set(partner)


def test_a_result_is_a_number_or_a_word_or_a_narrative():
    for line in menu():
        assert [line.is_number, bool(line.outcomes), line.is_narrative].count(True) == 1
        assert line.narrative in {"", *KINDS}
        assert len(line.outcomes) <= 8


def test_a_usual_value_lies_near_the_range():
    for line in menu():
        if line.is_number:
            assert line.low <= line.high
            assert line.unit


def test_the_shares_of_the_panels_sum_to_one():
    assert abs(sum(share for _, _, share in panels()) - 1) < 1e-9
    assert sum(len(tests) for _, tests, _ in panels()) == len(menu())


def test_tests_of_one_panel_lie_together_and_are_ordered_for_the_same_people():
    for _, members, _ in panels():
        assert list(members) == list(range(members[0], members[-1] + 1))
        assert len({menu()[member].who for member in members}) == 1
    assert {line.who for line in menu()} == set(AUDIENCES)


def test_a_panel_says_whom_it_is_ordered_for():
    limits = audience()
    prostate = [name for name, _, _ in panels()].index("PSA")
    assert (limits.women[prostate], limits.men[prostate], limits.youngest[prostate]) == (False, True, 40)
