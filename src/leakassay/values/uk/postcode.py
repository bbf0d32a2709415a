"""UK postcode: outward and inward part; a code that breaks the grammar is suspect, not impossible."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

_OUTWARD = "[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY])"
_INWARD = "[0-9][ABD-HJLNP-UW-Z]{2}"
_OVERSEAS = "(?:ASCN|BBND|BIQQ|FIQQ|PCRN|SIQQ|STHL|TDCU|TKCA)1ZZ"

PATTERN: Final = (
    f"{START}(?:GIR ?0AA|BFPO ?[0-9]{{1,4}}|ZZ99 ?[0-9][A-Z]{{2}}|{_OUTWARD}(?: |\u00a0){{0,2}}{_INWARD}){END}"
)
"""Candidates in text, without lookaround; upper case, scan case-insensitively only with context."""

_GRAMMAR = re.compile(f"{_OUTWARD}{_INWARD}|GIR0AA|{_OVERSEAS}|GX111AA")
_FORCES = re.compile("BFPO(?:C/?O)?[0-9]{1,4}")
_PSEUDO = re.compile("ZZ99[0-9][A-Z]{2}")
_SHAPE = re.compile("[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


def canonical(text: str) -> str | None:
    """Return the postcode in upper case with one space, or None when it breaks the grammar."""
    run = compact(text)
    if run is None:
        return None
    if _FORCES.fullmatch(run):
        return f"BFPO {run[4:].removeprefix('C/O').removeprefix('CO')}"
    if _GRAMMAR.fullmatch(run) or _PSEUDO.fullmatch(run):
        return f"{run[:-3]} {run[-3:]}"
    return None


def is_valid(text: str) -> bool:
    """Return whether the text follows the postcode grammar or is an NHS pseudo-postcode."""
    return canonical(text) is not None


def canonical_suspect(text: str) -> str | None:
    """Return shape-only postcodes that break the grammar in canonical form, else None.

    One of 16,685 ODS rows is such a code in real use (DN15 6QV), so a report may show it and a count may not drop it.
    """
    run = compact(text)
    if run is None or not _SHAPE.fullmatch(run) or canonical(text) is not None:
        return None
    return f"{run[:-3]} {run[-3:]}"


def is_suspect(text: str) -> bool:
    """Return whether the text is shaped like a postcode but breaks the grammar."""
    return canonical_suspect(text) is not None


def is_pseudo(postcode: str) -> bool:
    """Return whether a canonical postcode is an NHS pseudo-postcode (ZZ99: no fixed abode, not known, abroad)."""
    return postcode.startswith("ZZ99 ")


def area(postcode: str) -> str:
    """Return the area letters of a canonical postcode: ``SE`` of ``SE1 9RT``."""
    outward = district(postcode)
    return outward[: next((place for place, sign in enumerate(outward) if sign.isdigit()), len(outward))]


def district(postcode: str) -> str:
    """Return the outward part of a canonical postcode: ``SE1`` of ``SE1 9RT``."""
    return postcode.partition(" ")[0]
