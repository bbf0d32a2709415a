"""Results: what a printed result or flag says (positive, negative, high …) and its number, once per distinct value."""

from __future__ import annotations

import re

from leakassay.model.outcomes import ValueFlag

MAX_RESULT = 60
"""Characters of a result that is a word or a number; longer ones are narratives and are read as text."""

_NUMBER = re.compile(r"[<>=~ ]{0,3}([-+]?[0-9]{1,12}(?:\.[0-9]{1,9})?)")
_POSITIVE = re.compile(
    r"\b(?:positive|detected|reactive|pos|present|isolated|confirmed|seen|found|heterozygous|homozygous)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:negative|neg|absent|non[- ]?reactive|un ?detected"
    r"|no (?:growth|evidence|organisms?|variants?|pathogenic|abnormal\w*|mutations?|virus|significant)"
    r"|not[ -](?:detected|seen|isolated|found|present|reactive)|nil|none (?:detected|seen|found))\b",
    re.IGNORECASE,
)
_EQUIVOCAL = re.compile(r"\b(?:equivocal|indeterminate|borderline|inconclusive|inhibitory)\b", re.IGNORECASE)
_FLAGS: dict[str, ValueFlag] = {
    **dict.fromkeys(("H", "HH", "HI", "HIGH", "+", "++", "ABOVE"), ValueFlag.HIGH),
    **dict.fromkeys(("L", "LL", "LO", "LOW", "-", "--", "BELOW"), ValueFlag.LOW),
    **dict.fromkeys(("N", "NORMAL", "NML", "WNR"), ValueFlag.NORMAL),
    **dict.fromkeys(("A", "AA", "ABN", "ABNORMAL", "*", "Y", "OR", "PA"), ValueFlag.ABNORMAL),
    **dict.fromkeys(("POS", "POSITIVE", "DET", "DETECTED"), ValueFlag.POSITIVE),
    **dict.fromkeys(("NEG", "NEGATIVE", "ND", "NOT DETECTED"), ValueFlag.NEGATIVE),
    **dict.fromkeys(("EQ", "EQUIVOCAL", "IND"), ValueFlag.EQUIVOCAL),
}
"""S, I and R are missing on purpose: in microbiology they say what an organism is sensitive to, not how a result is."""


def number(text: str) -> float | None:
    """Return the number that a result is, without its comparison sign, or None."""
    found = _NUMBER.fullmatch(text.strip()) if len(text) <= MAX_RESULT else None
    return float(found[1]) if found else None


def flag_of_text(text: str) -> str:
    """Return the `ValueFlag` of a worded result; NONE for numbers, narratives and words we do not know."""
    if len(text) > MAX_RESULT or not text:
        return ValueFlag.NONE
    if _EQUIVOCAL.search(text):
        return ValueFlag.EQUIVOCAL
    if _NEGATIVE.search(text):
        return ValueFlag.NEGATIVE
    return ValueFlag.POSITIVE if _POSITIVE.search(text) else ValueFlag.NONE


def flag_of_flag(text: str) -> str:
    """Return the `ValueFlag` of a printed abnormality flag."""
    return _FLAGS.get(text.strip().upper(), ValueFlag.NONE)


def limits(text: str) -> tuple[float | None, float | None]:
    """Return low and high of a range printed in one cell: `3.5 - 5.3`, `<5`, `>90`, `(10-20)`."""
    line = text.strip(" ()[]")
    if len(line) > MAX_RESULT:
        return None, None
    pair = re.fullmatch(r"([-+]?[0-9]{1,12}(?:\.[0-9]{1,9})?) *(?:-|–|to) *([-+]?[0-9]{1,12}(?:\.[0-9]{1,9})?)", line)
    if pair:
        return float(pair[1]), float(pair[2])
    single = number(line)
    if single is None or line[:1] not in "<>":
        return None, None
    return (None, single) if line[0] == "<" else (single, None)
