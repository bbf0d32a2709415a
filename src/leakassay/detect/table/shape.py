"""Shape of a column: the share of its distinct values that looks like a date, a postcode, a name, a unit and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import number, unit
from leakassay.detect.warm import Kit
from leakassay.reference import name_counts
from leakassay.values import person_name

LOOKED_AT = 200
"""Distinct values of a column whose shape is tried, evenly drawn; more would hardly change a share."""
MAX_VALUE = 120
"""Characters of a value that are tried; every expression below is linear in them."""

LISTED_AT = 100
"""Of these, how many are looked up as full names and as tests, which costs more."""

_DATE = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})"
    r"|(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}[ ,-]{1,2}\d{2,4}"
)
_DATETIME = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4})"
    r"[T ]+\d{1,2}:\d{2}.{0,16}"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T?(?:[01]\d|2[0-3])[0-5]\d(?:\d\d)?.{0,6}"
)
_LETTER = r"[^\W\d_]"
_DIGITS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(expression)
    for name, expression in {
        "date": _DATE,
        "datetime": _DATETIME,
        "postcode": r"(?i:[A-Z]{1,2}\d[A-Z\d]? {0,2}\d[A-Z]{2}|GIR ?0AA|BFPO ?\d{1,4}|ZZ99 ?\d[A-Z]{2})",
        "telephone": r"(?:\+44|0044|0)[ ()\d-]{9,15}",
        "bare_mobile": r"7\d{9}(?:\.0)?",
        "number": r"[<>=~ ]{0,3}[-+]?\d{1,9}(?:\.\d{1,6})?",
        "decimal": r"[<>=~ ]{0,3}[-+]?\d{1,6}\.\d{1,6}",
        "serial": r"[1-4]\d{4}(?:\.\d{1,12})?",
        "practice": r"[A-HJ-NPVWY]\d{5}",
        "clinician": r"C\d{7}|CD\d{6}|G\d{7}",
        "identifier": r"[A-Z]{0,3}\d{2,3}[-/ ]?[A-Z]{0,3}[-/ ]?\d{4,10}[A-Z]?",
        "loinc": r"\d{3,5}-\d",
        "numbered_word": rf"{_LETTER}(?:{_LETTER}|['’ -]){{1,39}}\d{{1,4}}",
        "range": r"[\[(]?[<>]?-?\d{1,7}(?:\.\d{1,6})? ?(?:-|–|to) ?\d{1,7}(?:\.\d{1,6})?[\])]?",
    }.items()
}
"""Shapes that hold a digit; tried only on values that do."""
_ANY: Mapping[str, re.Pattern[str]] = {
    name: re.compile(expression)
    for name, expression in {
        "email": r"[^@\s]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}",
        "sex": r"(?i:M|F|U|X|MALE|FEMALE|UNKNOWN|INDETERMINATE)",
        "word": rf"{_LETTER}(?:{_LETTER}|['’ -]){{0,39}}",
        "full_name": rf"[A-ZÀ-Þ](?:{_LETTER}|['’-])+, ?{_LETTER}(?:{_LETTER}|['’ .-])*"
        rf"|(?:(?i:MR|MRS|MS|MISS|MX|DR)\.? )?[A-ZÀ-Þ](?:{_LETTER}|['’.-])*(?: [A-ZÀ-Þ](?:{_LETTER}|['’.-])*){{1,3}}",
        "code": r"[A-Z][A-Z0-9_/&-]{1,7}",
        "flag": r"(?i:H|L|HH|LL|HI|LO|N|A|\*|high|low|normal|abnormal|positive|negative|pos|neg)",
        "unit": unit.ALONE,
        "prose": r"\S+(?:\s+\S+){5}.*",
    }.items()
}
_ANYWHERE: Mapping[str, re.Pattern[str]] = {
    "address": re.compile(
        r"\b(?:road|street|lane|close|gardens|avenue|drive|court|way|place|rd|st|ave|house|flat|terrace|crescent|grove"
        r"|hill)\b",
        re.IGNORECASE,
    ),
    "outcome": re.compile(
        r"\b(?:not detected|detected|negative|positive|reactive|no growth|insufficient|equivocal)\b", re.IGNORECASE
    ),
}


@dataclass(frozen=True)
class Shape:
    """What a column looks like.

    Attributes:
        values: non-empty values looked at.
        distinct: distinct ones among them.
        shares: share of the distinct values looked at per shape, 0 to 1; see `_DIGITS` and `_ANY`, plus `surname`,
            `forename` and `listed_full` (in the gazetteers), `test` (known to the catalogue) and `specimen` (the
            profile's pattern).
        ten: distinct values of NHS print.
        valid: of these, valid in any range.
        nhs: of these, valid and in the live or test range.
        chi: of these, valid, beginning with a day and a month.
        hc: of these, valid and in the range of Northern Ireland.
        mean_length: bytes.
    """

    values: int = 0
    distinct: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    ten: int = 0
    valid: int = 0
    nhs: int = 0
    chi: int = 0
    hc: int = 0
    mean_length: float = 0.0

    def share(self, name: str) -> float:
        """Return a share; 0 for shapes that were not looked at."""
        return self.shares.get(name, 0.0)

    @property
    def repeats(self) -> float:
        """How often a distinct value stands there on average."""
        return self.values / self.distinct if self.distinct else 0.0


def measure(column: pa.Array, kit: Kit) -> Shape:
    """Measure a sample of a column.

    Args:
        column: string array, trimmed or not.
        kit: tools of the process.
    """
    kept = column.drop_null()
    kept = pc.utf8_trim_whitespace(kept)
    kept = kept.filter(pc.greater(pc.binary_length(kept), 0))
    if len(kept) == 0:
        return Shape()
    distinct = pc.unique(kept)
    looked = distinct.take(pa.array(np.linspace(0, len(distinct) - 1, min(LOOKED_AT, len(distinct))).astype(np.int64)))
    shares = _shares(looked.to_pylist())
    shares |= _shares_of_lists(looked, kit, shares)
    if kit.specimens:
        shares["specimen"] = float(pc.mean(pc.match_substring_regex(looked, f"^(?:{kit.specimens})$")).as_py())
    checked = number.check(distinct)
    # other spaces and wide digits are known to the check alone
    ten = number.candidates(distinct) | checked.valid
    return Shape(
        values=len(kept),
        distinct=len(distinct),
        shares=shares,
        ten=int(ten.sum()),
        valid=int(checked.valid.sum()),
        nhs=int((checked.valid & checked.nhs).sum()),
        chi=int(checked.chi.sum()),
        hc=int((checked.valid & checked.hc).sum()),
        mean_length=float(np.mean(pc.binary_length(looked).to_numpy(zero_copy_only=False))),
    )


def _shares(looked: Sequence[str]) -> dict[str, float]:
    """Return the share of values per shape, 0 to 1."""
    cut = [value[:MAX_VALUE] for value in looked]
    with_digit = [value for value in cut if _DIGIT.search(value)]
    shares = {name: sum(map(bool, map(shape.fullmatch, with_digit))) for name, shape in _DIGITS.items()}
    shares |= {name: sum(map(bool, map(shape.fullmatch, cut))) for name, shape in _ANY.items()}
    shares |= {name: sum(map(bool, map(shape.search, cut))) for name, shape in _ANYWHERE.items()}
    return {name: count / len(cut) for name, count in shares.items()}


_DIGIT = re.compile(r"\d")


def _shares_of_lists(looked: pa.Array, kit: Kit, shares: Mapping[str, float]) -> dict[str, float]:
    """Return the shares of listed names and known tests; lists are asked only where the shape allows them."""
    found = {"surname": 0.0, "forename": 0.0, "listed_full": 0.0, "test": 0.0}
    if shares["word"] >= 0.5:
        upper = pc.utf8_upper(looked)
        found["surname"] = float(pc.mean(pc.is_in(upper, value_set=kit.surnames)).as_py())
        found["forename"] = float(pc.mean(pc.is_in(upper, value_set=kit.forenames)).as_py())
    sampled = looked.slice(0, LISTED_AT).to_pylist()
    if shares["full_name"] >= 0.3:
        found["listed_full"] = sum(map(_is_listed, sampled)) / len(sampled)
    if max(shares["number"], shares["date"], shares["datetime"], shares["identifier"], shares["postcode"]) < 0.5:
        found["test"] = sum(map(kit.classifier.knows, sampled)) / len(sampled)
    return found


def _is_listed(value: str) -> bool:
    """Return whether a value reads as a full name of which the surname or the first forename is listed."""
    pair = person_name.split(value)
    if pair is None:
        return False
    return name_counts.is_surname(pair[0]) or name_counts.is_forename(pair[1].split(" ")[0])
