"""Cutting the years of a history into stretches that are drawn one after another, so that memory stays flat."""

from dataclasses import dataclass

import numpy as np

EVENTS_AT_ONCE = 500_000
"""Results drawn at once: fewer than 250,000 specimens of two results and more on average, about 60 MB."""


@dataclass(frozen=True)
class Stretch:
    """Days that are drawn together: the first and last of them, results, and a name (2021a; empty where one is all)."""

    first: np.datetime64
    last: np.datetime64
    events: int
    label: str


def stretches(first: np.datetime64, last: np.datetime64, events: int) -> list[Stretch]:
    """Returns stretches in order of time, each within one calendar year, with `events` results in all.

    One stretch holds everything where `events` are at most `EVENTS_AT_ONCE`.
    """
    if events <= EVENTS_AT_ONCE:
        return [Stretch(first, last, events, "")]
    days = int((last - first).astype(np.int64)) + 1
    edges: list[tuple[np.datetime64, np.datetime64, str]] = []
    for year in range(_year(first), _year(last) + 1):
        start = max(first, np.datetime64(f"{year}-01-01"))
        stop = min(last + 1, np.datetime64(f"{year + 1}-01-01"))
        size = int((stop - start).astype(np.int64))
        # a day cannot be cut: beyond half a million results a day the stretches grow
        pieces = min(size, -(-events * size // (days * EVENTS_AT_ONCE)))
        for piece in range(pieces):
            low, high = (start + size * one // pieces for one in (piece, piece + 1))
            edges.append((low, high, f"{year}{_letters(piece)}"))
    given = [events * int((high - first).astype(np.int64)) // days for _, high, _ in edges]
    return [
        Stretch(low, high - 1, now - before, label)
        for (low, high, label), now, before in zip(edges, given, [0, *given], strict=False)
    ]


def _year(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(np.int64)) + 1970


def _letters(number: int) -> str:
    """Returns a, b … z, ba, bb …: the number written with letters for digits."""
    letters = chr(ord("a") + number % 26)
    return letters if number < 26 else _letters(number // 26) + letters
