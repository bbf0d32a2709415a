"""Patterns for free text: the value types' own, those of names, credentials and paths, and the organisation's."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leakassay.values.printed import END, START

NAME_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ž'’-]{1,30}"
"""A word of a name, as Python reads it."""
_CAPITAL = r"(?:[A-Z]|\xc3[\x80-\x9e]|[\xc4\xc5])"
"""Its first letter, as Hyperscan reads the bytes of UTF-8."""
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Master|MR|MRS|MS|MISS|Mstr|Baby|BABY)\.?"
_STAFF = r"(?:Dr|DR|Prof|PROF|Professor|Doctor|Nurse|Sister|Matron|Consultant|Cllr|Rev|Judge)\.?"


@dataclass(frozen=True)
class Pattern:
    """One expression of the candidate finder.

    Attributes:
        kind: what a hit may be.
        expression: without lookaround, as Hyperscan takes it.
        caseless: upper and lower case alike.
        whole: where the expression finds only a beginning, what the candidate must be from there on, as Python reads
            it; repeats of whole names are too large for Hyperscan.
    """

    kind: str
    expression: str
    caseless: bool = False
    whole: re.Pattern[str] | None = None


PARTICLES = ("van", "de", "der", "den", "von", "da", "di", "la", "le", "bin", "binti", "al", "el", "dos", "du")
"""Words in lower case inside of names."""


def _in_bytes(expression: str) -> str:
    """Return an expression as Hyperscan reads the bytes of UTF-8: a class of signs is an alternation."""
    return expression.replace("['’]", r"(?:'|\xe2\x80\x99)")


MEASURED = "measured"
"""Kind of hits that tell where a line prints a result; they are no values."""
_NAMES = rf"(?:{NAME_WORD} |[A-Z]\.? ){{0,3}}{NAME_WORD}\b"
_LABELS = r"(?i:re|patient|patient name|patient's name|pt|name|full name|surname|client)\s?[:.\-]\s{0,3}"
NAMED = "person_name"
"""Kind of hits that may begin with somebody's name."""
NAMED_BEHIND = "name_behind"
"""Kind of hits at whose last letter it may begin."""
_KIN = (
    "uncle|aunt|brother|sister|mother|father|son|daughter|wife|husband|friend|partner|colleague|nephew|niece|mum|dad"
    "|cousin"
)
NAMES_WHO = (
    r"name(?: is| was|['’]s|:|\?)|i am|i['’]m|hi|hello|dear|hey|calls? (?:me|him|her)|called|named|behalf of|regards,"
    r"|thanks,|directed by:?|starring|producer|actor|actress|singer|songwriter|author|director|president|minister"
    rf"|patient|under|{_KIN}"
)
"""Words before somebody's name, in any case."""
IS_SOMEBODY = (
    rf"['’]s (?:{_KIN}|address|account|card|result|appointment|gp)|:|,? (?:said|says|told|wrote|asked|replied|lives"
    "|lived|had|has|was born|began|called|rang|phoned|attended|explained|thinks|works)"
)
"""Words behind somebody's name."""
_LARGE, _SMALL = r"[A-Z\xc3-\xc5]", r"[a-z'\x80-\xc5-]"
"""Bytes that capital and small letters begin with or are made of: more than there are, and cheap."""
CALLED = "called_number"
"""Kind of hits that hold the label of a telephone number, and the number behind it."""
CALLED_BEHIND = "number_called"
"""Kind of hits that hold the number first."""
_DIGITS = r"(?:\+|\b00)?\(?[0-9](?:[ .()-]{0,2}[0-9]){5,14}(?: ?x[0-9]{1,5})?\b"
PRINTED_NUMBER = re.compile(_DIGITS)
"""A telephone number of any country, as printed."""
_CALL = (
    r"(?:(?:tele)?phone|tel|mobile|mob|cell|fax)\.?(?: ?(?:no|num|number))?\.?\s?[:.#]?\s{0,3}"
    r"|(?:desk|office|home|work|direct|daytime|evening|contact)(?: (?:no|num|number))?\s?:\s{0,3}"
    r"|(?:call|ring|phone|contact|reach|answering)(?: [a-z]{2,12}){0,3} (?:on|at) |(?:can|please) (?:call|ring) "
)
"""What stands before a telephone number."""
OWN: tuple[Pattern, ...] = (
    Pattern("patient_name", rf"\b{_TITLES} {_CAPITAL}", whole=re.compile(rf"{_TITLES} {_NAMES}")),
    Pattern("staff_name", rf"\b{_STAFF} {_CAPITAL}", whole=re.compile(rf"{_STAFF} {_NAMES}")),
    Pattern("listed_name", r"\b[A-Z][A-Z'-]{1,30}, ?[A-Z]",
            whole=re.compile(rf"[A-Z][A-Z'’-]{{1,30}}, ?(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?{NAME_WORD}(?: {NAME_WORD})?\b")),
    Pattern("labelled_name", rf"\b{_LABELS}{_CAPITAL}",
            whole=re.compile(rf"{_LABELS}(?:{_TITLES} )?{NAME_WORD}(?:,? (?:{NAME_WORD}|[A-Z]\.?)){{0,3}}\b")),
    Pattern("labelled_forename", rf"\b(?i:forename|forenames|first name|given name)s?\s?[:\-]\s{{0,3}}{_CAPITAL}",
            whole=re.compile(rf"(?i:forename|forenames|first name|given name)s?\s?[:\-]\s{{0,3}}{NAME_WORD}\b")),
    Pattern("hospital_number",
            r"\b(?i:hosp(?:ital)?\.? ?(?:no|num|number|id)|mrn|unit ?(?:no|number)|case ?(?:no|number))"
            r"\.?\s?[:#]?\s{0,4}[A-Za-z]{0,3}[0-9]{5,10}[A-Za-z]?\b"),
    Pattern("credential", r"\b(?:password|passwd|pwd|passphrase|secret|api[_ -]?key|access[_ -]?token)\b"
            r"[\"' ]{0,2}[:=][\"' ]{0,2}[^\s\"',;]{4,64}",
            caseless=True),
    Pattern("credential", r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"),
    Pattern("credential", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    # `text.measured` reads the line again: here the beginning of a unit is enough, and compiles sooner
    Pattern(MEASURED, r"[0-9][ \t|]{1,20}(?:[HLN*]{1,2}[ \t|]{1,4})?"
            r"(?:[munpfkM]?(?:mol|g|L|l|U|IU|Eq|cells|copies)/|x?10(?:[*^]|[0-9]{1,2}/)|mm/|fL|pg|%|ratio|sec)"),
    Pattern(MEASURED, r":[ \t]*(?:not |non-?|un)?(?:detected|positive|negative|reactive|isolated|present|absent"
            r"|seen|no growth|equivocal|heterozygous|homozygous)\b", caseless=True),
    Pattern(MEASURED, r"\n[A-Z][A-Z0-9]+ +[A-Za-z][A-Za-z0-9 ./()&+-]+: *[A-Za-z]"),
    Pattern(CALLED, rf"\b(?:{_CALL})[+(]{{0,2}}[0-9]", caseless=True,
            whole=re.compile(rf"(?:{_CALL}){_DIGITS}", re.IGNORECASE)),
    Pattern(CALLED_BEHIND, r"[+(0-9][0-9 ().-]{4,20}[0-9](?:x[0-9]{1,5})?[ -]{1,2}(?:office|fax|mobile|direct)\b",
            caseless=True),
    Pattern(NAMED_BEHIND, rf"\b(?i:{_in_bytes(NAMES_WHO)})[,:]?\s{{1,2}}\"?{_CAPITAL}"),
    Pattern(NAMED, rf"\b{_LARGE}{_SMALL}+ (?:(?:{'|'.join(PARTICLES)}) ){{0,3}}{_LARGE}"),
    Pattern(NAMED, rf"\b{_LARGE}{_SMALL}+(?:{_in_bytes(IS_SOMEBODY)})"),
    Pattern("unc_path", r"\\\\[A-Za-z0-9._-]{2,64}\\[A-Za-z0-9$._ -]{1,64}"),
)  # fmt: skip
"""Those that no value type owns."""


_NUMBER_OF = r"(?i: ?(?:no|nos|num|number|nbr|ref|reference|id|code))?\.?\s?[:#]?\s{0,4}"
"""What may stand between a label and its value."""


def labelled(words: Sequence[str], value: str) -> str:
    """Return the expression of a value behind one of some words."""
    return rf"\b(?i:{'|'.join(map(re.escape, words))}){_NUMBER_OF}{value}"


def patterns(detectors: Sequence[Mapping[str, Any]], specimens: Sequence[str], own: Mapping[str, str]) -> list[Pattern]:
    """Return all expressions: catalogue, ours, specimen numbers and the organisation's own detectors."""
    found = []
    for line in sorted(detectors, key=lambda line: str(line["name"])):
        if line.get("in_text") and line.get("value"):
            value = importlib.import_module(f"leakassay.values.{line['value']}").PATTERN
            expression = labelled(line["context"], value) if line.get("labelled") else value
            found.append(Pattern(line["name"], expression, line["name"] == "nino"))
    found += OWN
    found += [Pattern("specimen_id", f"{START}(?:{expression}){END}") for expression in specimens]
    return found + [Pattern(name, f"{START}(?:{expression}){END}") for name, expression in sorted(own.items())]
