"""What kinds of personal information lie in the dump."""

from __future__ import annotations

from typing import Any

from leakassay.disclosure import suppress
from leakassay.report import wording
from leakassay.report.view import Row, SectionPage, View


def render(view: View) -> SectionPage:
    """Render the section."""
    rows = sorted(view.summary["contents"], key=lambda row: (-row["subjects"]["best"], -row["items"], row["category"]))
    return view.page("contents", "What information it contains", {"rows": [_category(view, row) for row in rows]})


def _category(view: View, row: Row) -> dict[str, Any]:
    word = row["category"]
    label = wording.category(word)
    counted = {
        name: view.figure(f"contents.{word}.{name}", f"{label}: {name}", value, "category", name)
        for name, value in (
            ("items", row["items"]),
            ("sightings", suppress.persons(row["sightings"])),
            ("mentions", suppress.persons(row["mentions"])),
        )
    }
    ends = ("low", "best", "high") if row["subjects"]["high"] else ()  # a dash is printed where nobody is known
    people = {
        end: view.figure(
            f"contents.{word}.subjects_{end}",
            f"{label}: data subjects, {end}",
            suppress.persons(row["subjects"][end]),
            "exposure_count",
            "persons; 1 to 7 not told apart, others to the nearest five",
        )
        for end in ends
    }
    return {"label": label, **counted, **people, "nobody": not ends}
