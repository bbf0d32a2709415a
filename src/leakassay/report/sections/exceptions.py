"""Exceptions: every item that was not read in full, grouped by cause and then one by one."""

from __future__ import annotations

import csv
import io
from typing import Any

from leakassay.disclosure import encode
from leakassay.disclosure.mask import mask_table
from leakassay.report import wording
from leakassay.report.view import Row, SectionPage, View

MOST_LISTED = 5000
"""Items listed on the page, the largest unread first: about 1 MB of HTML. A longer list lies whole beside it as CSV."""
LIST_FILE = "exceptions.csv"


def render(view: View) -> SectionPage:
    """Render the section."""
    groups = view.rows("exception_group")
    items = mask_table(view.shelf.sql("report", "exception_item"), frozenset({"item_path"}))
    listed = items.slice(0, MOST_LISTED).to_pylist()
    page = view.page(
        "exceptions",
        "Every exception",
        {
            "groups": [_group(view, place, row) for place, row in enumerate(groups, 1)],
            "count": view.figure(
                "exceptions.items",
                "Items not read in full",
                sum(row["items"] for row in groups),
                "exception_group",
                "items",
            ),
            "listed": [_item(row) for row in listed],
            "shown": view.figure("exceptions.listed", "Items listed here", len(listed), "exception_item", "items")
            if items.num_rows > MOST_LISTED
            else None,
            "file": LIST_FILE,
        },
    )
    if items.num_rows <= MOST_LISTED:
        return page
    return SectionPage(page.name, page.title, page.body, {LIST_FILE: _csv(items.to_pylist())})


def _group(view: View, place: int, row: Row) -> dict[str, Any]:
    name = f"exceptions.group{place}"
    label = ", ".join(word for word in (row["outcome"], row["reason"], row["format"]) if word)
    return {
        "outcome": wording.outcome(row["outcome"]),
        "word": row["outcome"],
        "reason": wording.reason(row["reason"]),
        "format": row["format"],
        "items": view.figure(f"{name}.items", f"{label}: items", row["items"], "exception_group", "items"),
        "unread": view.figure(
            f"{name}.bytes", f"{label}: unread", wording.size(row["bytes_unread"]), "exception_group", "bytes unread"
        ),
    }


def _item(row: Row) -> Row:
    return {**row, "outcome": wording.outcome(row["outcome"]), "reason": wording.reason(row["reason"])}


def _csv(rows: list[Row]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows([encode.csv_cell("" if value is None else str(value)) for value in row.values()] for row in rows)
    return stream.getvalue()
