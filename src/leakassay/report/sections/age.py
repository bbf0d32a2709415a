"""How old the data is, and the working rhythm in it."""

from __future__ import annotations

from leakassay.charts.weekday_hour import weekday_hour
from leakassay.charts.year_bar import year_bar
from leakassay.report.view import SectionPage, View

YEARS_PLOTTED = 40
"""The newest years; older dates, mostly wrong ones, are counted in one line."""


def render(view: View) -> SectionPage:
    """Render the section."""
    years = {row["year"]: row["events"] for row in view.rows("event_year")}
    newest = max(years, default=0)
    recent = {year: events for year, events in years.items() if year > newest - YEARS_PLOTTED}
    rhythm = view.rows("rhythm")
    hours = {row["key"]: row["n"] for row in rhythm if row["name"] == "collected_hour"}
    weekdays = {row["key"]: row["n"] for row in rhythm if row["name"] == "collected_weekday"}
    older = sum(years.values()) - sum(recent.values())
    return view.page(
        "age",
        "How old the data is",
        {
            "first": _day(view, "first"),
            "last": _day(view, "last"),
            "dated": view.figure("age.dated", "Events with a date", sum(years.values()), "event_year", "events"),
            "older": view.figure("age.older", "Events before the plot", older, "event_year", "events")
            if older
            else None,
            "years": view.plot(lambda: year_bar(recent)) if recent else None,
            "rhythm": view.plot(lambda: weekday_hour(hours, weekdays)) if hours and weekdays else None,
        },
    )


def _day(view: View, end: str) -> str:
    day = view.summary["events"][end]
    label = f"{end.capitalize()} clinical event"
    return view.figure(f"events.{end}", label, day, "event_span", "day") if day else ""
