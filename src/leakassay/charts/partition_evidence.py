"""Where each part of the dump seems to come from, and how strongly, against the nearest rival."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from leakassay.charts.theme import VERDICT_COLOURS, WIDTH, chart_module, draw, in_place

ROW_HEIGHT = 28
"""Pixels of one part."""


class Part(NamedTuple):
    """One part of the dump."""

    label: str
    favours: str
    log10_lr: float


def partition_evidence(parts: Sequence[Part]) -> Markup:
    """Draw one bar a part, coloured by the account it favours.

    Args:
        parts: at least one; labels must be distinct and fit to be shown.

    Returns:
        Inline SVG.
    """
    alt = chart_module()
    present = [verdict for verdict in VERDICT_COLOURS if any(part.favours == verdict for part in parts)]
    reach = max(4.0, *(abs(part.log10_lr) for part in parts))
    values = [{**part._asdict(), "place": place} for place, part in enumerate(parts)]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X(
            "log10_lr:Q",
            title="decades of evidence against the nearest rival (log10 likelihood ratio)",
            scale=alt.Scale(domain=[min(0.0, *(part.log10_lr for part in parts)), reach]),
            axis=alt.Axis(tickCount=5),
        ),
        y=alt.Y("label:N", sort=in_place(alt), axis=alt.Axis(title=None, ticks=False, domain=False)),
        color=alt.Color(
            "favours:N",
            scale=alt.Scale(domain=present, range=[VERDICT_COLOURS[verdict] for verdict in present]),
        ),
    )
    chart = base.mark_bar(height=14, cornerRadiusEnd=2).properties(width=WIDTH, height=max(2, len(parts)) * ROW_HEIGHT)
    said = "; ".join(f"{part.label} favours {part.favours}, {part.log10_lr:.1f}" for part in parts)
    return draw(chart, "evidence", f"Evidence for each part of the dump, in decades: {said}")
