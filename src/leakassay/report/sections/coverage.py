"""What was read and what was not: the coverage equation, by outcome and by format."""

from __future__ import annotations

from typing import Any

from leakassay.charts.outcome_bar import outcome_bar
from leakassay.report import wording
from leakassay.report.view import Row, SectionPage, View


def render(view: View) -> SectionPage:
    """Render the section."""
    outcomes = view.summary["coverage"]["outcomes"]
    rows = view.rows("outcome")
    total = {unit: sum(row[unit] for row in rows) for unit in ("items", "bytes", "bytes_read")}
    return view.page(
        "coverage",
        "What was read, and what was not",
        {
            "fraction": view.figure(
                "coverage.fraction_bytes",
                "Share of the unique content that was read",
                wording.share(view.summary["coverage"]["fraction_bytes"]),
                "coverage",
                "unpacked bytes without duplicates; cut, not rounded up",
            ),
            "plot": view.plot(lambda: outcome_bar(outcomes, wording.OUTCOMES)) if outcomes else None,
            "outcomes": [_outcome(view, row) for row in sorted(rows, key=lambda row: (-row["bytes"], row["outcome"]))],
            "total": _outcome(view, {"outcome": "all", **total}) if rows else None,
            "formats": [_format(view, row) for row in view.rows("format")],
        },
    )


def _outcome(view: View, row: Row) -> dict[str, Any]:
    word = row["outcome"]
    label = "All items" if word == "all" else wording.outcome(word)
    return {
        "word": word,
        "label": label,
        **{
            name: view.figure(f"coverage.{word}.{name}", f"{label}: {note}", value, "outcome", note)
            for name, value, note in (
                ("items", row["items"], "items"),
                ("bytes", wording.size(row["bytes"]), "content bytes"),
                ("bytes_read", wording.size(row["bytes_read"]), "content bytes read"),
            )
        },
    }


def _format(view: View, row: Row) -> dict[str, Any]:
    name = f"coverage.format.{row['format']}"
    label = row["format"]
    return {
        "label": label,
        "reader": row["reader"],
        "items": view.figure(f"{name}.items", f"{label}: items", row["items"], "format", "items"),
        "bytes": view.figure(f"{name}.bytes", f"{label}: content", wording.size(row["bytes"]), "format", "bytes"),
        "bytes_read": view.figure(
            f"{name}.bytes_read", f"{label}: content read", wording.size(row["bytes_read"]), "format", "bytes"
        ),
        "records": view.figure(f"{name}.records", f"{label}: records", row["records"], "format", "records"),
    }
