"""The menu: at least a fifth of its names stand in no shipped catalogue, and no name contradicts it."""

from leakassay.exercise.estate.test_menu import menu, panels
from leakassay.reference import test_catalogue


def test_at_least_a_fifth_of_the_printed_names_are_unknown_to_the_shipped_catalogue():
    names = [name for line in menu() for name in (line.name, line.partner_name)]
    known = test_catalogue.classify_names(names)
    unknown = [name for name in names if known[name] is None]
    assert len(unknown) / len(names) >= 0.2


def test_the_unknown_names_reach_every_class_that_matters():
    known = test_catalogue.classify_names([line.name for line in menu()])
    hidden = {line.test_class for line in menu() if known[line.name] is None}
    assert {"HIV", "HEPATITIS", "STI", "CANCER", "PREGNANCY", "GENETICS", "TOXICOLOGY", "MENTAL_HEALTH"} <= hidden


def test_codes_are_given_once_and_the_partner_uses_others():
    codes, partner = ([getattr(line, name) for line in menu()] for name in ("code", "partner_code"))
    assert len(set(codes)) == len(codes)
    assert len(set(partner)) == len(partner)


def test_a_result_is_a_number_or_a_word_or_a_narrative():
    for line in menu():
        assert [line.is_number, bool(line.outcomes), line.is_narrative].count(True) == 1


def test_the_shares_of_the_panels_sum_to_one():
    assert abs(sum(share for _, _, share in panels()) - 1) < 1e-9
    assert sum(len(tests) for _, tests, _ in panels()) == len(menu())
