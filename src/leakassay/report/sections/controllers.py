"""Who must tell them: data subjects and events by the controller that ordered the tests."""

from __future__ import annotations

from typing import Any

from leakassay.charts.interval_plot import Interval, interval_plot
from leakassay.disclosure import encode, suppress
from leakassay.report.view import Row, SectionPage, View

MOST_PLOTTED = 30
"""Controllers in the plot; the table holds all."""
UNMAPPED = "UNMAPPED"
_ENDS = ("low", "best", "high")


def render(view: View) -> SectionPage:
    """Render the section."""
    rows = view.summary["controllers"]
    plotted = [
        Interval(_label(view, row), *(suppress.rounded(row["subjects"][end]) for end in _ENDS))
        for row in rows[:MOST_PLOTTED]
    ]
    return view.page(
        "controllers",
        "Who must tell them",
        {
            "rows": [_controller(view, row) for row in rows],
            "count": view.figure(
                "controllers.count",
                "Controllers found",
                sum(row["ods_code"] != UNMAPPED for row in rows),
                "export_controllers",
                "organisations, exact",
            ),
            "plot": view.plot(lambda: interval_plot(plotted, "controllers", "data subjects")) if plotted else None,
            "cut": len(rows) > MOST_PLOTTED,
        },
    )


def _label(view: View, row: Row) -> str:
    code: str = row["ods_code"]
    if code == UNMAPPED:
        return "Not mapped yet"
    return encode.visible(f"{view.names[code]} ({code})" if code in view.names else code)


def _controller(view: View, row: Row) -> dict[str, Any]:
    label = _label(view, row)
    name = f"controllers.{row['ods_code']}"
    values = {"events": row["events"], "sightings": row["sightings"]} | {
        f"subjects_{end}": row["subjects"][end] for end in _ENDS
    }
    figures = {
        column: view.figure(
            f"{name}.{column}",
            f"{label}: {column.replace('_', ', ')}",
            suppress.persons(value),
            "export_controllers",
            "1 to 7 not told apart, others to the nearest five",
        )
        for column, value in values.items()
    }
    return {"label": label, "unmapped": row["ods_code"] == UNMAPPED, **figures}
