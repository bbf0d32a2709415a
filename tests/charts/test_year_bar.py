"""Years without events are gaps one can see."""

from leakassay.charts.year_bar import year_bar


def test_a_year_without_events_keeps_its_place() -> None:
    svg = year_bar({2019: 5, 2021: 7})
    assert ">2020<" in svg
    assert "from 2019 to 2021; most in 2021" in svg
