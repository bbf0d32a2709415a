"""ODS code: the code of an NHS organisation, of which four shapes can be told without a reference file."""

import re
from typing import Final

from leakassay.values.printed import END, START, compact

PATTERNS: Final[dict[str, str]] = {
    "practice": "[A-HJ-NPVWY][0-9]{5}",
    "trust": "R[A-Z0-9]{2}",
    "site": "R[A-Z0-9]{4}",
    "anana": "[A-Z][0-9][A-Z][0-9][A-Z]",
}
"""Shape by kind. Codes given out since 2020 are ANANA and tell nothing of the hierarchy."""

PATTERN: Final = f"{START}(?:{PATTERNS['practice']}|{PATTERNS['anana']}|{PATTERNS['site']}){END}"
"""Candidates in text, without lookaround; order numbers look alike, so membership of a loaded ODS file must decide.

Three-character trust codes are left out: without membership they are noise.
"""

_KINDS = [(kind, re.compile(PATTERNS[kind])) for kind in ("practice", "trust", "anana", "site")]
_ANY = re.compile("[A-Z0-9]{3,8}")


def canonical(text: str) -> str | None:
    """Return the code in upper case when it has one of the four shapes, else None."""
    code = compact(text)
    return code if code is not None and kind(code) is not None else None


def is_valid(text: str) -> bool:
    """Return whether the text has one of the four shapes."""
    return canonical(text) is not None


def kind(code: str) -> str | None:
    """Return ``practice``, ``trust``, ``site`` or ``anana`` for a canonical code, else None.

    Five characters that are both ANANA and begin with R count as ANANA.
    """
    for name, shape in _KINDS:
        if shape.fullmatch(code):
            return name
    return None


def canonical_any(text: str) -> str | None:
    """Return any code of three to eight letters and digits in upper case, for columns known to hold ODS codes.

    Independent providers (NQV), boards (QKK), sub-boards (72Q) and island practices (ALD001) have shapes of their own.
    """
    code = compact(text)
    return code if code is not None and _ANY.fullmatch(code) else None


def parent_trust(site: str) -> str | None:
    """Return the trust code inside an old-style site code (RJ1 of RJ121), or None: ANANA codes do not show a parent."""
    return site[:3] if kind(site) == "site" else None
