"""Where HL7 v2 messages begin and end: bare, MLLP framed, in batches, or inside the lines of an interface log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from leakassay.read.health.charset import text_of
from leakassay.read.health.hl7_delimiters import of_header

HEADER = re.compile(rb"MSH(?:([^\w\s\\])([^\w\s]{1,5})\1|[^\w\s]{5}\|)")
"""A message header: MSH-1 is any sign, MSH-2 one to five signs, closed by MSH-1 again; or by a bar, when damaged."""

HEADER_BYTES = 10
"""Longest header prefix that `HEADER` looks at."""

MAX_MESSAGE = 64 << 20
"""Bytes of one message (a 40 MB scan in base64); what is longer is cut here and read on as text."""

MAX_HEADER = 4096
"""Characters of a first line in which a printed line break betrays that the log prints them; no MSH is longer."""

_BREAK_SIGNS = (
    r"(?:\\{1,2}(?:[rn]|x0[dDaA]|u000[dDaA])|<(?:CR|LF|cr|lf)>|<(?:0x)?0[dDaA]>|\[(?:CR|LF)\]"
    r"|&#(?:1[03]|[xX]0?[dDaA]);|\^M|\u240d|\u240a)"
)
"""How viewers and JSON logs print the carriage return (and line feed) between two segments."""

_STRAY = re.compile(r"(?<![A-Z0-9])(?:PID|OBR|OBX|PV1|NK1)(?:\|[^|\r\n]*){3}")
"""A segment that stands in no message: a frame that was not understood."""

_CLEAN = re.compile(r"(?:[A-Z][A-Z0-9]{2}\|[^\r]*\r)*(?:[A-Z][A-Z0-9]{2}\|[^\r]*)?")
"""A message of segments and nothing else: the usual case, told in one go."""


class Piece(NamedTuple):
    """A stretch of the item.

    Attributes:
        segments: the segments of one message, or empty.
        text: what stands around messages.
        lost: bytes in which a message stands that could not be taken apart, about: a header without a segment
            behind it, or segments without a header.
    """

    segments: list[str]
    text: str
    lost: int = 0


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
        yield _text(text_of(block[: starts[0] if starts else len(block)]))
    for start, end in pairwise([*starts, len(block)]):
        yield from _message(text_of(block[start:end]), end - start)


def _text(text: str) -> Piece:
    """What stands around messages; segments in it were lost."""
    return Piece([], text, len(text) if _STRAY.search(text) else 0)


def _message(raw: str, size: int) -> Iterator[Piece]:
    """One message of `size` bytes, up to its last segment; what follows (log lines, trailers) is text."""
    framed, closing, rest = raw.partition("\x1c")
    sign = "|" if framed[3] == "|" else of_header(framed[:HEADER_BYTES]).field
    framed = _unfolded(framed, sign)
    if "\n" in framed:
        framed = framed.replace("\r\n", "\r").replace("\n", "\r")
    lines = framed.split("\r")
    loose: list[str] = []
    if sign == "|" and _CLEAN.fullmatch(framed):
        segments = lines if lines[-1] else lines[:-1]
    else:
        segments, loose = _sorted_out(lines, sign)
    if len(segments) < 2:  # never read: whoever it is about stands in what follows, or nowhere
        yield Piece(segments, "", size)
    else:
        yield Piece(segments, "")
    if loose or closing:
        around = _text("\n".join([*loose, rest]))
        yield around if len(segments) > 1 else around._replace(lost=0)  # counted above


def _unfolded(framed: str, sign: str) -> str:
    """Line breaks that the log prints as signs become breaks; whether it does shows in the header's line.

    How many true line breaks follow says nothing: log lines may stand between one message and the next.
    """
    ends = [end for end in (framed.find("\r", 0, MAX_HEADER), framed.find("\n", 0, MAX_HEADER)) if end >= 0]
    printed = _printed_break(sign)
    # The break itself is looked at too: a viewer may print the sign and break the line behind it.
    return printed.sub("\r", framed) if printed.search(framed, 0, min(ends, default=MAX_HEADER) + 1) else framed


@lru_cache(maxsize=64)  # hostile headers may use any sign
def _printed_break(sign: str) -> re.Pattern[str]:
    """A printed line break before a segment of this field sign, or at the end of a line."""
    return re.compile(rf"{_BREAK_SIGNS}{{1,2}}(?=[A-Z][A-Z0-9]{{2}}{re.escape(sign)}|[\r\n]|\Z)")


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
