"""Typing errors change a value, every time the same way, into something that could have been typed."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate import slip
from leakassay.values.uk import nhs_number, postcode

NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'- ", min_size=1, max_size=25)


@given(NAMES)
def test_a_mistyped_name_is_another_name_of_nearly_the_same_length(name: str):
    typed = slip.in_name(name)
    assert typed != name
    assert typed == slip.in_name(name)
    assert abs(len(typed) - len(name)) <= 1


def test_names_are_mistyped_in_several_ways():
    lengths = {len(slip.in_name(name)) - len(name) for name in ("SMITH", "JONES", "PATEL", "OKAFOR", "WILLIAMS", "LEE")}
    assert lengths == {-1, 0, 1}


@given(st.integers(0, 10**9 - 1))
def test_a_mistyped_number_fails_its_check_digit(prefix: int):
    for last in range(10):
        number = f"{prefix:09d}{last}"
        if nhs_number.is_valid(number) and len(set(number[4:])) > 1:
            assert not nhs_number.is_valid(slip.in_number(number))


@given(st.dates(dt.date(1910, 1, 1), dt.date(2024, 6, 1)))
def test_a_mistyped_birthday_is_another_date_of_the_calendar(day: dt.date):
    typed = dt.date.fromisoformat(slip.in_birthday(day.isoformat()))
    assert typed != day


@given(st.sampled_from(["SE1 7EH", "BR3 3BX", "DA7 1AA", "SW9 4QQ", "CR0 2WW", "SE22 9AB"]))
def test_a_mistyped_postcode_is_another_valid_one(code: str):
    assert slip.in_postcode(code) != code
    assert postcode.is_valid(slip.in_postcode(code))
