"""Small numbers of persons are not told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.disclosure import suppress


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (1, "1-7"), (7, "1-7"), (8, "10"), (12, "10"), (13, "15"), (1002, "1,000"), (1003, "1,005")],
)
def test_counts_of_persons_are_shown_by_the_rule(count: int, shown: str) -> None:
    assert suppress.persons(count) == shown


@given(st.integers(8, 10**9))
def test_a_larger_count_is_off_by_two_at_most_and_never_looks_small(count: int) -> None:
    shown = int(suppress.persons(count).replace(",", ""))
    assert shown % 5 == 0
    assert abs(shown - count) <= 2
    assert shown >= 10


@given(st.integers(1, 7), st.integers(1, 7))
def test_two_small_counts_look_alike_in_text_and_plot(one: int, other: int) -> None:
    assert suppress.persons(one) == suppress.persons(other)
    assert suppress.rounded(one) == suppress.rounded(other)


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        suppress.persons(-1)
