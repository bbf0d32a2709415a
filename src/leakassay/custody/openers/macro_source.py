"""Source of Visual Basic macros in compound files: each module unpacked (MS-OVBA 2.4.1), a member of its own.

The source stands packed at the end of a module's stream, behind what a machine made of it. It is given as text and
never run. Forms, and what only a machine can read, are not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.custody.openers.compound_file import CompoundFile, Node
from leakassay.custody.openers.found import Found
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

STREAM_BYTES = 16 << 20
"""Of a module's stream that are looked at; Visual Basic allows 64 KB of lines a procedure."""

MAX_DEPTH = 4
"""Storages in storages below the one that holds a project."""

_CHUNK = 4096
"""Unpacked bytes of a chunk at most."""

_BEGIN = re.compile(rb"\x01..\x00Attribut", re.DOTALL)
"""Container, head of its first chunk, eight letters: every module begins with its attributes."""


def modules(file: CompoundFile, project: Node, place: str) -> Iterator[Found]:
    """Every module below the storage of a project, in the order of the directory.

    Args:
        file: the compound file.
        project: a storage of macros, or one in it.
        place: what to call it, with its path.
    """
    waiting = [(f"{place}/", project, 0)]
    while waiting:
        before, storage, depth = waiting.pop()
        for child in storage.children:
            if not child.is_stream:
                if depth < MAX_DEPTH:
                    waiting.append((f"{before}{child.name}/", child, depth + 1))
            elif begins := _BEGIN.search(raw := file.stream(child).pread(STREAM_BYTES, 0)):
                packed = raw[begins.start() :]
                yield Found(f"{before}{child.name}.bas", len(packed), lambda packed=packed: unpacked(packed))  # type: ignore[misc]  # mypy cannot type a bound default


def unpacked(container: bytes) -> Iterator[bytes]:
    """The source, chunk by chunk; no chunk gives more than 4,096 bytes.

    Raises:
        ItemError: a chunk is cut (truncated) or refers to what is not there (malformed).
    """
    at = 1
    while at + 2 <= len(container):
        head = int.from_bytes(container[at : at + 2], "little")
        if head >> 12 & 7 != 3:
            return  # behind the last chunk
        end = at + (head & 0xFFF) + 3
        if end > len(container):
            raise ItemError(Reason.TRUNCATED)
        body = container[at + 2 : end]
        yield _chunk(body) if head & 0x8000 else body[:_CHUNK]
        at = end


def _chunk(body: bytes) -> bytes:
    """One chunk: flags, each with eight letters or references to what came before."""
    made = bytearray()
    at = 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body) or len(made) >= _CHUNK:
                break
            if not flags >> bit & 1:
                made.append(body[at])
                at += 1
                continue
            token = int.from_bytes(body[at : at + 2], "little")
            at += 2
            width = max(4, (len(made) - 1).bit_length())
            count, back = (token & 0xFFFF >> width) + 3, (token >> 16 - width) + 1
            if back > len(made):
                raise ItemError(Reason.MALFORMED)
            for _ in range(min(count, _CHUNK - len(made))):
                made.append(made[-back])
    return bytes(made)
