"""Rules that no probability overrules."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from leakassay.resolve.rule import Facts, births_agree, may_join, may_join_loosely, names_agree

DAYS = st.dates(date(1900, 1, 1), date(2024, 1, 1)).map(str)
NAMES = st.sampled_from(["SMITH|JOHN", "SMYTH|JON", "OKAFOR|ADA", "JOHN|SMITH", "GREEN|G"])


def facts(number: str = "", birth: str = "", name: str = "") -> Facts:
    return Facts(*(frozenset([value]) if value else frozenset() for value in (number,)),
                 *(frozenset([frozenset([value])]) if value else frozenset() for value in (birth, name)))  # fmt: skip


@given(DAYS, DAYS)
def test_dates_agree_in_either_order_and_each_with_itself(one, other):
    assert births_agree(one, one)
    assert births_agree(one, other) == births_agree(other, one)


@given(NAMES, NAMES)
def test_names_agree_in_either_order_and_each_with_itself(one, other):
    assert names_agree(one, one)
    assert names_agree(one, other) == names_agree(other, one)


def test_one_slip_in_a_date_is_forgiven_and_a_generation_is_not():
    assert births_agree("1980-01-02", "1980-02-01")
    assert births_agree("1980-01-02", "1980-01-12")
    assert births_agree("1980-01-02", "1981-01-02")
    assert not births_agree("1980-01-02", "2010-01-02")
    assert not births_agree("1980-01-02", "1981-01-03")


def test_a_married_name_is_not_held_against_anybody_but_a_twin_is():
    assert names_agree("SMITH|JANE", "OKAFOR|JANE")
    assert names_agree("SMITH|J", "SMITH|JANE")
    assert not names_agree("GREEN|GRACE", "GREEN|ELLA")


@given(st.sampled_from(["1", "2", ""]), DAYS, NAMES, st.sampled_from(["1", "2", ""]), DAYS, NAMES)
def test_two_numbers_never_join_and_what_joins_joins_loosely(n1, b1, m1, n2, b2, m2):
    one, other = facts(n1, b1, m1), facts(n2, b2, m2)
    if n1 and n2 and n1 != n2:
        assert not may_join(one, other)
    if may_join(one, other):
        assert may_join_loosely(one, other)


def test_two_numbers_join_loosely_only_if_all_else_agrees():
    old, new = facts("1", "1980-01-02", "SMITH|JANE"), facts("2", "1980-01-02", "OKAFOR|JANE")
    assert may_join_loosely(old, new)
    assert not may_join_loosely(old, facts("2", "1980-01-02", "SMITH|ELLA"))
