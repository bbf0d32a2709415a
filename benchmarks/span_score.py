"""How spans that a tool finds in a text are held against labelled ones, and what went wrong, without saying it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

TYPES: Mapping[str, str] = {
    "PERSON": "person", "PHONE_NUMBER": "telephone", "EMAIL_ADDRESS": "e-mail", "CREDIT_CARD": "card",
    "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP address",
}  # fmt: skip
"""Entities that the labels, Presidio and we all know; Presidio names them as the labels do."""

Spans = list[list[tuple[str, int, int]]]
"""By text: type, first character, one past the last."""


class Score(NamedTuple):
    """How one tool did on one type."""

    found: int
    planted: int
    right: int
    said: int

    @property
    def recall(self) -> float:
        """Share of the labelled spans of which at least half was found."""
        return self.found / self.planted if self.planted else 0.0

    @property
    def precision(self) -> float:
        """Share of what was said of which at least half is labelled so."""
        return self.right / self.said if self.said else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.recall * self.precision / (self.recall + self.precision) if self.found else 0.0


def scored(found: Spans, planted: Spans) -> dict[str, Score]:
    """Every type; a span is met where half of it is covered."""
    made = {}
    for kind in dict.fromkeys(TYPES.values()):
        counts = [0, 0, 0, 0]
        for said, truth in zip(found, planted, strict=True):
            mine, theirs = ([one[1:] for one in side if one[0] == kind] for side in (said, truth))
            counts[0] += sum(_covered(span, mine) for span in theirs)
            counts[1] += len(theirs)
            counts[2] += sum(_covered(span, theirs) for span in mine)
            counts[3] += len(mine)
        made[kind] = Score(*counts)
    return made


def _covered(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    start, end = span
    return sum(max(0, min(end, high) - max(start, low)) for low, high in others) >= (end - start) / 2


def shape(value: str) -> str:
    """A value without what it says: letters are x or X, digits 9, runs shortened."""
    masked = re.sub(r"\d", "9", re.sub(r"[^\W\d_]", lambda met: "X" if met[0].isupper() else "x", value))
    return re.sub(r"(.)\1{2,}", r"\1\1…", masked)[:40].replace("\n", "⏎").replace("|", "¦")


def mistakes(texts: Sequence[str], found: Spans, planted: Spans) -> Counter[tuple[str, str, str]]:
    """Shapes of what we missed and of what we said wrongly."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for text, said, truth in zip(texts, found, planted, strict=True):
        for what, mine, theirs in (("missed", truth, said), ("said wrongly", said, truth)):
            for kind, start, end in mine:
                if not _covered((start, end), [one[1:] for one in theirs if one[0] == kind]):
                    counted[what, kind, shape(text[start:end])] += 1
    return counted
