"""National Insurance number: two prefix letters, six digits, a suffix letter A to D; no check digit exists."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{{2}} ?[0-9]{{2}} ?[0-9]{{2}} ?[A-D]{END}"
"""Candidates in text, without lookaround; `canonical` then refuses the prefixes that are never given out."""

NEVER_ISSUED: Final = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
"""Prefixes the tax authority does not use. Source: HMRC manual NIM39110."""

_SHAPE = re.compile("[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
_EXAMPLE = re.compile("QQ[0-9]{6}[A-D]")


def canonical(text: str) -> str | None:
    """Return the nine characters in upper case, or None when they are not a number that may have been issued."""
    number = compact(text)
    if number is None or not _SHAPE.fullmatch(number) or number[:2] in NEVER_ISSUED:
        return None
    return number


def is_valid(text: str) -> bool:
    """Return whether the text follows the grammar and has a prefix in use."""
    return canonical(text) is not None


def is_example(text: str) -> bool:
    """Return whether the text is an example with the QQ prefix, which is never issued and safe in test data."""
    number = compact(text)
    return number is not None and _EXAMPLE.fullmatch(number) is not None
