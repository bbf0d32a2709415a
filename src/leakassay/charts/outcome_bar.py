"""What became of the dump: one bar by bytes and one by items, stacked by outcome."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from leakassay.charts.theme import OUTCOME_COLOURS, WIDTH, chart_module, draw


def outcome_bar(outcomes: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]) -> Markup:
    """Draw the coverage equation.

    Args:
        outcomes: outcome → {"items": …, "bytes": …}.
        labels: outcome → words for the legend.

    Returns:
        Inline SVG.
    """
    alt = chart_module()
    rows = []
    totals = {unit: sum(counts[unit] for counts in outcomes.values()) for unit in ("bytes", "items")}
    for place, outcome in enumerate(OUTCOME_COLOURS):
        for unit, total in totals.items():
            count = outcomes.get(outcome, {}).get(unit, 0)
            if count and total:
                share = count / total
                rows.append({"unit": unit, "outcome": labels.get(outcome, outcome), "share": share, "place": place})
    present = [outcome for outcome in OUTCOME_COLOURS if outcome in outcomes]
    colour = alt.Color(
        "outcome:N",
        scale=alt.Scale(
            domain=[labels.get(outcome, outcome) for outcome in present],
            range=[OUTCOME_COLOURS[outcome] for outcome in present],
        ),
        legend=alt.Legend(columns=4),
    )
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(height=26, stroke="#ffffff", strokeWidth=1)
        .encode(
            x=alt.X("share:Q", axis=alt.Axis(format="%", title=None, grid=False), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("unit:N", sort=["bytes", "items"], axis=alt.Axis(title=None, ticks=False, domain=False)),
            color=colour,
            order=alt.Order("place:Q"),
        )
        .properties(width=WIDTH, height=90)
    )
    said = "; ".join(f"{row['outcome']} {row['share']:.1%} of {row['unit']}" for row in rows)
    return draw(chart, "outcome", f"Share of the dump by outcome: {said}")
