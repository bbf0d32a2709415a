"""The span of the data, and dates that are mostly wrong ones."""

import datetime as dt

from report.sample_shelf import render, sample, shelf, words


def test_the_span_is_said_and_plotted() -> None:
    html = render("age", sample(200))
    assert "The oldest clinical event is of 2017" in words(html)
    assert html.count("<svg") == 2


def test_a_date_of_the_year_one_does_not_stretch_the_plot() -> None:
    days = [dt.datetime.fromisoformat("0001-01-01"), dt.datetime.fromisoformat("2024-05-01")]
    html = render(
        "age", shelf({"event": [{"event_id": n, "item_id": 1, "collected_at": day} for n, day in enumerate(days)]})
    )
    assert "1 lie before the years plotted" in words(html)
    assert html.count("<text") < 60


def test_data_without_dates_says_so() -> None:
    assert "No clinical event with a date was found." in words(render("age", shelf({})))
