"""A chat export value by value: messages are parsed one at a time, so that half a gigabyte needs a few megabytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular.json_text import parse

VALUE_CHARACTERS = 32 << 20
"""Longest single value: above it something is no chat."""

MAX_DEPTH = 8
"""Objects inside objects that are walked; an account's export has three (chats, list, messages)."""

_WALKED = frozenset({"chats", "left_chats"})
_BLANK = " \t\r\n"


class Value(NamedTuple):
    """One value of the document: a message, or what an object holds beside its messages."""

    path: str
    value: Any

    @property
    def is_message(self) -> bool:
        """True for an element of a list of messages."""
        return self.path.rpartition(".")[2] == "messages"


class Source:
    """Text that comes in pieces, with a place in it.

    Args:
        pieces: the document's text, in order.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._held = ""
        self._at = 0
        self._ended = False
        self._scanner = json.JSONDecoder(strict=False)

    @property
    def rest(self) -> str:
        """What was taken in and not given out."""
        return self._held[self._at :]

    def peek(self) -> str:
        """The next sign that is no blank, "" at the end; it stays."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _BLANK:
                    return self._held[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, wanted: str) -> str:
        """The next sign, one of `wanted`.

        Raises:
            ItemError: it is another one, or the end.
        """
        sign = self.peek()
        if not sign:
            raise ItemError(Reason.TRUNCATED)
        if sign not in wanted:
            raise ItemError(Reason.MALFORMED)
        self._at += 1
        return sign

    def value(self) -> Any:
        """The next JSON value, however many pieces it spans.

        Raises:
            ItemError: there is none, it is cut off, too long or too deep.
        """
        self.peek()
        while True:
            try:
                _, end = self._scanner.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    reason = Reason.TRUNCATED if error.pos >= len(self._held) - 1 else Reason.MALFORMED
                    raise ItemError(reason) from None
            except (RecursionError, ValueError) as error:
                raise ItemError(Reason.MALFORMED) from error
            else:
                if end < len(self._held) or not self._more():  # a number may go on in the next piece
                    text, self._at = self._held[self._at : end], end
                    return parse(text.encode("utf-8", "replace"))

    def _more(self) -> bool:
        """Take in as much again as is held, so that a long value is tried a few times only; False at the end."""
        if self._ended:
            return False
        held = [self._held[self._at :]]
        wanted = len(held[0])
        if wanted > VALUE_CHARACTERS:
            raise ItemError(Reason.LIMIT_SIZE)
        taken = 0
        while taken <= wanted and not self._ended:
            piece = next(self._pieces, None)
            self._ended = piece is None
            held.append(piece or "")
            taken += len(piece or "")
        self._held, self._at = "".join(held), 0
        return taken > 0


def values(source: Source, path: str = "", depth: int = 0) -> Iterator[Value]:
    """Walk one object.

    Args:
        source: stands before its brace.
        path: its place in the document, keys joined by dots.
        depth: objects around it.

    Yields:
        Messages as they come; what else the object holds at its end.

    Raises:
        ItemError: the document is cut off, broken, or a value has no measure.
    """
    own: dict[str, Any] = {}
    source.take("{")
    sign = source.take("}") if source.peek() == "}" else ","
    while sign == ",":
        key = source.value()
        if not isinstance(key, str):
            raise ItemError(Reason.MALFORMED)
        source.take(":")
        here = f"{path}.{key}" if path else key
        first = source.peek()
        if key in _WALKED and first == "{" and depth < MAX_DEPTH:
            yield from values(source, here, depth + 1)
        elif key in ("messages", "list") and first == "[" and depth < MAX_DEPTH:
            yield from _elements(source, here, depth + 1, walked=key == "list")
        else:
            own[key if key not in own else f"{key}#{len(own)}"] = source.value()
        sign = source.take(",}")
    yield Value(path, own)


def _elements(source: Source, path: str, depth: int, *, walked: bool) -> Iterator[Value]:
    source.take("[")
    sign = source.take("]") if source.peek() == "]" else ","
    while sign == ",":
        if walked and source.peek() == "{":
            yield from values(source, path, depth)
        else:
            yield Value(path, source.value())
        sign = source.take(",]")
