"""Ar (.deb, .a): members with short, GNU and BSD names; symbol tables and name lists are the container's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Reason

_MAGIC = b"!<arch>\n"
_HEADER_BYTES = 60
_END = b"`\n"
_NAMES_BYTES = 16 << 20
"""List of long names read into memory."""

_LONGEST_NAME = 65535

_TABLES = frozenset({b"/", b"/SYM64/", b"__.SYMDEF", b"__.SYMDEF SORTED"})
"""Symbol tables of a library."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an ar archive.

    Args:
        item: the archive.
        first: number of the member to begin with (tables count).

    Yields:
        Members; a Gap for what follows a damaged header, or when the last member is cut off.

    Raises:
        ItemError: it is no archive.
    """
    if item.head(len(_MAGIC)) != _MAGIC:
        raise ItemError(Reason.MALFORMED)
    at, number, names = len(_MAGIC), 0, b""
    while at < item.size:
        header = _header(item.pread(_HEADER_BYTES, at), at)
        if header is None:
            yield Gap(Reason.TRUNCATED if item.size - at < _HEADER_BYTES else Reason.MALFORMED, item.size - at)
            return
        if header.name == b"//":
            names = item.pread(min(header.size, _NAMES_BYTES), header.data_at)
        elif number >= first and header.name not in _TABLES:
            yield _member(item, number, header, names)
        number += 1
        at = header.data_at + header.size + header.size % 2
    if at > item.size + 1:  # the last padding byte is often left out
        yield Gap(Reason.TRUNCATED)


@dataclass(frozen=True)
class _Header:
    """What a header says; sizes and offsets are not trusted."""

    name: bytes
    modified_at: int | None
    size: int
    data_at: int


def _header(raw: bytes, at: int) -> _Header | None:
    size, clock = raw[48:58].strip(), raw[16:28].strip()
    if len(raw) < _HEADER_BYTES or raw[58:60] != _END or not size.isdigit():
        return None
    modified_at = int(clock) if clock.isdigit() else None
    return _Header(raw[:16].rstrip(b" "), modified_at, int(size), at + _HEADER_BYTES)


def _member(item: OpenItem, number: int, header: _Header, names: bytes) -> Member:
    name, start, end = header.name, header.data_at, header.data_at + header.size
    if name.startswith(b"#1/") and name[3:].isdigit():  # BSD: the name stands before the data
        length = min(int(name[3:]), header.size, _LONGEST_NAME)
        name, start = item.pread(length, start).rstrip(b"\0"), start + length
    elif name.startswith(b"/") and name[1:].isdigit():  # GNU: where the name stands in the list
        place = int(name[1:])
        name = names[place : place + _LONGEST_NAME].partition(b"\n")[0].removesuffix(b"/") or name
    else:
        name = name.removesuffix(b"/")
    held = max(0, min(end, item.size) - start)
    return Member(number, name, held, end - start, header.modified_at, chunks=_content(item, start, end))


def _content(item: OpenItem, start: int, end: int) -> Iterator[bytes]:
    at = start
    while at < end:
        piece = item.pread(min(READ_CHUNK, end - at), at)
        if not piece:
            raise ItemError(Reason.TRUNCATED, bytes_read=at - start)
        at += len(piece)
        yield piece
