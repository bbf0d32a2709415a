"""EDIFACT syntax: UNA service signs, the release character, segments cut out of a stream of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from leakassay.read.health.charset import text_of

MAX_SEGMENT = 1 << 20
"""Bytes of one segment; NHS narrative lines hold 70 characters, so more than this is not EDIFACT."""

MOST_MET, LONGEST_MET = 20_000, 200
"""Segments that are kept to be told again, and the characters of the longest one."""

_TAG = re.compile(r"[A-Z][A-Z0-9]{2}")
_SERVICE = re.compile(rb"UNA([^\w\s])([^\w\s])[.,]([^\w])[^\w]?([^\w\s])(?=\s*UN)")
"""UNA states six signs: component, element, decimal mark, release, reserved (at times left out), terminator."""

LONGEST_SERVICE = 32
"""Bytes of UNA, its signs, white space around it and the beginning of the next segment."""

_BLANK = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True)
class Signs:
    """Service signs, as UNA states them.

    Attributes:
        component: inside an element, usually `:`.
        element: between elements, usually `+`.
        release: makes the next sign ordinary, usually `?`; a space means none.
        terminator: ends a segment, usually an apostrophe.
    """

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"

    @cached_property
    def end(self) -> re.Pattern[bytes]:
        """Finds the terminator that is not released (an even number of release signs before it)."""
        release, end = re.escape(self.release.encode()), re.escape(self.terminator.encode())
        if self.release == " ":
            return re.compile(end)
        return re.compile(rb"(?<!" + release + rb")(?:" + release + release + rb")*" + end)

    def cut(self, text: str, sign: str) -> list[str]:
        """Split at a sign that is not released; release signs stay in."""
        if self.release == " " or self.release not in text:
            return text.split(sign)
        pieces, at, start = [], 0, 0
        while at < len(text):
            if text[at] == self.release:
                at += 1
            elif text[at] == sign:
                pieces.append(text[start:at])
                start = at + 1
            at += 1
        return [*pieces, text[start:]]

    def plain(self, text: str) -> str:
        """Undo releases: `?'` becomes an apostrophe, `??` a question mark."""
        if self.release == " " or self.release not in text:
            return text
        return re.sub(re.escape(self.release) + "(.)", r"\1", text, flags=re.DOTALL)


class Segment(NamedTuple):
    """One segment.

    Attributes:
        tag: three characters; "" for text that is no segment.
        elements: components of each element behind the tag, released.
        text: the segment as words, or the text itself where there is no tag.
        values: the tag and every component.
    """

    tag: str
    elements: list[list[str]]
    text: str
    values: tuple[str, ...] = ()

    def at(self, element: int, component: int = 0) -> str:
        """Component of an element, both from 0; "" where it is not there."""
        if element >= len(self.elements) or component >= len(self.elements[element]):
            return ""
        return self.elements[element][component].strip()

    def joined(self, element: int, separator: str) -> str:
        """The components of an element that say something, joined."""
        if element >= len(self.elements):
            return ""
        return separator.join(piece.strip() for piece in self.elements[element] if piece.strip())


def segments(chunks: Iterable[bytes]) -> Iterator[Segment]:
    """Cut consecutive bytes into segments; a UNA changes the signs from there on.

    Nothing is dropped: what has no tag comes out with tag "".
    """
    cutter = _Cutter()
    for chunk in chunks:
        yield from cutter.feed(chunk)
    yield from cutter.close()


class _Cutter:
    """The part of a stream that has no end yet, the signs in force, and the segments met under them."""

    def __init__(self) -> None:
        self.signs = Signs()
        self.held = b""
        self._met: dict[str, Segment] = {}

    def feed(self, chunk: bytes, *, is_last: bool = False) -> list[Segment]:
        self.held += chunk
        done: list[Segment] = []
        start = 0
        while is_last or not _may_be_service(self.held, start):
            service = _SERVICE.match(self.held, start + _blank(self.held, start))
            if service:
                component, element, release, terminator = (sign.decode("latin-1") for sign in service.groups())
                self.signs, self._met = Signs(component, element, release, terminator), {}
                start = service.end()
                continue
            ends = self._ends(start)
            if not ends:
                break
            done += self._cut(start, ends)
            start = ends[-1]
        self.held = self.held[start:]
        if len(self.held) > MAX_SEGMENT:
            done += self._all([text_of(self.held)], is_loose=True)
            self.held = b""
        return done

    def close(self) -> list[Segment]:
        done = self.feed(b"", is_last=True)
        return [*done, *self._all([text_of(self.held)])]

    def _ends(self, start: int) -> list[int]:
        """Where segments end, up to what may be a service string; else where the next one does."""
        service = self.held.find(b"UNA", start)
        stop = service if service >= 0 else len(self.held)
        ends = [found.end() for found in self.signs.end.finditer(self.held, start, stop)]
        if not ends and (found := self.signs.end.search(self.held, start)):
            ends = [found.end()]
        return ends

    def _cut(self, start: int, ends: list[int]) -> Iterator[Segment]:
        body = self.held[start : ends[-1]]
        places = zip([start, *ends], ends, strict=False)
        if body.isascii() and b"\0" not in body:
            text = body.decode("ascii")
            return self._all(text[a - start : b - start - 1] for a, b in places)
        return self._all(text_of(self.held[a : b - 1]) for a, b in places)

    def _all(self, texts: Iterable[str], *, is_loose: bool = False) -> Iterator[Segment]:
        """The segments of texts; most are met again and again."""
        met = self._met
        for piece in texts:
            text = piece.strip()
            if not text:
                continue
            segment = met.get(text)
            if segment is None:
                segment = Segment("", [], text, ("",)) if is_loose else _segment(text, self.signs)
                if len(met) >= MOST_MET:
                    met.clear()
                if len(text) <= LONGEST_MET and not is_loose:
                    met[text] = segment
            yield segment


def _may_be_service(held: bytes, start: int) -> bool:
    """True when a service string may have begun that is not all there yet."""
    piece = held[start : start + LONGEST_SERVICE].lstrip(_BLANK)
    return len(held) - start < LONGEST_SERVICE and b"UNA".startswith(piece[:3])


def _blank(held: bytes, start: int) -> int:
    """White space and marks before the next segment."""
    piece = held[start : start + 16]
    return len(piece) - len(piece.lstrip(_BLANK))


def _segment(text: str, signs: Signs) -> Segment:
    """A segment; text that is none comes without a tag, the reader of the next one finds what follows it."""
    tag = text[:3]
    if not _TAG.fullmatch(tag) or text[3:4] not in {signs.element, signs.component, ""}:
        return Segment("", [], text, ("",))
    if signs.release != " " and signs.release in text:
        elements = [
            [signs.plain(piece) for piece in signs.cut(element, signs.component)]
            for element in signs.cut(text, signs.element)[1:]
        ]
    else:
        elements = [element.split(signs.component) for element in text.split(signs.element)[1:]]
    values = [piece for element in elements for piece in element]
    return Segment(tag, elements, " ".join(filter(None, values)), (tag, *values))
