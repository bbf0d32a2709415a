"""How many needles each reader found of those that were planted where its format can hide text."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

FILE = "recall.csv"
"""Beside this module; tools/measure_recall.py writes it, a test measures again and compares."""

HEADER = ("format", "planted", "found", "missed")


class Measured(NamedTuple):
    """The measure of one format.

    Attributes:
        planted: places in which a needle was planted.
        missed: places of which the reader told nothing, in the order of their list.
    """

    planted: int
    missed: tuple[str, ...]

    @property
    def found(self) -> int:
        """Places whose needle was found."""
        return self.planted - len(self.missed)


@cache
def measured() -> dict[str, Measured]:
    """The measures by name of the format."""
    text = files("leakassay.pipeline.catalogue").joinpath(FILE).read_text(encoding="utf-8")
    return {
        row["format"]: Measured(int(row["planted"]), tuple(filter(None, row["missed"].split("; "))))
        for row in csv.DictReader(text.splitlines())
    }
