"""Shares between nothing and all: one row a thing, one mark a series, on an axis from 0 to 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from leakassay.charts.theme import AMBER, BLUE, GREEN, GREY, WIDTH, chart_module, draw, in_place

ROW_HEIGHT = 30
"""Pixels of one row."""
COLOURS, SHAPES = (BLUE, AMBER, GREEN, GREY), ("circle", "diamond", "square", "triangle-up")
"""Of the series in their order: told apart by form where colours are not."""


class Share(NamedTuple):
    """One mark: the row's label, the series, a value from 0 to 1."""

    label: str
    series: str
    value: float


def share_dot(shares: Sequence[Share], name: str, title: str) -> Markup:
    """Draw shares; labels and series in the order in which they come.

    Args:
        shares: at least one, of at most four series; labels are shown as they are.
        name: word for the ids of the plot.
        title: of the axis.

    Returns:
        Inline SVG.
    """
    alt = chart_module()
    labels = list(dict.fromkeys(share.label for share in shares))
    series = list(dict.fromkeys(share.series for share in shares))
    values = [{**share._asdict(), "place": labels.index(share.label)} for share in shares]
    y = alt.Y("label:N", sort=in_place(alt), axis=alt.Axis(title=None, ticks=False, domain=False, grid=True))
    # equal shares would lie on each other: each series has its own height within the row
    apart = alt.YOffset("series:N", sort=series, scale=alt.Scale(paddingOuter=0.6))
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    scales = {"colour": COLOURS[: len(series)], "shape": SHAPES[: len(series)]}
    legend = alt.Legend(title=None)
    chart = (
        alt.Chart(alt.Data(values=values))
        .mark_point(size=80, filled=True, opacity=0.9)
        .encode(
            x=x,
            y=y,
            yOffset=apart,
            color=alt.Color("series:N", scale=alt.Scale(domain=series, range=scales["colour"]), legend=legend),
            shape=alt.Shape("series:N", scale=alt.Scale(domain=series, range=scales["shape"]), legend=legend),
        )
        .properties(width=WIDTH, height=max(2, len(labels)) * ROW_HEIGHT)
    )
    said = "; ".join(f"{share.label} {share.series} {share.value:.1%}" for share in shares)
    return draw(chart, name, f"{title}: {said}")
