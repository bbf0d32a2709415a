"""Recall of a reader: needles that the read path of a cell reaches, of those that were planted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from needles.places import PLACES
from needles.planters import OF_FIELD_FILES, PLANTERS
from needles.planting import Planting
from needles.reach import format_of, reached


class Recall(NamedTuple):
    """What a format came to: places planted, and which of them were not reached."""

    planted: int
    missed: tuple[str, ...]


def recall(form: str, field_data: Path | None = None) -> Recall:
    """Plant, read, compare.

    Args:
        form: name in the catalogue.
        field_data: real files; needed for the formats of `OF_FIELD_FILES`.
    """
    needles = Planting(form, PLACES[form])
    if form in OF_FIELD_FILES:
        assert field_data is not None, f"{form} is measured on copies of field files"
        files = OF_FIELD_FILES[form](needles, field_data)
    else:
        files = PLANTERS[form](needles)
    told = "\n".join(text for name, data in files for text in reached(name, data))
    for name, data in files:
        found = format_of(name, data)
        assert found is not None, f"{form}: {name} is of no format"
        assert found.name in {form, *_READ_OTHERWISE.get(form, ())}, f"{form}: {name} is told as {found.name}"
    return Recall(len(PLACES[form]), tuple(needles.missed(told)))


_READ_OTHERWISE = {"sql_dump": ("text",)}
"""What a file of a format may be told as: a dump whose head is gone is text."""
