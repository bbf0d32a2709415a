"""Driver number of a British licence: surname, birth and sex in sixteen signs; whoever has it has a date of birth."""

import re
from datetime import date
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}[A-Z9]{{5}} ?[0-9][0156][0-9][0-3][0-9]{{2}} ?[A-Z9]{{2}}[0-9] ?[A-Z]{{2}}{END}"
"""Candidates in text, without lookaround. Source: DVLA, driver number."""

_SHAPE = re.compile("([A-Z]{1,5}9{0,4})([0-9])([0156][0-9])([0-3][0-9])([0-9])([A-Z9][A-Z9])[0-9][A-Z]{2}")
_WOMAN = 50
"""Added to the month of birth of women."""
_LONGEST_NAME = 5


def canonical(text: str) -> str | None:
    """Return the sixteen characters in upper case, or None when no birthday stands in them."""
    number = compact(text)
    if number is None:
        return None
    found = _SHAPE.fullmatch(number)
    if found is None or len(found[1]) != _LONGEST_NAME:
        return None
    month = int(found[3]) % _WOMAN
    try:
        date(2000 - 100 * (found[2] + found[5] > "30") + int(found[2] + found[5]), month, int(found[4]))
    except ValueError:
        return None
    return number


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar and holds a birthday; its last signs are no published check."""
    return canonical(text) is not None
