"""The rhythm of the work behind the data: at which hours and on which weekdays specimens were taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from leakassay.charts.theme import BLUE, chart_module, draw

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = tuple(f"{hour:02d}" for hour in range(24))


def weekday_hour(hours: Mapping[str, int], weekdays: Mapping[str, int]) -> Markup:
    """Draw two bar charts side by side.

    Args:
        hours: "00" … "23" → observations.
        weekdays: "Mon" … "Sun" → observations.

    Returns:
        Inline SVG.
    """
    left = _bars(hours, HOURS, "hour of the day", 400)
    right = _bars(weekdays, WEEKDAYS, "day of the week", 180)
    busiest = max(WEEKDAYS, key=lambda day: weekdays.get(day, 0))
    peak = max(HOURS, key=lambda hour: hours.get(hour, 0))
    return draw(left | right, "rhythm", f"Events by hour and weekday; most at {peak} hours and on {busiest}")


def _bars(counts: Mapping[str, int], order: tuple[str, ...], title: str, width: int) -> Any:
    alt = chart_module()
    rows = [{"bucket": bucket, "share": _share(counts, bucket)} for bucket in order]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("bucket:N", sort=list(order), title=title, axis=alt.Axis(labelAngle=0, ticks=False)),
            y=alt.Y("share:Q", title="share of events", axis=alt.Axis(format="%", tickCount=4)),
        )
        .properties(width=width, height=140)
    )


def _share(counts: Mapping[str, int], bucket: str) -> float:
    total = sum(counts.values())
    return counts.get(bucket, 0) / total if total else 0.0
