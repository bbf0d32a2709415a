"""What format an item has: by its bytes first, by its suffix only to settle a draw."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import cache

from leakassay.model.plugin import Format, Magic

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
    best: tuple[int, str] | None = None
    found: Format | None = None
    for candidate in formats:
        score = _score(candidate, head, tail, name, size)
        if score and (best is None or (-score, candidate.name) < best):
            best, found = (-score, candidate.name), candidate
    return found


def opens(found: Format, head: bytes, tail: bytes, name: str, size: int) -> bool:
    """True when the opener of a format is to be asked for an item whose first and last bytes these are."""
    return bool(found.opener) and (not found.opens or _sniffer(found.opens)(head, tail, name, size) > 0)


def _score(candidate: Format, head: bytes, tail: bytes, name: str, size: int) -> int:
    score = candidate.score if any(_is_there(magic, head) for magic in candidate.magic) else 0
    if candidate.sniff:
        score = max(score, _sniffer(candidate.sniff)(head, tail, name, size))
    if score and name.lower().endswith(candidate.suffixes):
        score += SUFFIX_BONUS
    return score


def _is_there(magic: Magic, head: bytes) -> bool:
    if magic.offset < 0:
        return magic.bytes in head[:ANYWHERE_BYTES]
    return head.startswith(magic.bytes, magic.offset)


@cache
def _sniffer(dotted: str) -> Sniffer:
    """The function that a catalogue line names."""
    module, _, function = dotted.partition(":")
    sniffer: Sniffer = getattr(importlib.import_module(f"leakassay.custody.sniff.{module}"), function)
    return sniffer
