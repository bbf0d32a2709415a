"""Health and Care number (Northern Ireland): ten digits from 320 to 399, the NHS number's mod-11 check digit."""

from typing import Final

from leakassay.values.printed import END, GAP, START
from leakassay.values.uk import nhs_number

PATTERN: Final = f"{START}3[2-9][0-9]{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}{END}"
"""Candidates in text, without lookaround; 0.7% of random ten-digit runs pass the whole check."""


def canonical(text: str) -> str | None:
    """Return the ten digits of a printed Health and Care number, or None when it is not one."""
    number = nhs_number.canonical(text)
    if number is None or nhs_number.range_of(number) != "northern_ireland":
        return None
    return number


def is_valid(text: str) -> bool:
    """Return whether the text is a Health and Care number by shape, range and check digit."""
    return canonical(text) is not None
