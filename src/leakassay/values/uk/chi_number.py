"""CHI number (Scotland): date of birth DDMMYY, two serial digits, a sex digit, a mod-11 check digit."""

import datetime as dt
import re
from typing import Final

from leakassay.values.printed import END, GAP, MAX_PRINTED, START, folded
from leakassay.values.uk.nhs_number import passes_check

PATTERN: Final = f"{START}(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{{2}}{GAP}[0-9]{{4}}{END}"
"""Candidates in text, without lookaround. One in eleven DDMMYYHHMM timestamps passes: context must decide."""

_SHAPE = re.compile(r"([0-9]{6})[ .\-]{0,3}([0-9]{4})|([0-9]{3})[ .\-]{0,3}([0-9]{3})[ .\-]{0,3}([0-9]{4})")
_SHORT = re.compile("[0-9]{9}")


def canonical(text: str) -> str | None:
    """Return the ten digits of a printed CHI number (6-4 or 3-3-4), or None when it is not one."""
    if len(text) > MAX_PRINTED:
        return None
    found = _SHAPE.fullmatch(folded(text))
    if found is None:
        return None
    digits = "".join(filter(None, found.groups()))
    return digits if passes_check(digits) and births(digits) else None


def is_valid(text: str) -> bool:
    """Return whether the text is a CHI number by shape, date and check digit."""
    return canonical(text) is not None


def restored(text: str) -> str | None:
    """Return the number behind nine digits whose leading zero a spreadsheet dropped (days 01 to 09), or None."""
    digits = folded(text)
    return canonical("0" + digits) if _SHORT.fullmatch(digits) else None


def births(number: str) -> tuple[dt.date, ...]:
    """Return the dates the first six digits may mean, 19YY before 20YY; empty when they are no date.

    The digits "have historically contained" the date of birth: newer numbers need not hold the true one.
    """
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    dates = []
    for century in (1900, 2000):
        try:
            dates.append(dt.date(century + year, month, day))
        except ValueError:
            continue
    return tuple(dates)


def sex(number: str) -> str:
    """Return F or M for a canonical number: the ninth digit is even for women."""
    return "M" if int(number[8]) % 2 else "F"
