"""Where the data came from: each part of the dump, the account it favours, and the findings that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leakassay.charts.partition_evidence import Part, partition_evidence
from leakassay.disclosure.mask import mask
from leakassay.report import argument, wording
from leakassay.report.summary import WHOLE
from leakassay.report.view import Row, SectionPage, View

MOST_PLOTTED = 40
"""Parts in the plot; the table holds all."""


def render(view: View) -> SectionPage:
    """Render the section."""
    rows = [row for row in view.rows("assessment") if row["partition"] != WHOLE]
    labels = {row["partition"]: f"P{place} {mask('partition', row['partition'])}" for place, row in enumerate(rows, 1)}
    plotted = [Part(labels[row["partition"]], row["favours"], row["log10_lr"]) for row in rows[:MOST_PLOTTED]]
    parts = [_part(view, labels[row["partition"]], place, row) for place, row in enumerate(rows, 1)]
    whole = view.summary["verdict"]
    return view.page(
        "origin",
        "Where the data came from",
        {
            "parts": parts,
            "plot": view.plot(lambda: partition_evidence(plotted)) if plotted else None,
            "cut": len(rows) > MOST_PLOTTED,
            "findings": _findings(view, labels | {WHOLE: "Whole dump"}),
            "would_change": whole["would_change"],
        },
    )


def _part(view: View, label: str, place: int, row: Row) -> dict[str, Any]:
    name = f"origin.P{place}"
    return {
        "label": label,
        "favours": row["favours"],
        "against": row["against"],
        "words": row["words"],
        "would_change": row["would_change"],
        "items": view.figure(f"{name}.items", f"{label}: items", row["items"], "assessment", "items"),
        "bytes": view.figure(f"{name}.bytes", f"{label}: content", wording.size(row["bytes"]), "assessment", "bytes"),
        "lr": view.figure(
            f"{name}.log10_lr", f"{label}: strength", f"{row['log10_lr']:.1f}", "assessment", "log10 likelihood ratio"
        ),
    }


def _findings(view: View, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    shown = []
    for place, one in enumerate(argument.findings(view), 1):
        label = labels.get(one.partition, "a part without a verdict")
        decades = "–" if one.decades is None else f"{one.decades:+.1f}"
        printed = view.figure(
            f"origin.finding{place}.{one.feature}",
            f"{label}: {one.feature}, {one.favours} against {one.against}",
            decades,
            "argument",
            "log10 likelihood ratio",
        )
        shown.append({"label": label, "finding": one, "printed": printed})
    order = [*labels.values(), "a part without a verdict"]
    return sorted(shown, key=lambda row: order.index(row["label"]))
