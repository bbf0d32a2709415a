"""Reader families: which zygote forks the cell for an item, and what that zygote warms itself with."""

from __future__ import annotations

from typing import Final

from leakassay.model.plugin import Format
from leakassay.pipeline.catalogue.formats import FORMATS

PLAIN: Final = "plain"
"""Formats that may share a cell, and whatever else needs no reader of its own: identification, cuts."""

CONTAINER: Final = "container"
"""Openers."""

_WARM: Final = "leakassay.pipeline.warm"
"""By name: who only cuts work into units has no need of what it imports."""


def family_of(entry: Format) -> str:
    """Whose zygote reads a format: "plain" what may share a cell, otherwise the folder of its reader."""
    return entry.reader.split(".")[0] if entry.risky and entry.reader else PLAIN


def families() -> dict[str, tuple[str, ...]]:
    """Dotted functions that each family's zygote calls once; "" is what all of them share."""
    names = sorted({PLAIN, CONTAINER, *(family_of(entry) for entry in FORMATS)})
    return {"": (f"{_WARM}:prepare",), **dict.fromkeys(names, (f"{_WARM}:prepare_family",))}
