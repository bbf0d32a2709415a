"""Test names and codes: what the catalogue and the organisation's own code table make of a printed one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import pyarrow as pa

from leakassay.detect.canon.lookup import encode
from leakassay.reference import test_catalogue
from leakassay.reference.test_catalogue import CatalogueTest
from leakassay.values.printed import folded

MAX_NAME = 200
"""Characters of a test name; longer ones are reports and are read as text."""
MAX_REMEMBERED = 200_000
"""Names remembered per process; beyond that the memory starts anew."""
MAX_TOGETHER = 200
"""Names that are looked at together with one whose reading depends on its list."""
SYSTEMS = ("READ2", "LOINC")


class Classifier:
    """Classifies printed test names and codes; each distinct one is looked up once per process.

    Args:
        local: the organisation's own codes and what each stands for.
        may_name: for many texts, by place, the ids of the tests that each may name (see `scan.engine.Scanner.tests`):
            the catalogue's expressions cost a millisecond a name, and most names match none.
    """

    def __init__(
        self, local: Mapping[str, str], may_name: Callable[[Sequence[str]], Mapping[int, Collection[str]]]
    ) -> None:
        self._local = {code.strip().upper(): name for code, name in local.items()}
        self._codes = {code: test for system in SYSTEMS for code, test in test_catalogue.codes(system).items()}
        self._may_name = may_name
        self._names: dict[str, CatalogueTest | None] = {}

    def names(self, names: Iterable[str]) -> list[CatalogueTest | None]:
        """Return the test of each printed name, None where the catalogue knows none."""
        listed = list(names)
        if len(self._names) > MAX_REMEMBERED:
            self._names.clear()
        fresh = [name for name in dict.fromkeys(listed) if name not in self._names]
        self._names |= {name: test_catalogue.by_name(name) if 0 < len(name) <= MAX_NAME else None for name in fresh}
        searched = [name for name in fresh if self._names[name] is None and _is_searched(name)]
        for place, ids in self._may_name(searched).items():
            self._names[searched[place]] = _best(searched[place], ids)
        doubtful = [name for name in fresh if folded(name) in CASELESS]
        if doubtful:
            # names known exactly go along: whether case means anything is a property of the list
            known = [name for name in fresh if self._names[name] is not None][:MAX_TOGETHER]
            answers = test_catalogue.classify_names([*doubtful, *known])
            self._names |= {name: answers[name] for name in doubtful}
        return [self._names[name] for name in listed]

    def code(self, code: str) -> CatalogueTest | None:
        """Return the test of a code: the organisation's own table first, then shipped code lists, then as a name."""
        own = self._local.get(code.strip().upper())
        if own is not None:
            return self.names([own])[0]
        known = self._codes.get(code.strip())
        if known is not None:
            return test_catalogue.by_id(known)
        return test_catalogue.by_name(code) if 2 < len(code) <= 12 else None

    def knows(self, text: str) -> bool:
        """Return whether a value is a listed code or the exact name of a test: cheap, for judging columns."""
        if not text or len(text) > MAX_NAME:
            return False
        return text.strip().upper() in self._local or text in self._codes or test_catalogue.by_name(text) is not None


def _is_searched(name: str) -> bool:
    """Return whether the catalogue's expressions are tried: a date or a bare number names no test by accident."""
    return 2 < len(name) <= MAX_NAME and any(map(str.isalpha, name))


def _best(name: str, ids: Collection[str]) -> CatalogueTest | None:
    """Return the test with the longest match in a name, then the higher tier, then catalogue order."""
    hits = test_catalogue.find(name, among=ids)
    best = max(hits, key=lambda hit: (hit.end - hit.start, test_catalogue.by_id(hit.test_id).tier), default=None)
    return None if best is None else test_catalogue.by_id(best.test_id)


CASELESS = frozenset({"EGFR"})
"""Names whose reading depends on whether their list has small letters (see `classify_names`)."""


def classified(
    classifier: Classifier, names: pa.Array | None, codes: pa.Array | None, count: int
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Classify rows by printed name, then by code.

    Args:
        classifier: of this process.
        names: string column of printed names (n,), or None.
        codes: string column of codes (n,), or None.
        count: n.

    Returns:
        test_id, test_class and tier, each (n,), null where unknown.
    """
    tests: list[CatalogueTest | None] = []
    index: pa.Array | None = None
    if names is not None:
        encoded = encode(names)
        tests, index = classifier.names(value or "" for value in encoded.dictionary.to_pylist()), encoded.indices
        if codes is not None and any(test is None for test in tests):
            return _coalesced(_columns(tests, index), _columns(*_by_code(classifier, codes)))
    elif codes is not None:
        tests, index = _by_code(classifier, codes)
    if index is None:
        return pa.nulls(count, pa.string()), pa.nulls(count, pa.string()), pa.nulls(count, pa.int8())
    return _columns(tests, index)


def _by_code(classifier: Classifier, codes: pa.Array) -> tuple[list[CatalogueTest | None], pa.Array]:
    encoded = encode(codes)
    return [classifier.code(value or "") for value in encoded.dictionary.to_pylist()], encoded.indices


def _columns(tests: Sequence[CatalogueTest | None], index: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    ids = pa.array([test and test.id for test in tests], pa.string())
    classes = pa.array([test and test.test_class for test in tests], pa.string())
    tiers = pa.array([None if test is None else test.tier for test in tests], pa.int8())
    return ids.take(index), classes.take(index), tiers.take(index)


def _coalesced(
    first: tuple[pa.Array, pa.Array, pa.Array], second: tuple[pa.Array, pa.Array, pa.Array]
) -> tuple[pa.Array, pa.Array, pa.Array]:
    import pyarrow.compute as pc

    # a code speaks only where the name does not: the two never mix inside one row
    unknown = pc.is_null(first[0])
    ids, classes, tiers = (pc.if_else(unknown, b, a) for a, b in zip(first, second, strict=True))
    return ids, classes, tiers
