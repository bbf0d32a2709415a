"""The dossier: one HTML file that opens offline, from the shelf's tables and nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from leakassay.case.crash import crash_point
from leakassay.case.shelf import Shelf
from leakassay.model.facts import RunFacts
from leakassay.model.plugin import Section
from leakassay.report.figures import FigureBook
from leakassay.report.view import SectionPage, View, environment

DOSSIER = "dossier.html"


def render(
    shelf: Shelf,
    summary: Mapping[str, Any],
    facts: RunFacts,
    sections: Sequence[Section],
    out: Path,
    *,
    names: Mapping[str, str] | None = None,
) -> Path:
    """Write the dossier and leave its figures in the table `figure`.

    Args:
        shelf: the tables.
        summary: what `summary.build` gave.
        facts: about the run.
        sections: the catalogue; rendered by their order.
        out: folder, made where it is missing.
        names: ODS code → name of the controllers in the profile.

    Returns:
        The path of the HTML file. It holds no script, no link to elsewhere and no unmasked value of the dump.

    Raises:
        OSError: the folder cannot be written.
    """
    view = View(shelf, summary, facts, names or {}, FigureBook(), environment())
    ordered = sorted(sections, key=lambda section: (section.order, section.name))
    rendered: list[SectionPage | None] = [
        import_module(f"leakassay.report.sections.{section.module}").render(view) for section in ordered
    ]
    pages = [page for page in rendered if page is not None]  # a section may have nothing to say
    style = files("leakassay.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    text = view.templates.get_template("dossier.html").render(
        pages=pages,
        summary=summary,
        facts=facts,
        style=Markup(style),  # noqa: S704  our own style sheet, from the package
    )
    out.mkdir(parents=True, exist_ok=True)
    for page in pages:
        for name, content in page.files.items():
            _replace(out / name, content)
    _replace(out / DOSSIER, text)
    shelf.put("figure", view.book.table())
    return out / DOSSIER


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, for its owner only: masked is not public."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123  a descriptor, not a path
        crash_point("dossier.write:before")
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    crash_point("dossier.write:after")
    crash_point("dossier.rename:before")
    draft.replace(path)
    crash_point("dossier.rename:after")
