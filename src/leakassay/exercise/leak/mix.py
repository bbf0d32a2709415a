"""The mix of a file server: which share of the bytes each kind of file has, and how many specimens stand in it.

`data/mix.csv` follows measured shares of bytes on working drives. Kinds that no library writes are left out (mail
stores, Access, slides, video) and the others take their place in proportion.
"""

import csv
import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Category:
    """One line of the mix.

    Attributes:
        share: fraction of all bytes.
        specimens: fraction of the specimens of a history that may stand in it.
        replaces: which kinds of a real server it stands for.
    """

    name: str
    share: float
    specimens: float
    replaces: str


@functools.cache
def mix() -> tuple[Category, ...]:
    """Returns the lines in file order; the shares of bytes sum to one, those of specimens leave a rest for the bulk."""
    text = resources.files("leakassay.exercise").joinpath("data/mix.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    total = sum(float(row["share"]) for row in rows)
    return tuple(
        Category(row["category"], float(row["share"]) / total, float(row["specimens"]) / 100, row["replaces"])
        for row in rows
    )
