"""NHS numbers of invented people are valid by a check written a second time here, distinct, and in the asked block."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.number import DEFAULT_NUMBER, ISSUED_BLOCKS, draw_digits, draw_valid, is_valid


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
