"""IBAN: country, two check digits, national account; ISO 7064 mod 97-10 over all of it."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERN: Final = f"{START}[A-Za-z]{{2}}[0-9]{{2}} ?(?:[A-Za-z0-9]{{4}} ?){{2,7}}[A-Za-z0-9]{{0,3}}{END}"
"""Candidates in text, without lookaround; one in 97 chance strings passes the check."""

LENGTHS: Final[dict[str, int]] = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
    "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31,
    "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VG": 24, "XK": 20,
}  # fmt: skip
"""Length by country (SWIFT registry, from general knowledge); other countries pass by the check digits alone."""

_SHAPE = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_UNITED_KINGDOM = re.compile("GB[0-9]{2}[A-Z]{4}[0-9]{14}")


def canonical(text: str) -> str | None:
    """Return the IBAN in upper case without spaces, or None when length, grammar or check digits are wrong."""
    iban = compact(text)
    if iban is None or not _SHAPE.fullmatch(iban) or LENGTHS.get(iban[:2], len(iban)) != len(iban):
        return None
    if iban.startswith("GB") and not _UNITED_KINGDOM.fullmatch(iban):
        return None
    number = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])
    return iban if int(number) % 97 == 1 else None


def is_valid(text: str) -> bool:
    """Return whether the text is an IBAN whose check digits hold."""
    return canonical(text) is not None


def sort_code_and_account(iban: str) -> tuple[str, str] | None:
    """Return (sort code, account) of a canonical UK IBAN, to compare with ones nearby; None for other countries."""
    return (iban[8:14], iban[14:22]) if iban.startswith("GB") else None
