"""PostgreSQL archives (`pg_dump -Fc`, `toc.dat`): head, table of contents and chunks, read by hand and never trusted.

The head says how wide numbers and offsets are and how data are packed. The table of contents follows: one entry an
object, with its definition and, where rows belong to it, the COPY statement that would load them. Data blocks come
last, each with the id of its entry, in chunks with their length before them (format 1.10 to 1.16: PostgreSQL 8 to 18).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from leakassay.model.item import OpenItem

VERSIONS: Final = range(10, 17)
"""Minor versions of format 1 that are read."""

CUSTOM, TAR, DIRECTORY = 1, 3, 5
NONE, GZIP, LZ4, ZSTD = 0, 1, 2, 3
DATA, LARGE_OBJECTS = 1, 3

MAX_STRING = 16 << 20
"""Bytes of one text of the table of contents; a longer one is damage."""

MAX_DEPENDENCIES = 1 << 20
"""Ids on which an entry may depend."""

_WINDOW = 1 << 20
_PLACE_IS_SET = 2
_HAS_NO_DATA = 3
_NUMBER: Final = re.compile(rb"\d{1,10}\Z")


class DamageError(Exception):
    """The bytes are not what the format says."""


class EndError(DamageError):
    """The item stops too early."""


class UnknownError(Exception):
    """A version or a kind of archive that is not read."""


class Head(NamedTuple):
    """What the archive says of itself.

    Attributes:
        minor: version 1.minor of the format.
        kind: CUSTOM, TAR or DIRECTORY.
        packing: NONE, GZIP, LZ4 or ZSTD.
        offset_bytes: width of an offset.
        made: moment of the dump as printed; "" where there is none.
        database: its name.
        server: version of the server.
        program: version of pg_dump.
    """

    minor: int
    kind: int
    packing: int
    offset_bytes: int
    made: str
    database: bytes
    server: bytes
    program: bytes


class Entry(NamedTuple):
    """One entry of the table of contents.

    Attributes:
        id: its number, which data blocks repeat.
        has_data: True where a block or file belongs to it.
        tag: name of the object.
        kind: `TABLE`, `TABLE DATA`, `BLOBS` …
        definition: statement that makes the object.
        copy: COPY statement that would load its rows; empty where they are INSERTs.
        namespace: schema.
        owner: role.
        place: of its block in the file; 0 where that is not known.
        file: of a directory or tar the file that holds its data.
    """

    id: int
    has_data: bool
    tag: bytes
    kind: bytes
    definition: bytes
    copy: bytes
    namespace: bytes
    owner: bytes
    place: int
    file: bytes


class Cursor:
    """A place in an item that moves on; numbers and texts as the archive writes them.

    Attributes:
        number_bytes: width of a number.
    """

    def __init__(self, item: OpenItem, at: int, end: int, number_bytes: int = 4) -> None:
        """From `at` to `end`."""
        self.number_bytes = number_bytes
        self._item, self._end = item, end
        self._base, self._place = at, 0
        self._held = b""

    @property
    def at(self) -> int:
        """Offset in the item."""
        return self._base + self._place

    def some(self, count: int) -> bytes:
        """Up to `count` bytes, fewer only where the window or the item ends.

        Raises:
            EndError: there are none.
        """
        if self._place >= len(self._held):
            self._base, self._place = self.at, 0
            self._held = self._item.pread(max(0, min(_WINDOW, self._end - self._base)), self._base)
            if not self._held:
                raise EndError
        piece = self._held[self._place : self._place + count]
        self._place += len(piece)
        return piece

    def take(self, count: int) -> bytes:
        """`count` bytes.

        Raises:
            EndError: there are fewer.
        """
        place = self._place + count
        if place <= len(self._held):
            piece = self._held[self._place : place]
            self._place = place
            return piece
        pieces = []
        while count > 0:
            pieces.append(self.some(count))
            count -= len(pieces[-1])
        return b"".join(pieces)

    def number(self) -> int:
        """A number: its sign, then its bytes from the least on.

        Raises:
            EndError: the item stops in it.
            DamageError: the sign is none.
        """
        raw = self.take(1 + self.number_bytes)
        if raw[0] > 1:
            raise DamageError
        value = int.from_bytes(raw[1:], "little")
        return -value if raw[0] else value

    def text(self) -> bytes:
        """A text behind its length; empty for none.

        Raises:
            EndError: the item stops in it.
            DamageError: its length is beyond the item or the limit.
        """
        size = self.number()
        if size > self._end - self.at:
            raise EndError
        if size > MAX_STRING:
            raise DamageError
        return self.take(size) if size > 0 else b""


def head_of(item: OpenItem) -> tuple[Head, Cursor]:
    """The head, and the cursor behind it.

    Raises:
        DamageError: it is none, or is cut.
        UnknownError: another version or kind.
    """
    cursor = Cursor(item, 0, item.size)
    if cursor.take(5) != b"PGDMP":
        raise DamageError
    major, minor, _, number_bytes, offset_bytes, kind = cursor.take(6)
    if major != 1 or minor not in VERSIONS or kind not in (CUSTOM, TAR, DIRECTORY):
        raise UnknownError
    if not 1 <= number_bytes <= 8 or not 1 <= offset_bytes <= 8:
        raise DamageError
    cursor.number_bytes = number_bytes
    if minor >= 15:
        packing = cursor.take(1)[0]
        if packing > ZSTD:
            raise UnknownError
    else:
        packing = GZIP if cursor.number() else NONE
    made = _moment([cursor.number() for _ in range(7)])
    database, server, program = cursor.text(), cursor.text(), cursor.text()
    return Head(minor, kind, packing, offset_bytes, made, database, server, program), cursor


def _moment(parts: list[int]) -> str:
    """Seconds, minutes, hours, day, month from 0, years from 1900 and summer time, as printed."""
    second, minute, hour, day, month, year, _ = parts
    try:
        return datetime(1900 + year, 1 + month, day, hour, minute, min(59, second)).isoformat(" ")  # noqa: DTZ001  printed without a zone
    except (ValueError, OverflowError):
        return ""


def entries(head: Head, cursor: Cursor) -> Iterator[Entry]:
    """Entries of the table of contents, in their order.

    Raises:
        DamageError: what stands there is none.
    """
    for _ in range(cursor.number()):
        yield _entry(head, cursor)


def _entry(head: Head, cursor: Cursor) -> Entry:
    number, has_data = cursor.number(), cursor.number()
    cursor.text()  # ids of the object in the catalogue
    cursor.text()
    tag, kind = cursor.text(), cursor.text()
    if head.minor >= 11:
        cursor.number()
    definition, _, copy = cursor.text(), cursor.text(), cursor.text()
    namespace, _ = cursor.text(), cursor.text()
    if head.minor >= 14:
        cursor.text()
    if head.minor >= 16:
        cursor.number()
    owner, _ = cursor.text(), cursor.text()
    if number <= 0:
        raise DamageError
    _pass_dependencies(cursor)
    place, file = 0, b""
    if head.kind == CUSTOM:
        raw = cursor.take(1 + head.offset_bytes)
        place = int.from_bytes(raw[1:], "little") if raw[0] == _PLACE_IS_SET else 0
        has_data = has_data and raw[0] != _HAS_NO_DATA
    else:
        file = cursor.text()
        has_data = bool(file)
    return Entry(number, bool(has_data), tag, kind, definition, copy, namespace, owner, place, file)


def _pass_dependencies(cursor: Cursor) -> None:
    for _ in range(MAX_DEPENDENCIES):
        told = cursor.text()
        if not told:
            return
        if not _NUMBER.match(told):
            raise DamageError
    raise DamageError


def block_head(cursor: Cursor) -> tuple[int, int]:
    """Kind of the block that begins here (DATA or LARGE_OBJECTS), and the id of its entry.

    Raises:
        DamageError: none begins here.
    """
    kind = cursor.take(1)[0]
    if kind not in (DATA, LARGE_OBJECTS):
        raise DamageError
    number = cursor.number()
    if number <= 0:
        raise DamageError
    return kind, number


def chunks(cursor: Cursor) -> Iterator[bytes]:
    """Bytes of one stream, a megabyte at a time at most, up to the chunk without length that ends it.

    Raises:
        EndError: the item stops first.
        DamageError: a length that is none.
    """
    while size := cursor.number():
        if size < 0:
            raise DamageError
        while size > 0:
            piece = cursor.some(size)
            size -= len(piece)
            yield piece
