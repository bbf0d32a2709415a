"""Payment card number: issuer by its first digits, length by issuer, Luhn's check over all of it."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = (
    f"{START}(?:[0-6][0-9]{{3}}[ -]?[0-9]{{4}}[ -]?[0-9]{{4}}(?:[ -]?[0-9]{{1,4}})?(?:[ -]?[0-9]{{3}})?"
    f"|3[0-9]{{3}}[ -]?[0-9]{{6}}[ -]?[0-9]{{4,5}}){END}"
)
"""Candidates in text, without lookaround; one in ten passes the check."""

_ISSUERS: Final[tuple[tuple[str, frozenset[int]], ...]] = (
    ("4", frozenset({13, 16, 19})),
    ("5[1-5]|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720", frozenset({16})),
    ("3[47]", frozenset({15})),
    ("6011|64[4-9]|65", frozenset(range(16, 20))),
    ("35(?:2[89]|[3-8][0-9])", frozenset(range(16, 20))),
    ("1800|2131", frozenset({15})),
    ("30[0-5]|36|38", frozenset({14})),
    ("50[0-9]{2}|5[6-9][0-9]{2}|6(?:304|759|76[1-3])", frozenset(range(12, 20))),
)
"""First digits and lengths (ISO 7812 prefixes).

Visa, Mastercard, American Express, Discover, JCB and its older cards, Diners, Maestro.
"""

_PREFIXES = tuple((re.compile(prefix), lengths) for prefix, lengths in _ISSUERS)
_DIGITS = re.compile("[0-9]{12,19}")


def canonical(text: str) -> str | None:
    """Return the digits, or None when no issuer has such a number or Luhn's check fails."""
    number = compact(text)
    if number is None or not _DIGITS.fullmatch(number):
        return None
    if not any(prefix.match(number) and len(number) in lengths for prefix, lengths in _PREFIXES):
        return None
    return number if _luhn(number) else None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def labelled(text: str) -> str | None:
    """Return the digits of a number that stands behind the label of a card: Luhn's check alone decides.

    Issuers come and go, and shops and hospitals have cards of their own.
    """
    number = compact(text)
    return number if number is not None and _DIGITS.fullmatch(number) and _luhn(number) else None


def is_valid(text: str) -> bool:
    """Return whether the text is a number of an issuer that passes Luhn's check."""
    return canonical(text) is not None
