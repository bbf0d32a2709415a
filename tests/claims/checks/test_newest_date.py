"""The newest record against a date that was claimed."""

from __future__ import annotations

import pytest

from claims import toy_case
from claims.toy_case import judged
from leakassay.model.errors import ProfileError


@pytest.mark.parametrize(
    ("value", "sense", "verdict"),
    [
        ("2024-05-31", "exactly", "supported"), ("2024-06-15", "about", "supported"),
        ("2024-06-03", "at_most", "supported"),
        ("2019-12-31", "at_most", "contradicted"), ("2024-06-01", "at_least", "contradicted"),
    ],
)  # fmt: skip
def test_a_date_is_judged_as_a_number_of_days(value: str, sense: str, verdict: str) -> None:
    row = judged("newest_date", value, sense)
    assert row["verdict"] == verdict
    assert "2024-05-31" in row["evidence"]


def test_what_was_not_read_may_be_newer() -> None:
    assert judged("newest_date", "2024-06-03", "at_most", facts=toy_case.HALF)["verdict"] == "cannot tell"


def test_a_mistyped_year_makes_an_interval_and_not_the_newest_record() -> None:
    tables = toy_case.rows()
    day = tables["event"][0]["collected_at"]
    tables["event"] += [{"event_id": 100 + at, "collected_at": day, "status": "resulted"} for at in range(400)]
    tables["event"].append({"event_id": 999, "collected_at": day.replace(year=2042), "status": "resulted"})
    row = judged("newest_date", "2024-05-31", "at_most", tables=tables)
    assert row["verdict"] == "cannot tell"
    assert row["measured_best"] < row["measured_high"]


def test_without_dates_it_cannot_be_told() -> None:
    assert judged("newest_date", "2024-05-31", "about", tables={})["verdict"] == "cannot tell"


@pytest.mark.parametrize(("value", "sense"), [("last summer", "about"), (2024, "about"), ("2024-05-31", "contains")])
def test_what_is_no_date_is_said(value: float | str, sense: str) -> None:
    with pytest.raises(ProfileError, match="ISO date"):
        judged("newest_date", value, sense)
