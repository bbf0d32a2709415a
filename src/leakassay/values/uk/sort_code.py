"""UK sort code, alone (08-99-99) or with its eight-digit account; the modulus table is not shipped, so shape only."""

import re
from typing import Final

from leakassay.values.printed import END, MAX_PRINTED, START, folded

PATTERN: Final = f"{START}[0-9]{{2}}[- ]?[0-9]{{2}}[- ]?[0-9]{{2}}[ ,;:/|-]{{1,3}}[0-9]{{8}}{END}"
"""Candidates for a sort code with its account, without lookaround; words between the two need context matching."""

_ALONE = re.compile("([0-9]{2})-([0-9]{2})-([0-9]{2})")
_PAIR = re.compile(r"([0-9]{2})[ -]?([0-9]{2})[ -]?([0-9]{2})[ ,;:/|\-]{0,3}([0-9]{8})")


def split_pair(text: str) -> tuple[str, str] | None:
    """Return (six-digit sort code, eight-digit account) of a printed pair, or None."""
    if len(text) > MAX_PRINTED:
        return None
    found = _PAIR.fullmatch(folded(text))
    if found is None or found[1] + found[2] + found[3] == "000000":
        return None
    return found[1] + found[2] + found[3], found[4]


def canonical(text: str) -> str | None:
    """Return ``089999`` for a sort code printed with hyphens, ``089999 66374958`` for a pair, else None.

    Six bare digits are not taken for a sort code: too much else is six digits long.
    """
    pair = split_pair(text)
    if pair is not None:
        return " ".join(pair)
    if len(text) > MAX_PRINTED:
        return None
    found = _ALONE.fullmatch(folded(text))
    return "".join(found.groups()) if found else None


def is_valid(text: str) -> bool:
    """Return whether the text has the shape; without the modulus table no account can be called valid or invalid."""
    return canonical(text) is not None
