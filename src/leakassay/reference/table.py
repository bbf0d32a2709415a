"""The shipped CSV tables of this folder, read once and kept."""

import csv
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of ``data/<name>`` in file order, keyed by column name.

    Args:
        name: File name inside ``reference/data``, UTF-8 CSV with a header.

    Returns:
        One dict per row; treat them as read-only, they are shared.
    """
    text = files("leakassay.reference").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def lines(name: str) -> list[str]:
    """Return the rows of a table of one column, without its header."""
    return files("leakassay.reference").joinpath("data", name).read_text(encoding="utf-8").splitlines()[1:]
