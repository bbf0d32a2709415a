"""Figures: every number that the dossier prints stands in one table with the query and the tables that made it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import pyarrow as pa
from markupsafe import Markup

from leakassay.model.errors import TerminalError
from leakassay.model.tables.figure import FIGURE

_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)


@dataclass(frozen=True)
class Figure:
    """One row of the table `figure`; the fields are its columns."""

    figure_id: str
    label: str
    value: str
    query: str
    tables: str
    note: str


class FigureBook:
    """The figures of one dossier, in the order in which they are first printed."""

    def __init__(self) -> None:
        self._figures: dict[str, Figure] = {}
        self._ids: dict[str, str] = {}

    def identify(self, place: str) -> str:
        """The id of a place; two places that look alike once odd characters are gone are numbered apart."""
        if place not in self._ids:
            taken = set(self._ids.values())
            wanted = slug(place)
            numbered = (f"{wanted}.{number}" for number in itertools.count(2))
            self._ids[place] = wanted if wanted not in taken else next(one for one in numbered if one not in taken)
        return self._ids[place]

    def add(self, figure: Figure) -> Markup:
        """Enter a figure and give it as a link to its row in the appendix.

        A figure may be printed in several places, always with the same value.

        Raises:
            TerminalError: the id stands for another value already; one of the two numbers would be a lie.
        """
        known = self._figures.setdefault(figure.figure_id, figure)
        if (known.value, known.query) != (figure.value, figure.query):
            raise TerminalError(f"the figure '{figure.figure_id}' was given two values; each id stands for one number")
        link = Markup('<a class="n" href="#fig-{}">{}</a>')
        return link.format(figure.figure_id, figure.value)

    def rows(self) -> tuple[Figure, ...]:
        """All figures so far."""
        return tuple(self._figures.values())

    def table(self) -> pa.Table:
        """The rows of the table `figure`."""
        columns = {name: [getattr(figure, name) for figure in self._figures.values()] for name in FIGURE.schema.names}
        return pa.table(columns, schema=FIGURE.schema)


def slug(text: str) -> str:
    """A part of a figure id: letters, digits, `_`, `.`, `-`; what else a code of the dump holds becomes `_`."""
    return _UNSAFE.sub("_", text)
