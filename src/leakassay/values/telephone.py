"""Telephone number: UK ones with trunk zero or +44 and nine or ten digits, others behind + and their country.

The blocks reserved for drama are recognised.
"""

import re
from typing import Final

from leakassay.values.printed import END, MAX_PRINTED, folded

PATTERN: Final = (
    r"(?:\+44 ?(?:\(0\) ?)?|\b0044 ?(?:\(0\) ?)?|\(0|\b0|_0)"
    r"(?:7[0-9]{3}\)?[ -]?[0-9]{3}[ -]?[0-9]{3}|2[0-9]\)?[ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|1[0-9]1\)?[ -]?[0-9]{3}[ -]?[0-9]{4}|1[0-9]{3}\)?[ -]?[0-9]{5,6}"
    r"|[389][0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{3,4})"
    + END
    + r"|\+[1-9][0-9]{0,2}[ .-]?(?:\(0\) ?)?\(?[0-9][0-9 ().-]{5,16}[0-9]"
    + END
)
"""Candidates in text, without lookaround; a leading zero or + is demanded, bare ten digits are too common."""

LONGEST: Final = 16
"""Characters of a foreign number: + and fifteen digits."""

DRAMA_BLOCKS: Final = ("07700900", "0207946", "01632960", "03069990", "08081570", "0161496")
"""Blocks never given to subscribers. Source: Ofcom, numbers for use in TV and radio drama."""

_EXTENSION = re.compile(r"\s*(?:ext?\.?|x|extension)\s*[0-9]{1,6}$", re.IGNORECASE)
_TRUNK = re.compile(r"\(0\)")
_SIGNS = re.compile(r"[ .\-/()]+")
_PREFIX = re.compile(r"(?:\+44|0044)(?:0)?(?=[1-9])")
_NATIONAL = re.compile(r"0(?:7[1-9][0-9]{8}|70[0-9]{8}|2[0-9]{9}|1[1-9][0-9]{7,8}|3[0-9]{9}|8[0-9]{8,9}|9[0-9]{9})")
_FOREIGN = re.compile(
    r"\+(?:1|7|2(?:0|[1-6]\d|7|9[01789])|3(?:[0-469]|5\d|7[0-8]|8[0-35-79])|4(?:[013-9]|2[013])|5(?:[1-8]|0\d|9\d)"
    r"|6(?:[0-6]|7[0-9]|8[0-9]|9[0-2])|8(?:[1246]|5[02356]|8[06])|9(?:[0-58]|6\d|7[0-79]|9[2-68]))\d{4,12}"
)
"""Country calling code and at least four digits. Source: ITU-T E.164, list of assigned codes."""

_LOCAL = re.compile(r"[0-9]{6,15}")
_SHORT = re.compile("[1237][0-9]{9}")


def canonical(text: str) -> str | None:
    """Return the national digits of a UK number with their leading zero, or + and all digits of a foreign one.

    Extensions are dropped. None when it is neither; a number without trunk zero and country is nobody's.
    """
    digits = _digits(text)
    if digits.startswith("+"):
        return digits if _FOREIGN.fullmatch(digits) and len(digits) <= LONGEST else None
    return digits if _NATIONAL.fullmatch(digits) else None


def labelled(text: str) -> str | None:
    """Return the number that stands behind the label of one: as `canonical`, else six digits or more as printed.

    Local and foreign numbers without their country cannot be told from other digits but by the label.
    """
    number, digits = canonical(text), _digits(text)
    return number if number is not None or not _LOCAL.fullmatch(digits) else digits


def _digits(text: str) -> str:
    """Return what is left without signs and extension, UK numbers with their leading zero; "" of a longer text."""
    if len(text) > MAX_PRINTED:
        return ""
    printed = _EXTENSION.sub("", folded(text))
    digits = _SIGNS.sub("", printed)
    if digits.startswith(("+44", "0044")):
        return _PREFIX.sub("0", digits, count=1)
    return _SIGNS.sub("", _TRUNK.sub("", printed, count=1)) if digits.startswith("+") else digits


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
