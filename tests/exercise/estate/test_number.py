"""NHS numbers of invented people are valid by a check written a second time here, distinct, and in the asked block."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.number import (
    DEFAULT_NUMBER,
    HC_BLOCKS,
    ISSUED_BLOCKS,
    draw_chi,
    draw_digits,
    draw_valid,
    is_valid,
)
from leakassay.values.uk import chi_number, hc_number


def by_hand(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(number[9]) and len(set(number)) > 1


@given(st.integers(0, 2**32 - 1))
def test_drawn_numbers_are_valid_distinct_and_in_9xx(seed: int):
    numbers = [str(number) for number in draw_valid(np.random.default_rng(seed), 50)]
    assert len(set(numbers)) == 50
    assert all(by_hand(number) and number.startswith("9") for number in numbers)


@given(st.integers(10**9, 10**10 - 1))
def test_the_check_agrees_with_a_check_by_hand(number: int):
    assert bool(is_valid(np.array([number]))[0]) == by_hand(str(number))


def test_ten_equal_digits_are_not_valid():
    assert not is_valid(np.array([9_999_999_999, 1_111_111_111])).any()


def test_the_default_number_belongs_to_nobody():
    assert not by_hand(DEFAULT_NUMBER)


def test_ten_equal_digits_are_never_drawn():
    drawn = draw_valid(np.random.default_rng(1), 60, ((999_999_990, 1_000_000_000), (888_888_850, 888_888_920)))
    assert not {9_999_999_999, 8_888_888_888} & set(drawn.tolist())


def test_numbers_spread_over_the_whole_test_range():
    starts = {str(number)[:3] for number in draw_valid(np.random.default_rng(1), 5_000)}
    assert len(starts) == 100


def test_issued_numbers_avoid_the_ranges_that_are_not_issued():
    starts = {str(number)[0] for number in draw_valid(np.random.default_rng(1), 500, ISSUED_BLOCKS)}
    assert starts == {"4", "6", "7"}


def test_random_digits_pass_by_chance_one_time_in_eleven():
    share = is_valid(draw_digits(np.random.default_rng(2), 50_000)).mean()
    assert 0.085 < share < 0.097


@given(st.lists(st.tuples(st.dates(dt.date(1910, 1, 1), dt.date(2024, 6, 1)), st.booleans()), max_size=30))
def test_chi_numbers_hold_birthday_and_sex_and_are_distinct(people: list[tuple[dt.date, bool]]):
    born = np.array([day for day, _ in people], dtype="datetime64[D]")
    female = np.array([woman for _, woman in people], dtype=bool)
    numbers = [f"{number:010d}" for number in draw_chi(np.random.default_rng(1), born, female)]
    assert len(set(numbers)) == len(people)
    for number, (day, woman) in zip(numbers, people, strict=True):
        assert chi_number.is_valid(number)
        assert day in chi_number.births(number)
        assert (chi_number.sex(number) == "F") == woman


def test_many_people_of_one_birthday_get_different_chi_numbers():
    numbers = draw_chi(np.random.default_rng(1), np.full(150, np.datetime64("1980-02-29")), np.ones(150, dtype=bool))
    assert len(np.unique(numbers)) == 150


def test_health_and_care_numbers_lie_in_their_range():
    assert all(hc_number.is_valid(str(number)) for number in draw_valid(np.random.default_rng(1), 200, HC_BLOCKS))
