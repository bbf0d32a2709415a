"""What each instalment brought that the earlier ones did not; no section where there is only one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leakassay.disclosure import suppress
from leakassay.report import wording
from leakassay.report.view import SectionPage, View

_PAGE = "instalment"
_COUNTS = {
    "files": "files",
    "files_known": "files that an earlier instalment held",
    "items": "items at any depth",
    "items_known": "items that an earlier instalment held",
    "items_new": "items that no earlier instalment held",
    "sightings": "records that concern a person",
    "sightings_new": "records that concern a person, new",
    "events": "clinical events",
    "events_new": "clinical events, new",
}
_SIZES = {
    "bytes": "bytes as published",
    "bytes_unpacked": "content bytes, unpacked",
    "bytes_known": "content bytes that an earlier instalment held",
}
_PEOPLE = {
    "linked": "data subjects seen in it",
    "linked_new": "data subjects seen in it and in no earlier one",
}
_PERSONS = "persons as linked, not estimated; 1 to 7 not told apart, others to the nearest five"


def render(view: View) -> SectionPage | None:
    """Render the section, where there are two instalments or more."""
    sources = view.summary["sources"]
    if len(sources) < 2:
        return None
    rows = [_row(view, source) for source in sources]
    return view.page(
        "instalments",
        "What each instalment brought",
        {"rows": rows, "newest": rows[-1], "scope": view.summary["subjects"]["scope"]},
    )


def _row(view: View, source: Mapping[str, Any]) -> dict[str, Any]:
    label = f"Instalment {source['ordinal']}"
    place = f"instalments.{source['ordinal']}"
    return {
        "label": label,
        **{
            name: view.figure(f"{place}.{name}", f"{label}: {note}", source[name], _PAGE, note)
            for name, note in _COUNTS.items()
        },
        **{
            name: view.figure(f"{place}.{name}", f"{label}: {note}", wording.size(source[name]), _PAGE, note)
            for name, note in _SIZES.items()
        },
        **{
            name: view.figure(
                f"{place}.{name}", f"{label}: {note}", suppress.persons(source["subjects"][name]), _PAGE, _PERSONS
            )
            for name, note in _PEOPLE.items()
        },
    }
