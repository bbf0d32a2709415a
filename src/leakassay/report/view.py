"""What a section of the dossier sees, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from leakassay.case.shelf import Shelf
from leakassay.case.sqlpage import load
from leakassay.disclosure import encode
from leakassay.model.facts import RunFacts
from leakassay.report import wording
from leakassay.report.figures import Figure, FigureBook

Row = dict[str, Any]


@dataclass(frozen=True)
class SectionPage:
    """A rendered section.

    Attributes:
        name: word of its anchor.
        title: heading.
        body: safe HTML below the heading.
        files: what lies beside the dossier, by name; values of the dump in it are masked.
    """

    name: str
    title: str
    body: Markup
    files: Mapping[str, str] = field(default_factory=dict)


def environment() -> Environment:
    """Templates with autoescape; what is not marked safe is escaped and shows its control characters."""
    made = Environment(
        loader=PackageLoader("leakassay.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.filters["size"] = wording.size
    return made


def _finalize(value: object) -> object:
    return encode.html(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@dataclass(frozen=True)
class View:
    """What a section sees.

    Attributes:
        shelf: the tables.
        summary: the object of summary.json.
        facts: about the run.
        names: ODS code → name, from the profile.
        book: where figures are entered.
        templates: the environment.
    """

    shelf: Shelf
    summary: Mapping[str, Any]
    facts: RunFacts
    names: Mapping[str, str]
    book: FigureBook
    templates: Environment

    def rows(self, page: str) -> list[Row]:
        """The answer of an SQL page of this room."""
        rows: list[Row] = self.shelf.sql("report", page).to_pylist()
        return rows

    def figure(self, place: str, label: str, value: int | str, page: str, note: str = "") -> Markup:
        """Enter a number and get it as it is printed.

        Args:
            place: section and name, "coverage.read.items"; made fit for an id here.
            label: what it is.
            value: a count, printed with thousands separators, or text that is printed as it is.
            page: SQL page of this room that made it.
            note: unit and scope.
        """
        printed = wording.thousands(value) if isinstance(value, int) else value
        tables = " ".join(table for table in load("report", page).inputs if table != "controller_name")
        return self.book.add(Figure(self.book.identify(place), label, printed, f"report/{page}", tables, note))

    def page(self, name: str, title: str, context: Mapping[str, Any]) -> SectionPage:
        """Render `templates/<name>.html` with what a section gathered."""
        template = self.templates.get_template(f"{name}.html")
        body = template.render(summary=self.summary, facts=self.facts, **context)
        return SectionPage(name, title, Markup(body))  # noqa: S704  rendered with autoescape

    def plot(self, draw: Callable[[], Markup]) -> Markup | None:
        """Draw a plot; None where the extra `report` is not installed: tables say the same."""
        try:
            return draw()
        except ModuleNotFoundError:
            return None
