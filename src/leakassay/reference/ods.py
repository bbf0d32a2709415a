"""ODS reference: NHS organisations by code, a small shipped set and the user's own headerless 27-column extracts."""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from leakassay.reference import table

COLUMNS: Final = 27
"""Columns of epraccur, etr, ets, egpcur and eccg: no header, all quoted, dates as YYYYMMDD."""
GP_PRACTICE_SETTING: Final = "4"
_CODE, _NAME, _ICB, _POSTCODE, _OPEN, _CLOSE, _COMMISSIONER, _SETTING = 0, 1, 3, 9, 10, 11, 14, 25


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation as ODS lists it."""

    code: str
    name: str
    kind: str
    """``practice``, ``trust``, ``provider``, ``icb``, ``sub_icb``, ``borough``; ``other`` for cost centres."""
    parent: str
    """Code of the commissioner, else of the board; empty when none is listed."""
    borough: str
    postcode: str
    open: dt.date | None
    close: dt.date | None

    def was_open(self, date: dt.date) -> bool:
        """Return whether the organisation was open on a day; an unknown opening or closing day does not exclude it."""
        return (self.open is None or self.open <= date) and (self.close is None or date <= self.close)


class OdsFileError(ValueError):
    """An ODS extract that is not one: says the line and what was expected, never the line's content."""


@cache
def load_small() -> Mapping[str, Organisation]:
    """Return the shipped organisations of South East London by code (boroughs by their ONS code)."""
    return MappingProxyType(
        {
            row["code"]: Organisation(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                parent=row["parent"],
                borough=row["borough"],
                postcode=row["postcode"],
                open=_iso(row["open"]),
                close=_iso(row["close"]),
            )
            for row in table.rows("ods_small.csv")
        }
    )


def load_epraccur(path: Path) -> dict[str, Organisation]:
    """Read the user's own epraccur.csv: GP practices and other prescribing cost centres, by code.

    Args:
        path: A headerless extract of 27 quoted columns, UTF-8 or Windows-1252.

    Raises:
        OdsFileError: A line has another number of columns, or a code is empty.
        OSError: The file cannot be read.
    """
    practices = {}
    for row in _extract(path):
        kind = "practice" if row[_SETTING] == GP_PRACTICE_SETTING else "other"
        practices[row[_CODE]] = _organisation(row, kind)
    return practices


def load_etr(path: Path) -> dict[str, Organisation]:
    """Read the user's own etr.csv: NHS trusts by code; same layout and errors as `load_epraccur`."""
    return {row[_CODE]: _organisation(row, "trust") for row in _extract(path)}


def _extract(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    rows = []
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        if not row:
            continue
        if len(row) != COLUMNS or not row[_CODE].strip():
            raise OdsFileError(
                f"{path.name} line {number}: {len(row)} columns, an ODS extract has {COLUMNS} and a code in the first; "
                "download it again without opening it in a spreadsheet"
            )
        rows.append([cell.strip() for cell in row])
    return rows


def _organisation(row: list[str], kind: str) -> Organisation:
    return Organisation(
        code=row[_CODE],
        name=row[_NAME],
        kind=kind,
        parent=row[_COMMISSIONER] or row[_ICB],
        borough="",
        postcode=row[_POSTCODE],
        open=_compact(row[_OPEN]),
        close=_compact(row[_CLOSE]),
    )


def _iso(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _compact(text: str) -> dt.date | None:
    """Read YYYYMMDD; ODS has blank and impossible dates, both mean unknown."""
    if len(text) != 8 or not text.isdecimal():
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
