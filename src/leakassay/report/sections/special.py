"""Special categories: of which sensitive tests the dump speaks, and whether it says asked for, found, or ruled out."""

from __future__ import annotations

from typing import Any

from leakassay.charts.interval_plot import Interval, interval_plot
from leakassay.disclosure import encode, suppress
from leakassay.report import wording
from leakassay.report.view import Row, SectionPage, View

STATUSES = ("requested", "resulted", "negated", "unknown")


def render(view: View) -> SectionPage:
    """Render the section."""
    rows = view.summary["special"]
    plotted = [
        Interval(
            encode.visible(wording.category(row["test_class"])), *(suppress.rounded(row["subjects"][e]) for e in _ENDS)
        )
        for row in sorted(rows, key=lambda row: -row["subjects"]["best"])
        if row["subjects"]["high"]
    ]
    return view.page(
        "special",
        "Sensitive tests",
        {
            "rows": [_class(view, row) for row in rows],
            "plot": view.plot(lambda: interval_plot(plotted, "special", "data subjects")) if plotted else None,
        },
    )


_ENDS = ("low", "best", "high")


def _class(view: View, row: Row) -> dict[str, Any]:
    word = row["test_class"]
    label = wording.category(word)
    events = {
        status: view.figure(
            f"special.{word}.{status}",
            f"{label}: {status}",
            suppress.persons(row[status]),
            "special",
            "events; 1 to 7 not told apart, others to the nearest five",
        )
        for status in STATUSES
    }
    people = {
        end: view.figure(
            f"special.{word}.subjects_{end}",
            f"{label}: data subjects, {end}",
            suppress.persons(row["subjects"][end]),
            "exposure_count",
            "persons; 1 to 7 not told apart, others to the nearest five",
        )
        for end in _ENDS
    }
    return {"label": label, "tier": row["tier"], **events, **people}
