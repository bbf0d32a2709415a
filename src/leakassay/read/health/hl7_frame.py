"""Where HL7 v2 messages begin and end: bare, MLLP framed, in batches, or inside the lines of an interface log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from leakassay.read.health.charset import text_of

HEADER = re.compile(rb"MSH([^\w\s\\])([^\w\s]{1,5})\1")
"""A message header: MSH-1 is any sign, MSH-2 one to five signs, closed by MSH-1 again."""

HEADER_BYTES = 10
"""Longest header prefix that `HEADER` looks at."""

MAX_MESSAGE = 64 << 20
"""Bytes of one message (a 40 MB scan in base64); what is longer is cut here and read on as text."""

MAX_HEADER = 4096
"""Bytes of a message in which a printed line break betrays that the log prints them; none is longer in its MSH."""

_PRINTED_BREAK = re.compile(
    r"(?:\\r\\n|\\r|\\n|\\x0[dD]|<CR>|<0x0[dD]>|\[CR\]|&#1[03];|&#x[dD];|\^M)(?=[A-Z][A-Z0-9]{2}\|)"
)
"""How viewers and JSON logs print the carriage return between two segments of one line."""

_CLEAN = re.compile(r"(?:[A-Z][A-Z0-9]{2}\|[^\r]*\r)*(?:[A-Z][A-Z0-9]{2}\|[^\r]*)?")
"""A message of segments and nothing else: the usual case, told in one go."""


class Piece(NamedTuple):
    """A stretch of the item.

    Attributes:
        segments: the segments of one message, or empty.
        text: what stands around messages.
    """

    segments: list[str]
    text: str


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream before each message header, many messages a block; every byte comes out once, in order.

    Args:
        chunks: consecutive bytes, of any sizes.

    Yields:
        Blocks that begin with a header, except perhaps the first (and those behind an over-long message).
    """
    held = b""
    for chunk in chunks:
        seen = max(0, len(held) - HEADER_BYTES)
        held += chunk
        last = -1
        for found in HEADER.finditer(held, seen):
            last = found.start()
        if last > 0:
            yield held[:last]
            held = held[last:]
        elif len(held) > MAX_MESSAGE:
            yield held
            held = b""
    if held:
        yield held


def pieces(block: bytes) -> Iterator[Piece]:
    """Messages of a block and the text around them, in order."""
    starts = [found.start() for found in HEADER.finditer(block)]
    if not starts or starts[0]:
        yield Piece([], text_of(block[: starts[0] if starts else len(block)]))
    for start, end in pairwise([*starts, len(block)]):
        yield from _message(text_of(block[start:end]))


def _message(raw: str) -> Iterator[Piece]:
    """One message, up to its last segment; what follows (log lines, trailers) is text."""
    framed, closing, rest = raw.partition("\x1c")
    if framed.count("\r", 0, MAX_HEADER) + framed.count("\n", 0, MAX_HEADER) < 2:  # one line: breaks may be printed
        framed = _PRINTED_BREAK.sub("\r", framed)
    if "\n" in framed:
        framed = framed.replace("\r\n", "\r").replace("\n", "\r")
    lines = framed.split("\r")
    sign = framed[3]
    if sign == "|" and _CLEAN.fullmatch(framed):
        yield Piece(lines if lines[-1] else lines[:-1], "")
        loose: list[str] = []
    else:
        segments, loose = _sorted_out(lines, sign)
        yield Piece(segments, "")
    if loose or closing:
        yield Piece([], "\n".join([*loose, rest]))


def _sorted_out(lines: list[str], sign: str) -> tuple[list[str], list[str]]:
    """Segments of a message with other lines in it, and the lines behind its last segment.

    Other lines between two segments belong to the first: a raw line break inside a field.
    """
    segments: list[str] = []
    loose: list[str] = []
    for line in lines:
        if _is_segment(line, sign) or not segments:
            if loose:
                segments[-1] = "\n".join([segments[-1], *loose])
                loose = []
            segments.append(line)
        elif line.strip(" \t\x0b\x00"):
            loose.append(line)
    return segments, loose


def _is_segment(line: str, sign: str) -> bool:
    """True for three capitals or digits and the field sign, or three capitals alone."""
    name = line[:3]
    return (name in _USUAL and line[3:4] == sign) or (
        len(name) == 3 and name.isascii() and name.isalnum() and name.isupper() and line[3:4] in {"", sign}
    )


_USUAL = frozenset({
    "MSH", "PID", "PD1", "PV1", "ORC", "OBR", "OBX", "NTE", "SPM", "EVN",
})  # fmt: skip
