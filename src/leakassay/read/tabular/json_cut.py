"""A large JSON document in units: between the elements of its arrays, found in one pass over the bytes.

Cut is behind a comma of the top-level array, or of an array that a key of the top-level object holds. What stands in
strings counts for nothing; brackets are counted with numpy, five times as fast as a parser that builds values (70
against 13 MB/s).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leakassay.model.item import OpenItem

CHUNK = 1 << 20
"""Bytes looked at in one go; each is counted in several numbers of four bytes."""

KEY_BYTES = 4096
"""Bytes before the bracket of an array in which its key stands."""

_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_KEY = re.compile(rb'("(?:[^"\\]|\\.){0,1000}")\s{0,40}:\s{0,40}$', re.DOTALL)
_OPENING, _CLOSING = (0x5B, 0x7B), (0x5D, 0x7D)
_QUOTE, _COMMA, _LIST = 0x22, 0x2C, 0x5B


@dataclass(frozen=True)
class _Comma:
    """A comma between two elements: its place, and that of the bracket that opened their array."""

    place: int
    bracket: int


def cuts(item: OpenItem, limit: int) -> list[tuple[int, ...]]:
    """Units of about `limit` bytes, longer where an element is.

    Returns:
        (offset, length, place of the bracket of the open array), the first without the last; together they cover the
        item. One unit where nothing can be cut.
    """
    units: list[tuple[int, ...]] = []
    at, last = 0, _Comma(-1, -1)
    anchor: tuple[int, ...] = ()
    for comma in _commas(item):
        while comma.place + 1 - at > limit and last.place >= at:
            units.append((at, last.place + 1 - at, *anchor))
            at, anchor, last = last.place + 1, (last.bracket,), _Comma(-1, -1)
        last = comma
    if item.size - at > limit and last.place >= at:
        units.append((at, last.place + 1 - at, *anchor))
        at, anchor = last.place + 1, (last.bracket,)
    return [*units, (at, item.size - at, *anchor)]


def _commas(item: OpenItem) -> Iterator[_Comma]:
    """One comma a chunk, its last one between elements; chunks without any give none."""
    level = level_of(item)
    depth = at = 0
    in_string = False
    bracket, is_list = -1, False
    rest = b""
    while level and at < item.size:
        raw = rest + item.pread(CHUNK, at + len(rest))
        if len(raw) == len(rest):
            return
        odd = len(raw) - len(raw.rstrip(b"\\"))
        rest = raw[-1:] if odd % 2 and at + len(raw) < item.size else b""
        raw = raw[: len(raw) - len(rest)]
        signs = np.frombuffer(_ESCAPE.sub(b"__", raw) if b"\\" in raw else raw, np.uint8)
        quotes = np.cumsum(signs == _QUOTE, dtype=np.int32) + in_string
        outside = quotes & 1 == 0
        opened = outside & ((signs == _OPENING[0]) | (signs == _OPENING[1]))
        closed = outside & ((signs == _CLOSING[0]) | (signs == _CLOSING[1]))
        depths = depth + np.cumsum(opened.astype(np.int8) - closed.astype(np.int8), dtype=np.int32)
        brackets = np.flatnonzero(opened & (depths == level))
        commas = np.flatnonzero(outside & (signs == _COMMA) & (depths == level))
        found = _last(commas, brackets, signs, (bracket, is_list), at)
        if found is not None:
            yield found
        if len(brackets):
            bracket, is_list = at + int(brackets[-1]), bool(signs[brackets[-1]] == _LIST)
        depth, in_string = int(depths[-1]), bool(quotes[-1] & 1)
        at += len(raw)


def _last(
    commas: npt.NDArray[np.int64],
    brackets: npt.NDArray[np.int64],
    signs: npt.NDArray[np.uint8],
    before: tuple[int, bool],
    at: int,
) -> _Comma | None:
    """The last comma whose innermost bracket opens an array."""
    owners = np.searchsorted(brackets, commas) - 1
    kinds = np.where(owners >= 0, signs[brackets[np.maximum(owners, 0)]] == _LIST, before[1]) if len(brackets) else None
    listed = np.flatnonzero(kinds) if kinds is not None else np.arange(len(commas) if before[1] else 0)
    if not len(listed):
        return None
    chosen = int(listed[-1])
    owner = int(owners[chosen]) if len(brackets) else -1
    return _Comma(at + int(commas[chosen]), at + int(brackets[owner]) if owner >= 0 else before[0])


def level_of(item: OpenItem) -> int:
    """How deep the elements lie that are cut: 1 in a list, 2 in a list that an object holds; 0 for what is neither."""
    front = item.head(1024).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return {b"[": 1, b"{": 2}.get(front, 0)


def framed(item: OpenItem, content: bytes) -> bytes:
    """The bytes of a unit as a document of their own.

    Args:
        item: with offset, length and anchor.
        content: its bytes, in UTF-8.
    """
    level = level_of(item)
    front = b""
    if item.anchors:
        front = b"[" if level == 1 else b"{" + (_key(item) or b'""') + b":["
    if item.end == item.size:
        return front + content
    return front + content.rstrip().removesuffix(b",") + (b"]" if level == 1 else b"]}")


def _key(item: OpenItem) -> bytes:
    """The key of the array that is open where a unit begins, in its quotes."""
    bracket = item.anchors[0]
    start = max(0, bracket - KEY_BYTES)
    found = _KEY.search(item.pread(bracket - start, start))
    return found[1] if found else b""
