"""The scoreboard as one offline HTML page: what the assay found of a rehearsal, with plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from leakassay.model.errors import OperatorError

if TYPE_CHECKING:
    from markupsafe import Markup

    from leakassay.exercise.scoreboard import Row, Scoreboard

NOT_MEASURED = "not measured"
Pivot: TypeAlias = "dict[str, dict[str, Row]]"


class Cell(NamedTuple):
    """One cell of a table: text, and `good`, `bad`, `soft` or nothing."""

    text: str
    tone: str = ""


class Card(NamedTuple):
    """One figure of the summary on top."""

    label: str
    value: str
    hint: str


@dataclass(frozen=True)
class Listing:
    """A table: caption, heads, rows of a label and cells."""

    caption: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str | Cell, ...]]


@dataclass(frozen=True)
class Part:
    """One section of the page: what is measured, a plot where one helps, and tables that say the same."""

    name: str
    title: str
    text: str
    caption: str = ""
    plot: Markup | str = ""
    tables: tuple[Listing, ...] = ()


def write_page(board: Scoreboard, counts: Mapping[str, Any], out: Path) -> None:
    """Write the page.

    Args:
        board: of one case.
        counts: counts.json of the answer key: kind, seed and totals.
        out: the file; replaced where it is there.

    Raises:
        OperatorError: it cannot be written.
    """
    try:
        out.write_text(render(board, counts), encoding="utf-8")
    except OSError as error:
        raise OperatorError(
            f"{out} cannot be written ({type(error).__name__}); give --page a file in a folder that is there"
        ) from None


def render(board: Scoreboard, counts: Mapping[str, Any]) -> str:
    """The page as HTML: no script, no link to elsewhere; equal for equal input."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("leakassay.cli", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = environment.get_template("scorepage.html")
    return page.render(
        heading=f"A leak of the kind “{counts.get('kind', 'unknown')}”", about=_about(counts),
        cards=_cards(board), parts=_parts(board),
    )  # fmt: skip


def _about(counts: Mapping[str, Any]) -> str:
    said = (("items", "items"), ("subjects", "people"), ("events", "tests"))
    totals = ", ".join(f"{int(counts[name]):,} {word}" for name, word in said if name in counts)
    return f"Seed {counts.get('seed', 'unknown')}. {totals} stand in it by the answer key."


_CARDS = (
    ("false assurance", "people missed in items called read", "people missed", "in items that the assay calls read"),
    ("false assurance", "events missed in items called read", "tests missed", "in items that the assay calls read"),
    ("people in unread items", "people who stand in unread items only", "people out of reach",
     "they stand in unread items only"),
    ("linkage", "pairwise F1", "linkage F1", "pairs of sightings put together"),
    ("linkage", "cluster purity", "purity", "of the people put together"),
    ("subjects", "best / truth", "people said", "for each person there is"),
    ("verdict", "partitions right", "parts right", "origin of each part told"),
    ("claims", "claims right", "claims right", "public claims judged as they are"),
)  # fmt: skip
"""Section, measure, what the card says, how to read it."""


def _cards(board: Scoreboard) -> list[Card]:
    rows = {(row.section, row.measure): row for row in board.rows()}
    found = ((rows.get((section, measure)), label, hint) for section, measure, label, hint in _CARDS)
    return [Card(label, _percent(row), f"{hint}; n\u00a0=\u00a0{row.n:,}") for row, label, hint in found if row]


def _parts(board: Scoreboard) -> list[Part]:
    return [
        _people(board),
        _false_assurance(board),
        _formats(board),
        _values(board),
        _classes(board),
        _origin(board),
        _list(board, "linkage", "Linkage", "How sightings of one person were joined, over all pairs of sightings.",
              ("linkage",)),
        _list(board, "controllers", "Controllers", "Whose data each test is; records that name nobody stay unmapped.",
              ("controllers",)),
        _list(board, "text", "Free text, file names and canaries", "What stands outside tables and messages.",
              ("free text", "file names", "canaries")),
        _list(board, "coverage", "Ledger and coverage", "What the assay says it read, beside what was there.",
              ("ledger", "coverage")),
    ]  # fmt: skip


def _people(board: Scoreboard) -> Part:
    from leakassay.charts.interval_plot import Interval, interval_plot

    rows = _section(board, "subjects")
    ends = [rows.get(f"{end} / truth") for end in ("low", "best", "high")]
    told = [row.value * row.n for row in ends if row is not None and row.value is not None]
    plot: Markup | str = ""
    if len(told) == 3 and ends[0] is not None:
        truth = ends[0].n
        said = Interval("the assay says", *told)
        plot = interval_plot([said, Interval("the truth", truth, truth, truth)], "people", "people")
    inside = rows.get("interval contains the truth")
    words = {1.0: "The interval holds the truth.", 0.0: "The interval misses the truth."}
    text = words.get(inside.value if inside and inside.value is not None else -1.0, "No interval was given.")
    return Part(
        "people", "How many people", text, "Interval of the assay and the truth", plot, (_table(board, "subjects"),)
    )


def _false_assurance(board: Scoreboard) -> Part:
    text = (
        "The worst mistake: a person or a test was planted in an item, the assay calls the item read, and did not "
        "find them. Below it, people who stand in items that the assay itself says it did not read."
    )
    series = {"people missed": "people missed", "events missed": "tests missed"}
    by_format = _pivot(board, "false assurance, formats", series)
    return Part(
        "false-assurance", "False assurance", text, "Missed in items called read, by format",
        _dots(by_format, tuple(series.values()), "assurance", "missed"),
        (_table(board, "false assurance"), _listing("By format", by_format, tuple(series.values()), bad_when_high=True),
         _table(board, "people in unread items")),
    )  # fmt: skip


def _formats(board: Scoreboard) -> Part:
    columns: Pivot = {}
    for section, word in (("values", "values"), ("sightings", "records"), ("events", "tests")):
        for end in ("recall", "precision"):
            for label, row in _pivot(board, f"formats, {section}", {end: end}).items():
                columns.setdefault(label, {})[f"{word} {end}"] = row[end]
    text = (
        "Values are distinct identifying values of an item; a record counts when its number, surname and birthday are "
        "all as planted; tests are counted per item. Damaged copies are left out of precision."
    )
    recalls = ("values recall", "records recall", "tests recall")
    heads = tuple(f"{word} {end}" for word in ("values", "records", "tests") for end in ("recall", "precision"))
    return Part(
        "formats", "Formats", text, "Recall by format", _dots(columns, recalls, "formats", "recall"),
        (_listing("By format", columns, heads), _table(board, "formats, outcomes")),
    )  # fmt: skip


def _values(board: Scoreboard) -> Part:
    ends = ("recall", "precision", "recall of records")
    kinds = _pivot(board, "values", {"recall of records": "recall of records", "recall": "recall",
                                     "precision": "precision"})  # fmt: skip
    strangers = _section(board, "values").get("sightings in items without people")
    nobody = int(strangers.value) if strangers and strangers.value is not None else 0
    text = f"Over distinct values of an item, and over every record. Sightings in items that hold nobody: {nobody:,}."
    plot = _dots(kinds, ends[:2], "values", "recall and precision")
    return Part("values", "Kinds of value", text, "Recall and precision by kind", plot,
                (_listing("By kind", kinds, ends),))  # fmt: skip


def _classes(board: Scoreboard) -> Part:
    shipped = "test classes, names the catalogue ships"
    ends = ("recall", "precision")
    classes = _pivot(board, shipped, {end: end for end in ends})
    text = (
        "Names that the shipped catalogue knows say how well the assay reads; names that it does not know say what a "
        "laboratory with names of its own must add."
    )
    others = ("test classes, names it does not ship", "test classes", "status, names the catalogue ships",
              "status, names it does not ship")  # fmt: skip
    return Part(
        "classes", "Classes of tests", text, "Recall and precision by class, names that the catalogue ships",
        _dots(classes, ends, "classes", "recall and precision"),
        (_listing("By class, names that the catalogue ships", classes, ends),
         *(_table(board, section) for section in others)),
    )  # fmt: skip


def _origin(board: Scoreboard) -> Part:
    marks = {1.0: Cell("right", "good"), 0.0: Cell("wrong", "bad"), None: Cell("left open", "soft")}
    listings = []
    for section, caption in (("verdict", "Parts of the dump"), ("claims", "Claims")):
        rows = _section(board, section)
        judged = [(name, marks[row.value]) for name, row in rows.items() if row.value in marks and ", said " in name]
        listings.append(Listing(caption, ("truth and what was said", "verdict"), judged))
    return Part("origin", "Verdicts and claims", "Where each part comes from, and what was publicly claimed of it.",
                tables=tuple(listings))  # fmt: skip


def _list(board: Scoreboard, name: str, title: str, text: str, sections: tuple[str, ...]) -> Part:
    return Part(name, title, text, tables=tuple(_table(board, section) for section in sections))


def _section(board: Scoreboard, section: str) -> dict[str, Row]:
    return {row.measure: row for row in board.rows() if row.section == section}


def _table(board: Scoreboard, section: str) -> Listing:
    rows = [
        (row.measure, Cell(NOT_MEASURED if row.value is None else f"{row.value:.3f}", "" if row.n else "soft"),
         Cell(f"{row.n:,}"))
        for row in _section(board, section).values()
    ]  # fmt: skip
    return Listing(section[:1].upper() + section[1:], ("measure", "value", "n"), rows)


def _pivot(board: Scoreboard, section: str, ends: Mapping[str, str]) -> Pivot:
    """Measures named `LABEL END` as label → name of the end → row; the first end that fits counts."""
    found: Pivot = {}
    for measure, row in _section(board, section).items():
        end = next((end for end in ends if measure.endswith(f" {end}")), None)
        if end is not None:
            found.setdefault(measure.removesuffix(f" {end}"), {})[ends[end]] = row
    return found


def _dots(pivot: Pivot, series: tuple[str, ...], name: str, title: str) -> Markup | str:
    from leakassay.charts.share_dot import Share, share_dot

    shares = [
        Share(label, one, row.value)
        for label, rows in pivot.items()
        for one in series
        if (row := rows.get(one)) is not None and row.value is not None
    ]
    return share_dot(shares, name, title) if shares else ""


def _listing(caption: str, pivot: Pivot, heads: tuple[str, ...], *, bad_when_high: bool = False) -> Listing:
    rows: list[tuple[str | Cell, ...]] = []
    for label, found in pivot.items():
        cells = [_share_cell(found.get(head), bad_when_high=bad_when_high) for head in heads]
        rows.append((label, *cells, Cell(f"{max(row.n for row in found.values()):,}")))
    return Listing(caption, ("", *heads, "largest n"), rows)


def _share_cell(row: Row | None, *, bad_when_high: bool) -> Cell:
    if row is None or row.value is None:
        return Cell("–", "soft")
    wrong = row.value if bad_when_high else 1 - row.value
    return Cell(f"{row.value:.3f}", "bad" if wrong > 0.1 else "")


def _percent(row: Row) -> str:
    return NOT_MEASURED if row.value is None else f"{row.value:.1%}"
