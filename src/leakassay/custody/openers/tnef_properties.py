"""MAPI properties as a TNEF attribute lists them: where each value lies, the text of short ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.model.item import OpenItem

DATA_OBJECT = 0x000D
"""Type of a property that is an object: a message, with its interface in front of the bytes."""

MAX_PROPERTIES = 10_000
"""Properties of one attachment looked at; Outlook writes about 30."""

_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip
"""Bytes of a value by type, filled up to four."""

_TEXT, _UNICODE, _BINARY = 0x001E, 0x001F, 0x0102
_MANY = 0x1000
_NAMED = 0x8000
_INTERFACE = 16
_MAX_TEXT = 4096


@dataclass(frozen=True)
class Property:
    """One value.

    Attributes:
        tag: property id.
        kind: property type.
        start: offset of the value in the item.
        size: its bytes.
        text: the value where it is a short text, else "".
    """

    tag: int
    kind: int
    start: int
    size: int
    text: str = ""


def properties(item: OpenItem, start: int, end: int) -> Iterator[Property]:
    """Values in an attribute; ends quietly where the list does not hold together.

    Args:
        item: the TNEF stream.
        start: offset of the list.
        end: one past its last byte.
    """
    at = start + 4
    for _ in range(min(_number(item, start, 4), MAX_PROPERTIES)):
        if at + 4 > end:
            return
        kind, tag = _number(item, at, 2), _number(item, at + 2, 2)
        at = _named(item, at + 4) if tag >= _NAMED else at + 4
        is_many = bool(kind & _MANY)
        kind &= ~_MANY
        count = 1
        if is_many or kind not in _FIXED:
            count, at = _number(item, at, 4), at + 4
        for _ in range(min(count, MAX_PROPERTIES)):
            found, at = _value(item, tag, kind, at, end)
            if found is None:
                return
            yield found


def _value(item: OpenItem, tag: int, kind: int, at: int, end: int) -> tuple[Property | None, int]:
    """One value and where the next begins; None where it would leave the list or has no known type."""
    if kind in _FIXED:
        size = _FIXED[kind]
    elif kind in (_TEXT, _UNICODE, _BINARY, DATA_OBJECT):
        size, at = _number(item, at, 4), at + 4
    else:
        return None, at
    after = at + size + -size % 4
    if at + size > end or at >= end:
        return None, at
    if kind == DATA_OBJECT and size >= _INTERFACE:
        return Property(tag, kind, at + _INTERFACE, size - _INTERFACE), after
    return Property(tag, kind, at, size, _text(item, kind, at, size)), after


def _text(item: OpenItem, kind: int, at: int, size: int) -> str:
    if kind not in (_TEXT, _UNICODE):
        return ""
    raw = item.pread(min(size, _MAX_TEXT), at)
    return raw.decode("utf-16-le" if kind == _UNICODE else "cp1252", "replace").split("\0", 1)[0]


def _named(item: OpenItem, at: int) -> int:
    """Skip the name of a named property: a set, and a number or a text."""
    is_text = _number(item, at + 16, 4) == 1
    if not is_text:
        return at + 24
    length = _number(item, at + 20, 4)
    return at + 24 + length + -length % 4


def _number(item: OpenItem, at: int, width: int) -> int:
    return int.from_bytes(item.pread(width, at), "little")
