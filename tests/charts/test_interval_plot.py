"""Rows keep their order; each carries its interval."""

from leakassay.charts.interval_plot import Interval, interval_plot


def test_rows_stand_in_the_order_given() -> None:
    svg = interval_plot([Interval("Zebra", 1, 2, 3), Interval("Apple", 4, 5, 6)], "x", "people")
    assert svg.index(">Zebra<") < svg.index(">Apple<")


def test_an_interval_of_nothing_can_be_drawn() -> None:
    assert "A 0 (0 to 0)" in interval_plot([Interval("A", 0, 0, 0)], "x", "people")
