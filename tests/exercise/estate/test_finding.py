"""Tests as printed: codes of each house, numbers with their decimals, words and reports with their status."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.finding import digits, printed, printed_test
from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import FORGER, OURS, PARTNER
from leakassay.exercise.estate.test_menu import menu

DAY = np.datetime64("2024-01-31")
HISTORY = live(np.random.default_rng(5), np.arange(50), Span(20_000, DAY - 900, DAY, 3))
SHOWN = printed(OURS, HISTORY, slice(0, 20_000), 9)
LINES = [menu()[test] for test in HISTORY.test]


def test_numbers_print_as_python_prints_them():
    values = SHOWN["value"].to_pylist()
    for line, value, text in zip(LINES, HISTORY.value, values, strict=True):
        if line.is_number and not np.isnan(value):
            assert text == f"{value:.{line.decimals}f}"


def test_words_are_words_of_the_test():
    for line, text in zip(LINES, SHOWN["value"].to_pylist(), strict=True):
        assert not line.outcomes or text in {"", *line.outcomes}


def test_nothing_is_negated_but_reports_that_deny():
    for line, text, status in zip(LINES, SHOWN["value"].to_pylist(), SHOWN["status"].to_pylist(), strict=True):
        assert (text == "") == (status == "requested")
        assert status != "negated" or line.is_narrative
    assert "negated" in SHOWN["status"].to_pylist()


def test_a_word_that_means_something_was_found_is_flagged():
    for line, text, flag in zip(LINES, SHOWN["value"].to_pylist(), SHOWN["value_flag"].to_pylist(), strict=True):
        if line.code == "HIVC":
            assert flag == ("A" if text == "DETECTED" else "")


def test_each_house_has_codes_of_its_own_and_a_forger_makes_them_from_names():
    for line in menu():
        assert printed_test(line, OURS)[0] != printed_test(line, PARTNER)[0]
    guessed = {printed_test(line, FORGER)[0] for line in menu()}
    assert len(guessed & {line.code for line in menu()}) < 12


def test_nothing_prints_nothing():
    empty = printed(OURS, HISTORY, slice(5, 5), 9)
    assert {len(column) for column in empty.values()} == {0}


@given(st.lists(st.integers(0, 999), max_size=20))
def test_digits_keep_their_zeros(numbers: list[int]):
    assert digits(np.array(numbers, dtype=np.int64), 3).to_pylist() == [f"{number:03d}" for number in numbers]
