"""Whom it concerns: data subjects by origin, age, identifiability and severity, and why the interval is so wide."""

from __future__ import annotations

from typing import Any

from leakassay.charts.interval_plot import Interval, interval_plot
from leakassay.disclosure import suppress
from leakassay.report import wording
from leakassay.report.view import Row, SectionPage, View

_GROUPINGS = {
    "person_type": "Kind of person",
    "identifiability": "How well they are identified",
    "age": "Age at the newest event",
    "severity": "Severity (ENISA)",
}
_ENDS = ("low", "best", "high")


def render(view: View) -> SectionPage:
    """Render the section."""
    subjects = view.summary["subjects"]
    origins = subjects["by_origin"]
    plotted = [
        Interval(wording.spaced(origin), *(suppress.rounded(found[end]) for end in _ENDS))
        for origin, found in origins.items()
    ]
    return view.page(
        "people",
        "Who is affected",
        {
            "scope": subjects["scope"],
            "why": subjects["why"],
            "people": {
                end: view.figure(
                    f"people.all.{end}", f"Data subjects, {word}", subjects[end], "estimate", subjects["scope"]
                )
                for end, word in (("low", "low end"), ("best", "best estimate"), ("high", "high end"))
            },
            "test_range": view.figure(
                "people.test_range",
                "Data subjects with a number of the test range",
                suppress.persons(subjects["test_range"]),
                "subject_count",
                "NHS numbers that are never issued; " + view.facts.test_range,
            ),
            "counted": view.facts.test_range == "count",
            "origins": [_origin(view, origin, found) for origin, found in origins.items()],
            "plot": view.plot(lambda: interval_plot(plotted, "origins", "data subjects")) if plotted else None,
            "groups": _groups(view),
        },
    )


def _origin(view: View, origin: str, found: Row) -> dict[str, Any]:
    label = wording.spaced(origin)
    return {
        "label": label,
        "account": wording.account(origin),
        **{
            end: view.figure(
                f"people.{origin}.{end}",
                f"{label}: data subjects, {end}",
                suppress.persons(found[end]),
                "estimate",
                "persons; 1 to 7 not told apart, others to the nearest five",
            )
            for end in _ENDS
        },
    }


def _groups(view: View) -> list[dict[str, Any]]:
    rows = view.rows("person_group")
    return [
        {
            "title": title,
            "rows": [_member(view, row) for row in rows if row["grouping"] == grouping],
        }
        for grouping, title in _GROUPINGS.items()
        if any(row["grouping"] == grouping for row in rows)
    ]


def _member(view: View, row: Row) -> dict[str, Any]:
    label = wording.spaced(row["member"])
    value = view.figure(
        f"people.{row['grouping']}.{row['member']}",
        f"{wording.spaced(row['grouping'])}: {label}",
        suppress.persons(row["subjects"]),
        "person_group",
        "persons; 1 to 7 not told apart, others to the nearest five",
    )
    return {"label": label, "value": value}
