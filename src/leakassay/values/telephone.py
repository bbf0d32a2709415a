"""UK telephone number: trunk zero or +44 and nine or ten digits, the blocks reserved for drama recognised."""

import re
from typing import Final

from leakassay.values.printed import END, MAX_PRINTED, folded

PATTERN: Final = (
    r"(?:\+44 ?(?:\(0\) ?)?|\b0044 ?(?:\(0\) ?)?|\(0|\b0|_0)"
    r"(?:7[0-9]{3}\)?[ -]?[0-9]{3}[ -]?[0-9]{3}|2[0-9]\)?[ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|1[0-9]1\)?[ -]?[0-9]{3}[ -]?[0-9]{4}|1[0-9]{3}\)?[ -]?[0-9]{5,6}"
    r"|[389][0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{3,4})" + END
)
"""Candidates in text, without lookaround; the leading zero or +44 is demanded, bare ten digits are too common."""

DRAMA_BLOCKS: Final = ("07700900", "0207946", "01632960", "03069990", "08081570", "0161496")
"""Blocks never given to subscribers. Source: Ofcom, numbers for use in TV and radio drama."""

_EXTENSION = re.compile(r"\s*(?:ext?\.?|x|extension)\s*[0-9]{1,6}$", re.IGNORECASE)
_SIGNS = re.compile(r"[ .\-/()]+")
_PREFIX = re.compile(r"(?:\+44|0044)(?:0)?(?=[1-9])")
_NATIONAL = re.compile(r"0(?:7[1-9][0-9]{8}|70[0-9]{8}|2[0-9]{9}|1[1-9][0-9]{7,8}|3[0-9]{9}|8[0-9]{8,9}|9[0-9]{9})")
_SHORT = re.compile("[1237][0-9]{9}")


def canonical(text: str) -> str | None:
    """Return the national digits with their leading zero, extension dropped, or None when it is no UK number."""
    if len(text) > MAX_PRINTED:
        return None
    digits = _SIGNS.sub("", _EXTENSION.sub("", folded(text)))
    digits = _PREFIX.sub("0", digits, count=1) if digits.startswith(("+44", "0044")) else digits
    return digits if _NATIONAL.fullmatch(digits) else None


def is_valid(text: str) -> bool:
    """Return whether the text is a UK telephone number by length and first digits."""
    return canonical(text) is not None


def is_drama(number: str) -> bool:
    """Return whether a canonical number lies in a block reserved for drama, safe in test data."""
    return number.startswith(DRAMA_BLOCKS)


def restored(text: str) -> str | None:
    """Return the number behind ten digits whose leading zero a spreadsheet dropped, or None.

    Mobiles stripped so lie inside the live NHS range and pass its check in 9.1% of cases: only a column whose header
    or neighbours speak of telephones should be restored.
    """
    digits = folded(text)
    return canonical("0" + digits) if _SHORT.fullmatch(digits) else None
