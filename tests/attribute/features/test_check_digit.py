"""P01 speaks against invented digits, for little when a forger computes, and is silent on few values."""

from __future__ import annotations

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import check_digit
from leakassay.model.outcomes import Hypothesis


def column(tried: int, passed: int) -> toy.Dump:
    dump = toy.Dump()
    dump.column(dump.part("disk1"), tried, passed)
    return dump


def test_a_tenth_that_passes_speaks_for_invented_digits() -> None:
    found = said(check_digit, column(500, 46))["disk1"]
    assert decades(found, Hypothesis.FABRICATED, Hypothesis.OURS) > 2
    assert "46 of 500" in found.note


def test_all_that_pass_speak_little_against_a_forger_who_computes() -> None:
    found = said(check_digit, column(500, 495))["disk1"]
    assert 0.3 < decades(found, Hypothesis.OURS, Hypothesis.FABRICATED) < 1


def test_it_cannot_part_genuine_accounts() -> None:
    found = said(check_digit, column(500, 495))["disk1"]
    assert not found.separates(Hypothesis.OURS, Hypothesis.ANOTHER_BODY)


def test_a_handful_of_values_says_nothing() -> None:
    assert said(check_digit, column(9, 9)) == {}


def test_copies_of_a_column_do_not_multiply_what_it_says() -> None:
    dump = toy.Dump()
    item = dump.part("disk1")
    for _ in range(20):
        dump.column(item, 50, 50)
    assert said(check_digit, dump)["disk1"].accounts == said(check_digit, column(50, 50))["disk1"].accounts


def test_a_column_that_is_called_nhs_number_but_holds_random_digits_is_heard() -> None:
    dump = toy.Dump()
    counts = {"distinct": 400, "candidates": 400, "candidates_valid": 37}
    dump.add("column", item_id=dump.part("disk1"), header="NHS No.", kind="other", **counts)
    assert decades(said(check_digit, dump)["disk1"], Hypothesis.FABRICATED, Hypothesis.OURS) > 2


def test_a_column_of_another_name_is_not_judged_as_nhs_numbers() -> None:
    dump = toy.Dump()
    counts = {"distinct": 400, "candidates": 400, "candidates_valid": 37}
    dump.add("column", item_id=dump.part("disk1"), header="ORDER ID", kind="other", **counts)
    assert said(check_digit, dump) == {}
