"""What format an item has: by its bytes first, by its suffix only to settle a draw."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from leakassay.model.plugin import Format

Sniffer = Callable[[bytes, bytes, str, int], int]

ANYWHERE_BYTES = 4096
"""How far a magic without a fixed place is looked for."""

SUFFIX_BONUS = 3
"""A suffix that agrees adds this; it never makes a format out of nothing."""


def identify(head: bytes, tail: bytes, name: str, size: int, formats: Sequence[Format]) -> Format | None:
    """Name the format of an item.

    Args:
        head: the first bytes, 64 KiB where there are so many.
        tail: the last bytes, as many.
        name: last path component; a hint.
        size: bytes of the whole item.
        formats: the catalogue.

    Returns:
        The format with the highest score (the first by name among equals), or None when none fits or nothing is there.
    """
    if size == 0 or not head:
        return None
    plan = _plan(formats)
    scores = {entry.name: (entry.score, entry) for entry in plan.by_magic(head)}
    for entry, sniffer in plan.sniffers:
        score = sniffer(head, tail, name, size)
        if score and (entry.name not in scores or score > scores[entry.name][0]):
            scores[entry.name] = score, entry
    lower = name.lower()
    best: tuple[int, str] | None = None
    found: Format | None = None
    for score, entry in scores.values():
        rank = -score - (SUFFIX_BONUS if lower.endswith(entry.suffixes) else 0), entry.name
        if score and (best is None or rank < best):
            best, found = rank, entry
    return found


def opens(found: Format, head: bytes, tail: bytes, name: str, size: int) -> bool:
    """True when the opener of a format is to be asked for an item whose first and last bytes these are."""
    return bool(found.opener) and (not found.opens or _sniffer(found.opens)(head, tail, name, size) > 0)


class _Plan:
    """A catalogue as it is asked: magics by place and length, so that a place is looked at once; then the sniffers.

    Args:
        formats: the catalogue.
    """

    def __init__(self, formats: tuple[Format, ...]) -> None:
        self.sniffers = [(entry, _sniffer(entry.sniff)) for entry in formats if entry.sniff]
        self._anywhere: list[tuple[bytes, Format]] = []
        placed: dict[tuple[int, int], dict[bytes, list[Format]]] = {}
        for entry, magic in ((one, magic) for one in formats for magic in one.magic):
            if magic.offset < 0:
                self._anywhere.append((magic.bytes, entry))
            else:
                at = magic.offset, magic.offset + len(magic.bytes)
                placed.setdefault(at, {}).setdefault(magic.bytes, []).append(entry)
        self._placed = sorted(placed.items(), key=lambda place: place[0])

    def by_magic(self, head: bytes) -> Iterator[Format]:
        """Formats of which a magic is there; one may come more than once."""
        for (begin, end), wanted in self._placed:
            yield from wanted.get(head[begin:end], ())
        start = head[:ANYWHERE_BYTES]
        yield from (entry for magic, entry in self._anywhere if magic in start)


_PLANS: dict[int, tuple[Sequence[Format], _Plan]] = {}
"""Plans by the identity of their catalogue, which each of them holds: to hash a hundred formats takes longer."""


def _plan(formats: Sequence[Format]) -> _Plan:
    kept = _PLANS.get(id(formats))
    if kept is None:
        _PLANS.clear()  # catalogues of tests come and go
        kept = _PLANS[id(formats)] = formats, _Plan(tuple(formats))
    return kept[1]


@cache
def _sniffer(dotted: str) -> Sniffer:
    """The function that a catalogue line names."""
    module, _, function = dotted.partition(":")
    sniffer: Sniffer = getattr(importlib.import_module(f"leakassay.custody.sniff.{module}"), function)
    return sniffer
