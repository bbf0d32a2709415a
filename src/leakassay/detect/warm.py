"""Warm: everything that is compiled or loaded once per process, before the first item is opened."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import result as results
from leakassay.detect.canon.lookup import Lookup
from leakassay.detect.canon.test import Classifier
from leakassay.detect.header import HeaderRules, compiled
from leakassay.detect.scan.engine import Scanner, build
from leakassay.detect.value_kind import Kind, kinds_of
from leakassay.reference import name_counts
from leakassay.values import email_address, person_name, telephone
from leakassay.values.uk import ods_code, postcode

_SEXES = {
    **dict.fromkeys(("M", "MALE", "1", "MAN", "BOY"), "M"),
    **dict.fromkeys(("F", "FEMALE", "2", "WOMAN", "GIRL"), "F"),
    **dict.fromkeys(("X", "I", "INDETERMINATE", "9", "NOT SPECIFIED", "OTHER", "NON-BINARY"), "X"),
}

_NO_NAMES = frozenset(
    [
        "UNKNOWN",
        "NOT KNOWN",
        "UNK",
        "ANON",
        "ANONYMOUS",
        "NONE",
        "NULL",
        "NIL",
        "NAME",
        "SURNAME",
        "FORENAME",
        "NO NAME",
        "REDACTED",
        "N A",
        "NA",
    ]
)
"""Words that stand where no name is known. Names of test patients (ZZTEST) stay: who resolves must see them."""

_NUMBERED = re.compile(r"[^\W\d_][^\d_]{0,39}[^\W\d_]\d{1,4}")
"""A name as test systems number it: Maynard46."""


@dataclass
class Kit:
    """The tools of one process.

    Attributes:
        headers: header expressions of the catalogue.
        lookups: canonical form by kind, remembered per distinct value.
        classifier: of test names and codes.
        scanner: candidate finder for free text.
        surnames: listed surnames, upper case.
        forenames: listed forenames, upper case.
        specimens: the profile's specimen patterns as one anchored expression, "" when there are none.
        kinds: what the catalogue says of each kind of value in free text.
        settings: as given.
    """

    headers: HeaderRules
    lookups: Mapping[str, Lookup]
    classifier: Classifier
    scanner: Scanner
    surnames: pa.Array
    forenames: pa.Array
    specimens: str
    kinds: Mapping[str, Kind]
    settings: Mapping[str, Any] = field(default_factory=dict)


def prepare(settings: Mapping[str, Any]) -> None:
    """Compile and load what `settings` (see `detect.settings`) ask for; a second call costs nothing."""
    kit(settings)


def kit(settings: Mapping[str, Any]) -> Kit:
    """Return the tools for these settings, made on first use.

    Settings are not changed once they are used: the very object of the last call is not looked into again, for every
    item asks.
    """
    if not _last or _last[0][0] is not settings:
        told = {name: value for name, value in settings.items() if name != PACKED}
        _last[:] = [(settings, _kit(json.dumps(told, sort_keys=True, default=str), _Packed(settings.get(PACKED))))]
    return _last[0][1]


def with_packed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings that bring along what this process compiled for them; for the processes that it starts."""
    return {**settings, PACKED: kit(settings).scanner.packed()}


PACKED = "packed_scanner"
"""The one setting that says nothing about what is looked for."""


class _Packed:
    """What was compiled, beside the settings that it was compiled for: two of them are never told apart."""

    def __init__(self, content: Mapping[str, str] | None) -> None:
        self.content = content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Packed)

    def __hash__(self) -> int:
        return 0


_last: list[tuple[Mapping[str, Any], Kit]] = []
"""The settings of the last call, and their tools."""


@functools.lru_cache(maxsize=4)
def _kit(said: str, packed: _Packed) -> Kit:
    settings = json.loads(said)
    detectors = settings.get("detectors", [])
    kinds = kinds_of(detectors)
    patterns = [pattern for pattern in settings.get("specimen_numbers", []) if _compiles(pattern)]
    partner = [pattern for pattern in settings.get("partner_specimen_numbers", []) if _compiles(pattern)]
    scanner = build(detectors, patterns + partner, settings.get("own_detectors", {}), packed.content)
    classifier = Classifier(settings.get("test_codes", {}), scanner.tests)
    return Kit(
        headers=compiled(detectors),
        lookups=_lookups(kinds),
        classifier=classifier,
        scanner=scanner,
        surnames=pa.array(sorted(name_counts.surnames())),
        forenames=pa.array(sorted(name_counts.forenames())),
        specimens="|".join(f"(?:{pattern})" for pattern in patterns),
        kinds=kinds,
        settings=settings,
    )


def _compiles(pattern: str) -> bool:
    """Return whether RE2, which columns are matched with and which cannot stall, takes a pattern."""
    try:
        pc.match_substring_regex(pa.array([""]), f"^(?:{pattern})$")
    except pa.ArrowInvalid:
        return False
    return True


def _lookups(kinds: Mapping[str, Kind]) -> dict[str, Lookup]:
    text: dict[str, Callable[[str], Any]] = {
        **{name: kind.canonical for name, kind in kinds.items() if kind.canonical is not None},
        "surname": _name,
        "surname_as_printed": _printed_name,
        "forename": _name,
        "surname_of_full": functools.partial(_part_of_full, 0),
        "forename_of_full": functools.partial(_part_of_full, 1),
        "postcode": postcode.canonical,
        "telephone": telephone.canonical,
        "email": email_address.canonical,
        "sex": lambda value: _SEXES.get(value.strip().upper()),
        "gp_practice": ods_code.canonical_any,
        "flag_of_text": results.flag_of_text,
        "flag_of_flag": results.flag_of_flag,
    }
    made = {name: Lookup(function, pa.string()) for name, function in text.items()}
    made["number"] = Lookup(results.number, pa.float64())
    made["limit_low"] = Lookup(lambda value: results.limits(value)[0], pa.float64())
    made["limit_high"] = Lookup(lambda value: results.limits(value)[1], pa.float64())
    return made


def _name(text: str) -> str | None:
    name = person_name.canonical(text)
    if name is None and _NUMBERED.fullmatch(text.strip()):
        return text.strip().upper()
    return None if name is None or name in _NO_NAMES else name


def _printed_name(text: str) -> str | None:
    """Return a surname, as printed but in upper case where it is no name in shape: the format says what it is."""
    name = _name(text)
    if name is not None or person_name.canonical(text) in _NO_NAMES:
        return name
    printed = " ".join(text.split()).upper()
    return printed if len(printed) <= person_name.MAX_NAME and any(map(str.isalpha, printed)) else None


def _part_of_full(part: int, text: str) -> str | None:
    pair = person_name.split(text)
    return pair[part] if pair is not None else (_name(text) if part == 0 else None)
