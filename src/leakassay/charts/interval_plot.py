"""Counts with their intervals: a dot for the best value on a line from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from leakassay.charts.theme import BLUE, SKY, WIDTH, chart_module, draw, in_place

ROW_HEIGHT = 26
"""Pixels of one row."""


class Interval(NamedTuple):
    """One row: a label and low ≤ best ≤ high."""

    label: str
    low: float
    best: float
    high: float


def interval_plot(rows: Sequence[Interval], name: str, unit: str) -> Markup:
    """Draw intervals in the order given.

    Args:
        rows: at least one; labels are shown as they are and must be distinct.
        name: word for the ids of the plot.
        unit: title of the axis.

    Returns:
        Inline SVG.
    """
    alt = chart_module()
    values = [{**row._asdict(), "place": place} for place, row in enumerate(rows)]
    y = alt.Y("label:N", sort=in_place(alt), axis=alt.Axis(title=None, ticks=False, domain=False))
    x = alt.X("low:Q", title=unit, axis=alt.Axis(format=",d", tickMinStep=1, tickCount=6), scale=alt.Scale(zero=True))
    base = alt.Chart(alt.Data(values=values))
    line = base.mark_rule(strokeWidth=6, color=SKY, strokeCap="round").encode(x=x, x2="high:Q", y=y)
    dot = base.mark_circle(size=110, color=BLUE, opacity=1).encode(x=alt.X("best:Q"), y=y)
    chart = alt.layer(line, dot).properties(width=WIDTH, height=max(2, len(rows)) * ROW_HEIGHT)
    said = "; ".join(f"{row.label} {row.best:,.0f} ({row.low:,.0f} to {row.high:,.0f})" for row in rows)
    return draw(chart, name, f"{unit}, best value and interval: {said}")
