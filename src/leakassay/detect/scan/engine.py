"""Engine: one pass of Hyperscan over the bytes of many rows, giving candidates by row and place.

Hyperscan reports every end of a match; the longest one from each start is kept, and what lies inside a longer candidate
of its own kind is dropped. It cannot stall: its expressions have no backtracking.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import hyperscan
import numpy as np

from leakassay.detect.scan.pattern import Pattern, patterns
from leakassay.reference import name_counts, test_catalogue
from leakassay.values.printed import folded

MAX_HITS = 2_000_000
"""Candidates of one batch; a text that gives more is not prose, and the first two million are enough to say so."""
_BETWEEN = b"\n\x1e\n"
"""Stands between rows while they are scanned: no expression reaches across it."""
_ODD = re.compile("[\uff01-\uff5e\u200b\u200c\u200d\u2060\ufeff\u00ad]")
"""Wide and invisible characters: such rows are folded before they are scanned."""


class Candidate(NamedTuple):
    """A hit: the row in the batch, what it may be, its characters from `start` to `end` in that row."""

    row: int
    kind: str
    start: int
    end: int
    text: str


class Scanner:
    """The compiled expressions of one process.

    Args:
        expressions: of values and names.
        packed: what a process with the same expressions compiled, see `packed`.
    """

    def __init__(self, expressions: Sequence[Pattern], packed: Mapping[str, str] | None = None) -> None:
        self._patterns = list(expressions)
        self._tests = test_catalogue.load()
        listed = [name.title().encode() for name in sorted(name_counts.forenames())]
        self._lengths = [len(name) for name in listed]
        if packed is None or not self._unpack(packed):
            self._compile(listed)
        self._whole = {pattern.kind: pattern.whole for pattern in self._patterns if pattern.whole is not None}
        self._last: list[tuple[Sequence[str], _Rows]] = []
        """The rows that were asked about last, joined: tests, forenames and values are looked for in the same ones."""

    def _rows(self, texts: Sequence[str]) -> _Rows:
        """Return rows joined, those of the last question without work."""
        if not self._last or self._last[0][0] is not texts:
            self._last = [(texts, _Rows(texts))]
        return self._last[0][1]

    def _compile(self, forenames: Sequence[bytes]) -> None:
        expressions = self._patterns
        try:
            self._values = _compiled(expressions)
        except hyperscan.error:  # which of them it was is worth a second only where there is one
            self._patterns = [pattern for pattern in expressions if _compiles(pattern)]
            self._values = _compiled(self._patterns)
        self._refused = [at for at, pattern in enumerate(expressions) if pattern not in self._patterns]
        # the catalogue's expressions look around; a prefilter finds wherever they might match and `find` decides
        self._names = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._names.compile(
            expressions=[test.pattern.encode() for test in self._tests],
            ids=list(range(len(self._tests))),
            elements=len(self._tests),
            flags=[hyperscan.HS_FLAG_PREFILTER | hyperscan.HS_FLAG_CASELESS] * len(self._tests),
        )
        self._forenames = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._forenames.compile(
            expressions=forenames, ids=list(range(len(forenames))), flags=[0] * len(forenames), literal=True
        )

    def packed(self) -> dict[str, str]:
        """Return what `compile` took a second for, as text: a process of the same machine takes it over in a hundredth.

        It is for processes that this one starts; nothing that lay on a disk may be taken for it.
        """
        bases = {"values": self._values, "names": self._names, "forenames": self._forenames}
        said = {name: base64.b64encode(hyperscan.dumpb(base)).decode("ascii") for name, base in bases.items()}
        return {**said, "refused": " ".join(map(str, self._refused))}

    def _unpack(self, packed: Mapping[str, str]) -> bool:
        """Take over what another process compiled; False where this engine does not take it."""
        try:
            loaded = {name: _loaded(packed[name]) for name in ("values", "names", "forenames")}
        except hyperscan.error:
            return False
        self._values, self._names, self._forenames = loaded["values"], loaded["names"], loaded["forenames"]
        self._refused = [int(at) for at in packed["refused"].split()]
        self._patterns = [pattern for at, pattern in enumerate(self._patterns) if at not in self._refused]
        return True

    def forenames(self, texts: Sequence[str]) -> dict[int, list[int]]:
        """Return per row the characters at which a listed forename with its capital begins, in order."""
        rows = self._rows(texts)
        found: dict[int, list[int]] = {}
        for number, _, end in self._hits(self._forenames, rows.joined):
            start = end - self._lengths[number]
            if _is_word(rows.joined, start, end):
                row = rows.of(start)
                found.setdefault(row, []).append(rows.character(row, start))
        return {row: sorted(set(places)) for row, places in found.items()}

    def candidates(self, texts: Sequence[str]) -> list[Candidate]:
        """Return the candidates of many rows, by row and place."""
        plain = [_fold(text) if _ODD.search(text) else (text, None) for text in texts]
        is_odd = any(origin is not None for _, origin in plain)
        rows = _Rows([text for text, _ in plain]) if is_odd else self._rows(texts)
        hits = self._hits(self._values, rows.joined)
        found = []
        for kind, first, last in _longest(hits, [pattern.kind for pattern in self._patterns]):
            row = rows.of(first)
            text, origin = plain[row]
            start, end = rows.character(row, first), rows.character(row, last)
            whole = self._whole.get(kind)
            if whole is not None:
                grown = whole.match(text, start)
                if grown is None:
                    continue
                end = grown.end()
            said = text[start:end]
            if origin is not None:
                start, end = origin[start], origin[end - 1] + 1
            found.append(Candidate(row, kind, start, end, said))
        return found

    def tests(self, texts: Sequence[str]) -> dict[int, dict[str, list[int]]]:
        """Return per row the ids of tests that may be named there, with the characters at which hits end."""
        rows = self._rows(texts)
        found: dict[int, dict[str, list[int]]] = {}
        for number, _, end in self._hits(self._names, rows.joined):
            row = rows.of(end - 1)
            found.setdefault(row, {}).setdefault(self._tests[number].id, []).append(rows.character(row, end))
        return found

    @staticmethod
    def _hits(database: Any, joined: bytes) -> list[tuple[int, int, int]]:
        hits: list[tuple[int, int, int]] = []

        def keep(number: int, start: int, end: int, flags: int, context: Any) -> bool | None:  # noqa: ARG001  Hyperscan's own signature
            hits.append((number, start, end))
            return True if len(hits) >= MAX_HITS else None

        if joined:
            try:
                database.scan(joined, match_event_handler=keep)
            except hyperscan.ScanTerminated:
                return hits
        return hits


def build(
    detectors: Sequence[Mapping[str, Any]],
    specimens: Sequence[str],
    own: Mapping[str, str],
    packed: Mapping[str, str] | None = None,
) -> Scanner:
    """Compile the scanner of one process from the catalogue's lines and the organisation's patterns."""
    return Scanner(patterns(detectors, specimens, own), packed)


def _loaded(text: str) -> Any:
    """Return a database that was packed.

    Raises:
        hyperscan.error: it is none, or one of another version or processor.
    """
    database = hyperscan.loadb(base64.b64decode(text), hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return database


_LETTER = re.compile(rb"[A-Za-z0-9_\x80-\xff]")
_APOSTROPHE = "\u2019".encode()


def _is_word(joined: bytes, start: int, end: int) -> bool:
    """Return whether a run of letters ends on both sides, as far as its neighbours in UTF-8 say."""
    behind = joined[end : end + len(_APOSTROPHE)]
    before = joined[start - 1 : start] if start else b""
    return not _LETTER.match(before) and (behind == _APOSTROPHE or not _LETTER.match(behind))


def _flags(pattern: Pattern) -> int:
    flags = hyperscan.HS_FLAG_SOM_LEFTMOST | (hyperscan.HS_FLAG_CASELESS if pattern.caseless else 0)
    return int(flags)


def _compiled(patterns: Sequence[Pattern]) -> Any:
    """Return the database of some expressions.

    Raises:
        hyperscan.error: it refuses one of them.
    """
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[pattern.expression.encode() for pattern in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[_flags(pattern) for pattern in patterns],
    )
    return database


def _compiles(pattern: Pattern) -> bool:
    """Return whether Hyperscan takes an expression; the organisation's own may be of a kind that it refuses."""
    try:
        _compiled([pattern])
    except hyperscan.error:
        return False
    return True


class _Rows:
    """Rows as one run of bytes, and the way back from a byte to the row and the character in it.

    Args:
        texts: the rows.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._raw = [text.encode("utf-8", "replace") for text in texts]
        lengths = np.array([0, *(len(piece) + len(_BETWEEN) for piece in self._raw[:-1])], np.int64)
        self._starts = np.cumsum(lengths)
        self._ascii = [text.isascii() for text in texts]
        self._characters: dict[int, Any] = {}
        """Characters before each byte of a row; made once a row that is not ASCII."""
        self.joined = _BETWEEN.join(self._raw)

    def of(self, place: int) -> int:
        """Return the row that a byte of the run lies in."""
        return int(np.searchsorted(self._starts, place, side="right")) - 1

    def character(self, row: int, place: int) -> int:
        """Return how many characters of a row stand before a byte of the run."""
        inside = place - int(self._starts[row])
        if self._ascii[row]:
            return inside
        if row not in self._characters:
            is_first = (np.frombuffer(self._raw[row], np.uint8) & 0xC0) != 0x80
            self._characters[row] = np.concatenate([[0], np.cumsum(is_first)])
        return int(self._characters[row][inside])


def _longest(hits: Sequence[tuple[int, int, int]], kinds: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return (kind, first byte, last byte) of the longest hits, in order; none reaches over the end of its row."""
    best: dict[tuple[str, int], int] = {}
    for number, start, end in hits:
        key = (kinds[number], start)
        best[key] = max(best.get(key, 0), end)
    kept: list[tuple[str, int, int]] = []
    reach: dict[str, int] = {}
    for (kind, start), end in sorted(best.items(), key=lambda entry: (entry[0][1], -entry[1], entry[0][0])):
        if end > reach.get(kind, -1):
            reach[kind] = end
            kept.append((kind, start, end))
    return kept


def _fold(text: str) -> tuple[str, list[int]]:
    """Return a text with wide characters narrowed and invisible ones gone, and where each character stood before."""
    signs: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(text):
        narrow = folded(f"x{sign}x")[1:-1] if _ODD.match(sign) else sign
        signs.extend(narrow)
        origin.extend([place] * len(narrow))
    return "".join(signs), origin
