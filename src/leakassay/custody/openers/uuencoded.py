"""Files written into the text of a mail (uuencode): where they stand, and their bytes."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

_BEGIN = re.compile(rb"(?:\A|(?<=\n))begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_END = re.compile(rb"(?:[` ]?[ \t]*\r?\n)*end[ \t]*(?:\r?\n|\Z)")
_BATCH = 8192


@dataclass(frozen=True)
class Block:
    """A file in a text.

    Attributes:
        name: as written in its first line.
        start: offset of the first line of data.
        stop: one past the last line of data.
        length: bytes of the whole block, first and last line included.
        is_ended: False where the closing line is missing.
    """

    name: bytes
    start: int
    stop: int
    length: int
    is_ended: bool


def blocks(text: bytes) -> Iterator[Block]:
    """Files in a text, in order; a first line without one good line of data behind it is prose."""
    at = 0
    while found := _BEGIN.search(text, at):
        stop = _data_end(text, found.end())
        at = found.end()
        if stop > found.end():
            end = _END.match(text, stop)
            at = end.end() if end else stop
            yield Block(found[1].strip(), found.end(), stop, at - found.start(), end is not None)


def decoded(text: bytes, block: Block) -> Iterator[bytes]:
    """Bytes of a file, some lines at a time.

    Raises:
        ItemError: the closing line is missing (truncated).
    """
    held: list[bytes] = []
    # cut as `_data_end` cuts: a carriage return alone is no end of a line
    lines = [line for raw in text[block.start : block.stop].split(b"\n") if (line := raw.rstrip(b"\r"))]
    for number, line in enumerate(lines, 1):
        held.append(_line(line, is_cut=number == len(lines) and not block.is_ended))
        if len(held) == _BATCH:
            yield b"".join(held)
            held = []
    if held:
        yield b"".join(held)
    if not block.is_ended:
        raise ItemError(Reason.TRUNCATED)


def _data_end(text: bytes, at: int) -> int:
    """One past the last line that is data."""
    while True:
        stop = text.find(b"\n", at)
        line = text[at : stop if stop >= 0 else len(text)].rstrip(b"\r")
        if not line.strip(b" `\t") or not _is_data(line):
            return at
        at = stop + 1 if stop >= 0 else len(text)
        if stop < 0:
            return at


def _is_data(line: bytes) -> bool:
    """True when a line is not longer than its first character says, give or take what mailers do to its end."""
    if not 0x20 < line[0] <= 0x60:
        return False
    needed = -(-((line[0] - 0x20) & 0x3F) // 3) * 4
    written = len(line.rstrip(b" ")) - 1  # blanks at the end are zeros, and mailers strip them
    return written <= needed + 2 and all(0x20 <= sign <= 0x60 for sign in line)


def _line(line: bytes, *, is_cut: bool) -> bytes:
    count = (line[0] - 0x20) & 0x3F
    if is_cut:  # what is missing was cut off, not stripped
        count = min(count, (len(line) - 1) // 4 * 3)
        line = bytes([0x20 + count]) + line[1:]
    needed = -(-count // 3) * 4
    try:
        return binascii.a2b_uu(line[: needed + 1].ljust(needed + 1))
    except binascii.Error:
        return b""
