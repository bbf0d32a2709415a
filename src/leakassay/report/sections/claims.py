"""What was said about the leak against what was measured."""

from __future__ import annotations

import math
from typing import Any

from leakassay.report import wording
from leakassay.report.view import Row, SectionPage, View

_NUMBERS = ("claimed", "measured_best", "measured_low", "measured_high")


def render(view: View) -> SectionPage:
    """Render the section."""
    return view.page(
        "claims", "What was claimed, and what is so", {"rows": [_claim(view, row) for row in view.rows("claim")]}
    )


def _claim(view: View, row: Row) -> dict[str, Any]:
    is_interval = row["measured_low"] != row["measured_high"]
    figures = {column: _figure(view, row, column) for column in (_NUMBERS if is_interval else _NUMBERS[:2])}
    return {**row, "figures": figures, "is_interval": is_interval, "kind": row["verdict"].replace(" ", "-")}


def _figure(view: View, row: Row, column: str) -> str | None:
    value = row[column]
    if value is None or not math.isfinite(value):  # an open end is no number
        return None
    name, label = f"claims.{row['claim_id']}.{column}", f"Claim {row['claim_id']}: {column.replace('_', ', ')}"
    return view.figure(name, label, _printed(value, row["unit"]), "claim", row["unit"])


def _printed(value: float, unit: str) -> str:
    if unit.startswith("bytes"):
        return wording.size(round(value))
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
