"""Lines of printed laboratory reports: a test with its result, unit and range, or with several results side by side."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_LINE = 240
"""Characters of a line that is taken apart."""

_CELLS: Final = re.compile(r"[ ]{2,}|\t+")
_NUMBER: Final = r"(?:[<>]=?[ ]?)?\d{1,9}(?:[.,]\d{1,6})?"
_RANGE: Final = re.compile(r"\s*[\[(]\s*(\d{1,9}(?:\.\d+)?)\s*(?:-|–|to)\s*(\d{1,9}(?:\.\d+)?)\s*[\])]\s*$")
_BARE_RANGE: Final = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*(?:-|–|to)\s*(\d{1,9}(?:\.\d+)?)")
_FLAG: Final = re.compile(r"H{1,2}|L{1,2}|\*{1,3}|[Hh]igh|[Ll]ow|ABN")
_VALUE: Final = re.compile(
    rf"(?P<value>{_NUMBER})(?:[ ]?(?P<flag>H{{1,2}}|L{{1,2}}|\*{{1,3}}|[Hh]igh|[Ll]ow))?(?:[ ](?P<unit>\S{{1,16}}))?"
)
_WORD: Final = re.compile(
    r"(?:not |none |no )?(?:detected|seen|isolated|reactive|positive|negative|normal|abnormal|equivocal|indeterminate"
    r"|present|absent|trace|nil|weak positive|insufficient|haemolysed|growth.{0,30}|sample.{0,30})",
    re.IGNORECASE,
)
_PENDING: Final = re.compile(r"to follow|pending|awaited|in progress|not yet available|to be reported", re.IGNORECASE)
_CODE: Final = re.compile(r"[A-Z][A-Z0-9/+-]{1,7}")
_UNIT: Final = re.compile(r"[^\s\d]\S{0,15}|10[\^*]\S{1,12}")
_DATE: Final = re.compile(r"\d{1,4}[/.-](?:\d{1,2}|[A-Za-z]{3})(?:[/.-]\d{2,4})?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_DATES: Final = re.compile(
    r"(?:date|collected|taken|sample date|specimen date|date/time|coll(?:ection)? date)[ :.]*", re.IGNORECASE
)
FOOTER: Final = re.compile(
    r"\s*(?:signed|authori[sz]ed|validated|reported by|printed|page\b|continued|end of|enquiries|tel\b|[-=_*]{3,}|\*)",
    re.IGNORECASE,
)
"""Lines that are about no result."""


class Result(NamedTuple):
    """One line of a report.

    Attributes:
        values: as printed; several side by side in a cumulative report, none where the result follows below.
        is_pending: a request without its result.
    """

    code: str
    name: str
    values: tuple[str, ...]
    flag: str = ""
    unit: str = ""
    low: str = ""
    high: str = ""
    is_pending: bool = False


def dates_of(line: str) -> tuple[str, ...]:
    """Dates of the columns of a cumulative report; () for a line that does not begin them."""
    if len(line) > MAX_LINE:
        return ()
    label, *cells = _CELLS.split(line.strip())
    is_dates = _DATES.fullmatch(label) and len(cells) > 1 and all(_DATE.fullmatch(cell) for cell in cells)
    return tuple(cells) if is_dates else ()


def result_of(line: str, columns: int = 0) -> Result | None:
    """The result in a line; None where it is none.

    Args:
        line: the line.
        columns: of a cumulative report, 0 for any other.
    """
    if len(line) > MAX_LINE or not line.strip() or FOOTER.match(line):
        return None
    low = high = ""
    text = line.strip()
    if found := _RANGE.search(text):
        low, high, text = found[1], found[2], text[: found.start()]
    cells = [cell for cell in _CELLS.split(text) if cell]
    if not low and len(cells) > 2 and (found := _BARE_RANGE.fullmatch(cells[-1])):
        low, high = found[1], found[2]
        cells.pop()
    code = cells.pop(0) if len(cells) > 1 and _CODE.fullmatch(cells[0]) and not _is_value(cells[1]) else ""
    if not cells or not any(char.isalpha() for char in cells[0]) or len(cells[0]) > 80:
        return None
    name, *rest = cells
    if not rest and (split := re.fullmatch(rf"(\S.*?\S)[ ]({_NUMBER}(?:[ ]\S{{1,16}})?)", name)) and (low or code):
        name, rest = split[1], [split[2]]
    return _of(code, name, rest, (low, high), columns)


def _of(code: str, name: str, rest: list[str], limits: tuple[str, str], columns: int) -> Result | None:
    low, high = limits
    if not rest:
        return Result(code, name, ()) if code and not low else None
    if _PENDING.fullmatch(rest[0]):
        return Result(code, name, (), is_pending=True)
    values = [cell for cell in rest if _VALUE.fullmatch(cell)]
    if columns > 1 and len(values) == columns:
        unit = next((cell for cell in rest if cell not in values and _UNIT.fullmatch(cell)), "")
        return Result(code, name, tuple(values), unit=unit, low=low, high=high)
    found = _VALUE.fullmatch(rest[0])
    value, flag, unit = (found["value"], found["flag"] or "", found["unit"] or "") if found else (rest[0], "", "")
    more = rest[1:]
    if more and not flag and _FLAG.fullmatch(more[0]):
        flag = more.pop(0)
    if more and not unit and _UNIT.fullmatch(more[0]):
        unit = more.pop(0)
    is_said = bool(found and (unit or low or code)) or (
        not found and (code or _WORD.fullmatch(value)) and len(value) <= 60
    )
    return Result(code, name, (value,), flag, unit, low, high) if is_said and not more else None


def _is_value(cell: str) -> bool:
    return bool(_VALUE.fullmatch(cell) or _WORD.fullmatch(cell) or _PENDING.fullmatch(cell))
