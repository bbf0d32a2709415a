"""Intervals are whole persons, low ≤ best ≤ high."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.report import interval
from leakassay.report.interval import Interval
from report.sample_shelf import shelf

_NUMBER = st.floats(0, 1e7)


@settings(max_examples=25)
@given(_NUMBER, _NUMBER, _NUMBER)
def test_an_interval_holds_its_best_value_after_rounding(low: float, best: float, high: float) -> None:
    low, best, high = sorted((low, best, high))
    row = {"quantity": "subjects", "stratum": "*", "low": low, "best": best, "high": high}
    found = interval.load(shelf({"estimate": [row]})).of("*")
    assert found.low <= found.best <= found.high


def test_a_stratum_without_an_estimate_shows_its_count() -> None:
    assert interval.load(shelf({})).of("ours", 4) == Interval(4, 4, 4)


def test_other_quantities_are_no_persons() -> None:
    row = {"quantity": "events", "stratum": "*", "low": 1.0, "best": 2.0, "high": 3.0}
    assert interval.load(shelf({"estimate": [row]})).of("*", 0).best == 0
