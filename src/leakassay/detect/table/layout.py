"""Layout: where the header row of a table is when the reader could not say, and whether a "header" is data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.warm import Kit
from leakassay.values.uk import nhs_number

LOOKED_AT = 40
"""Rows searched for a header: titles, filters and blank lines above one rarely fill a screen."""

MAX_TURNS = 1_000
"""Rows without a digit that are looked at in one batch."""

_DATA = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}|\d{6,}|[<>]?-?\d+\.\d+"
)


def find_header(columns: Sequence[pa.Array], kit: Kit) -> int:
    """Return the row that reads as a header, -1 when none of the first `LOOKED_AT` does.

    Two different kinds must be named, in cells that are no data; the earliest row that names most wins.
    """
    best, most = -1, 1
    for row in range(min(LOOKED_AT, len(columns[0]) if columns else 0)):
        cells = [column[row].as_py() or "" for column in columns]
        if looks_like_data(cells):
            continue
        kinds = {kit.headers.kind(cell) for cell in cells if 0 < len(cell) <= 60} - {""}
        if len(kinds) > most:
            best, most = row, len(kinds)
    return best


def turns(columns: Iterable[pa.Array], headers: Sequence[str], kit: Kit) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows that are the headers of another table, as where extracts of two systems were joined.

    Three different kinds must be named, by half of the cells, and no cell may hold a digit: in nearly every table one
    look at one column is enough to see that there is no such row.

    Args:
        columns: string arrays without nulls; only those that have to be looked at are taken.
        headers: of the table so far; printed once more they are no other ones.
        kit: tools of the process.

    Returns:
        Row and its cells, in order.
    """
    mask = None
    taken = []
    for column in columns:
        taken.append(column)
        plain = pc.invert(pc.match_substring_regex(column, r"[0-9]"))
        mask = plain if mask is None else pc.and_(mask, plain)
        if not pc.any(mask).as_py():
            return []
    rows = [] if mask is None else np.flatnonzero(mask.to_numpy(zero_copy_only=False)).tolist()[:MAX_TURNS]
    found = []
    for row in rows:
        cells = tuple(column[row].as_py().strip() for column in taken)
        filled = [cell for cell in cells if cell]
        kinds = [kind for cell in filled if len(cell) <= 60 and (kind := kit.headers.kind(cell))]
        same = sum(cell == header.strip() for cell, header in zip(cells, headers, strict=False))
        if len(set(kinds)) >= 3 and 2 * len(kinds) >= len(filled) and 2 * same < len(filled):
            found.append((row, cells))
    return found


def looks_like_data(headers: Sequence[str]) -> bool:
    """Return whether "headers" are values: a valid NHS number, or two cells of dates, postcodes or long numbers."""
    filled = [header.strip() for header in headers if header.strip()]
    if any(nhs_number.is_valid(cell) for cell in filled):
        return True
    return sum(_DATA.fullmatch(cell) is not None for cell in filled) >= 2
