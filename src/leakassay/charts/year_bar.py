"""How old the data is: events a year."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from leakassay.charts.theme import BLUE, WIDTH, chart_module, draw


def year_bar(counts: Mapping[int, int]) -> Markup:
    """Draw one bar a year, with the empty years between.

    Args:
        counts: year → events; at least one.

    Returns:
        Inline SVG.
    """
    alt = chart_module()
    years = range(min(counts), max(counts) + 1)
    rows = [{"year": str(year), "events": counts.get(year, 0)} for year in years]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelOverlap=True)),
            y=alt.Y("events:Q", title="events", axis=alt.Axis(format=",d", tickCount=4, tickMinStep=1)),
        )
        .properties(width=WIDTH, height=140)
    )
    most = max(counts, key=lambda year: (counts[year], year))
    return draw(chart, "years", f"Events a year from {min(counts)} to {max(counts)}; most in {most}")
