"""Dates behind words that say what happened to a specimen."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.text.moment import KINDS, Moments

FIRST_OF_JUNE = dt.datetime(2024, 6, 1)  # noqa: DTZ001  as printed, no zone is known


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Collected: 01/06/2024", "collected_at"), ("sample taken on 1st June 2024", "collected_at"),
        ("Date of sample 2024-06-01", "collected_at"), ("blood drawn on 01.06.24", "collected_at"),
        ("Received 01/06/2024", "received_at"), ("Reported on: 1 June 2024", "reported_at"),
    ],
)  # fmt: skip
def test_a_date_is_told_by_the_words_before_it(said: str, kind: str) -> None:
    assert Moments(said).at(0) == {kind: FIRST_OF_JUNE}


def test_dates_of_nothing_that_happened_to_a_specimen_are_none_of_its_moments() -> None:
    assert Moments("born 01/06/1980, seen on 01/06/2024, taken 3 times, collected 99/99/2024").at(9) == {}


def test_each_test_has_the_date_of_its_line_else_the_one_above_it() -> None:
    text = "Collected: 01/05/2024\nSodium 128\nHIV negative, taken on 01/06/2024\n"
    found = Moments(text)
    assert found.at(text.index("HIV"))["collected_at"] == FIRST_OF_JUNE
    assert found.at(text.index("Sodium"))["collected_at"] == dt.datetime(2024, 5, 1)  # noqa: DTZ001  as above
    assert Moments("Sodium 128\nReported: 01/06/2024").at(0) == {"reported_at": FIRST_OF_JUNE}


@given(st.text(max_size=200), st.integers(0, 250))
def test_any_text_has_moments_of_known_kinds(text: str, start: int) -> None:
    assert set(Moments(text).at(start)) <= set(KINDS)


def test_a_text_of_nothing_but_dates_takes_time_in_proportion() -> None:
    text = "collected 01/06/2024 " * 20_000
    found = Moments(text)
    assert all(found.at(start) for start in range(0, len(text), 21))
