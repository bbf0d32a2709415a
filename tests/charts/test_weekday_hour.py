"""All hours and days have a bar, also the empty ones."""

from leakassay.charts.weekday_hour import HOURS, WEEKDAYS, weekday_hour


def test_every_hour_and_day_is_named_and_the_peak_is_said() -> None:
    svg = weekday_hour({"09": 8, "10": 2}, {"Mon": 9, "Sat": 1})
    assert all(f">{bucket}<" in svg for bucket in (*HOURS, *WEEKDAYS))
    assert "most at 09 hours and on Mon" in svg


def test_no_observations_give_an_empty_plot_and_no_error() -> None:
    assert weekday_hour({}, {}).startswith("<svg")
