"""Laboratory tests by printed name: class, tier and legal class, and the traps among names."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from leakassay.reference import table
from leakassay.values.printed import folded


@dataclass(frozen=True, slots=True)
class CatalogueTest:
    """One test, panel or wording that a laboratory prints."""

    id: str
    test_class: str
    """Upper-case key: HIV, HEPATITIS, STI, CANCER, … GENERAL."""
    subclass: str
    tier: int
    """0 to 4: how much harm the disclosure does, 4 the most."""
    legal_class: tuple[str, ...]
    """Keys of `legal_class`, as far as the instruments are listed there."""
    name: str
    printed_as: tuple[str, ...]
    pattern: str
    """Regular expression, matched without case except for ``exact_case_tokens``; may use lookaround."""
    exact_case_tokens: frozenset[str]
    """Words that count only in exactly this case: RPR is a syphilis test, rpr is not."""
    positive_markers: tuple[str, ...]
    trap: str
    """What else the name may be."""


class Hit(NamedTuple):
    """A test found in a text, with the place in the text as it was given after folding of spaces."""

    test_id: str
    start: int
    end: int


_KEY = re.compile(r"[^0-9a-z+&%]+")
_SPACES = re.compile(" {2,}")
_WORD = re.compile(r"\w+")

# In a list printed wholly in capitals, these mean the harmless reading unless more words say otherwise.
_CASELESS: Mapping[str, str] = MappingProxyType({"EGFR": "GENE-128"})


@cache
def load() -> tuple[CatalogueTest, ...]:
    """Return the whole catalogue in file order."""
    return tuple(_test(row) for row in table.rows("test_catalogue.csv"))


@cache
def by_id(test_id: str) -> CatalogueTest:
    """Return one test by its id; KeyError when the catalogue has no such id."""
    return _index()[test_id]


def codes(system: str) -> Mapping[str, str]:
    """Return code to test id for one code system (``READ2``, ``LOINC``); ``data/NOTICE-codes.md`` lists what is out."""
    return {row["code"]: row["id"] for row in table.rows("test_codes.csv") if row["system"] == system}


def by_name(name: str) -> CatalogueTest | None:
    """Return the test that is printed exactly so, ignoring case and punctuation save for the exact-case tokens."""
    printed = folded(name)
    return next((test for test in _names().get(_key(name), ()) if _case_holds(test, printed)), None)


def match(text: str) -> list[str]:
    """Return the ids of all tests whose pattern the text matches, in catalogue order.

    Negation is not judged here: "no evidence of malignancy" matches on purpose.
    """
    return list(dict.fromkeys(hit.test_id for hit in find(text)))


def find(text: str, among: Collection[str] | None = None) -> list[Hit]:
    """Return the first admissible place of each test in the text, in catalogue order.

    About a millisecond per line for the whole catalogue: a room that reads much prose finds candidates with a
    multi-pattern engine first (the patterns compile in Hyperscan's prefilter mode) and names them in ``among``.

    Args:
        text: Any text; places count characters of its `printed_line`, which differ only where spaces were doubled.
        among: Ids to look for; None means all.
    """
    line = printed_line(text)
    hits = []
    for test, pattern in _patterns():
        if among is not None and test.id not in among:
            continue
        for found in pattern.finditer(line):
            if _case_holds(test, found[0]):
                hits.append(Hit(test.id, found.start(), found.end()))
                break
    return hits


def printed_line(text: str) -> str:
    """Return the text with odd spaces, dashes and wide letters folded and runs of spaces made one."""
    return _SPACES.sub(" ", folded(text))


def classify_names(names: Iterable[str]) -> dict[str, CatalogueTest | None]:
    """Classify the distinct printed test names or codes of one column.

    A name printed exactly as in the catalogue wins; otherwise the test with the longest match, then the higher tier,
    then catalogue order. When no name of the column has a small letter, case carries no meaning: ambiguous
    abbreviations then take their harmless reading (EGFR is kidney function unless a mutation is named).

    Args:
        names: Distinct values; repeated ones cost nothing more.

    Returns:
        Each name with its test, or None when the catalogue does not know it (not: "harmless").
    """
    distinct = list(dict.fromkeys(names))
    caseless = len(distinct) > 1 and not any(character.islower() for name in distinct for character in name)
    return {name: _classify(name, caseless) for name in distinct}


def _classify(name: str, caseless: bool) -> CatalogueTest | None:
    if caseless and folded(name) in _CASELESS:
        return by_id(_CASELESS[folded(name)])
    exact = by_name(name)
    if exact is not None:
        return exact
    best = max(find(name), key=lambda hit: (hit.end - hit.start, by_id(hit.test_id).tier), default=None)
    return None if best is None else by_id(best.test_id)


def _case_holds(test: CatalogueTest, matched: str) -> bool:
    """Return whether every word of the match that spells an exact-case token has exactly that case."""
    if not test.exact_case_tokens:
        return True
    lowered = {token.lower() for token in test.exact_case_tokens}
    return all(word in test.exact_case_tokens for word in _WORD.findall(matched) if word.lower() in lowered)


def _key(name: str) -> str:
    return _KEY.sub(" ", folded(name).lower()).strip()


def _test(row: table.Row) -> CatalogueTest:
    return CatalogueTest(
        id=row["id"],
        test_class=row["class"],
        subclass=row["subclass"],
        tier=int(row["tier"]),
        legal_class=tuple(key.strip() for key in row["legal_class"].split(";")),
        name=row["name"],
        printed_as=tuple(filter(None, row["printed_as"].split("|"))),
        pattern=row["pattern"],
        exact_case_tokens=frozenset(filter(None, row["exact_case_tokens"].split("|"))),
        positive_markers=tuple(filter(None, row["positive_markers"].split("|"))),
        trap=row["trap"],
    )


@cache
def _index() -> Mapping[str, CatalogueTest]:
    return MappingProxyType({test.id: test for test in load()})


@cache
def _patterns() -> tuple[tuple[CatalogueTest, re.Pattern[str]], ...]:
    return tuple((test, re.compile(test.pattern, re.IGNORECASE)) for test in load())


@cache
def _names() -> Mapping[str, tuple[CatalogueTest, ...]]:
    """Return printed key to tests in catalogue order; case decides between EGFR and eGFR, else the first holds."""
    known: dict[str, tuple[CatalogueTest, ...]] = {}
    for test in load():
        for printed in (*test.printed_as, test.name):
            known[_key(printed)] = (*known.get(_key(printed), ()), test)
    return MappingProxyType(known)
