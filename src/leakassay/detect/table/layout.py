"""Layout: where the header row of a table is when the reader could not say, and whether a "header" is data."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from leakassay.detect.warm import Kit
from leakassay.values.uk import nhs_number

LOOKED_AT = 40
"""Rows searched for a header: titles, filters and blank lines above one rarely fill a screen."""

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


def looks_like_data(headers: Sequence[str]) -> bool:
    """Return whether "headers" are values: a valid NHS number, or two cells of dates, postcodes or long numbers."""
    filled = [header.strip() for header in headers if header.strip()]
    if any(nhs_number.is_valid(cell) for cell in filled):
        return True
    return sum(_DATA.fullmatch(cell) is not None for cell in filled) >= 2
