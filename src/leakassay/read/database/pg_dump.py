"""PostgreSQL archives of `pg_dump -Fc`, and the table of contents (`toc.dat`) of its directory and tar archives.

Where such an archive hides people, and what becomes of it: rows of COPY and of INSERT blocks under the columns of their
entry (cells); definitions, comments, owners (text); large objects (text, else runs of letters and a gap,
`strings_only`); damaged blocks (what can be unpacked, and a gap). The data files of a directory or tar archive are
items of their own: the table of contents names them and their columns as text, and is not joined to them.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Final

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import runs_of, text_of
from leakassay.read.database.pg_archive import (
    CUSTOM,
    LARGE_OBJECTS,
    Cursor,
    DamageError,
    EndError,
    Entry,
    Head,
    UnknownError,
    block_head,
    chunks,
    entries,
    head_of,
)
from leakassay.read.database.pg_unpack import Stream
from leakassay.read.database.row_batches import clean
from leakassay.read.database.sql_scan import Place, Scan
from leakassay.read.database.sql_statement import MAX_SHAPE_CHARACTERS, columns_of, next_head
from leakassay.read.database.sql_values import STANDARD
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import sniff

MAX_CONTENTS = 64 << 20
"""Bytes of the table of contents that are kept while blocks are read."""

TEXT_BYTES = 1 << 20
"""Bytes of rows that are taken apart at a time."""

MAX_LINE = 16 << 20
"""A longer row is cut."""

OBJECT_BYTES = 4 << 20
"""Bytes of a large object that are searched at a time."""

_ENCODING: Final = re.compile(rb"client_encoding = '([\w-]{1,32})'")
_CODECS: Final = {
    "UTF8": "utf-8", "LATIN1": "latin-1", "WIN1252": "cp1252", "LATIN9": "iso8859-15", "WIN1250": "cp1250",
    "WIN1251": "cp1251", "WIN1253": "cp1253", "WIN1254": "cp1254", "WIN1257": "cp1257", "LATIN2": "iso8859-2",
    "KOI8R": "koi8-r", "WIN866": "cp866", "SJIS": "cp932", "BIG5": "cp950", "GBK": "gbk", "EUC_JP": "euc_jp",
    "EUC_KR": "euc_kr", "EUC_CN": "gb2312", "GB18030": "gb18030",
}  # fmt: skip
"""Encodings as PostgreSQL names them; others (SQL_ASCII) are told from the rows."""


@dataclass
class _Archive:
    """What is known of the archive.

    Attributes:
        head: what it says of itself.
        cursor: where its table of contents is read.
        codec: of its texts; "" where that is to be told from them.
        places: where the rows of an entry go, by its id.
        expected: offset of the block that an entry tells, by its id; 0 for none.
        starts: offsets at which the block of an entry does begin.
        shapes: columns by table.
        has_files: True where rows lie in files beside it.
        weight: bytes that are kept of the table of contents.
        fault: what is wrong with it.
    """

    head: Head
    cursor: Cursor
    codec: str = ""
    places: dict[int, Place] = field(default_factory=dict)
    expected: dict[int, int] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    shapes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    has_files: bool = False
    weight: int = 0
    fault: Reason | None = None


def split(item: OpenItem, limit: int) -> list[tuple[int, int]]:
    """Units of a large archive, cut between blocks; a block is never cut, however large it is.

    Returns:
        (offset, length) pairs that cover the item.
    """
    cuts = [0]
    try:
        archive = _opened(item)
        for _ in _contents(archive, item):
            pass
        cuts += [start for start in archive.starts if start - cuts[-1] >= limit]
    except ItemError:
        pass  # whoever reads the whole will say so
    return [(start, end - start) for start, end in zip(cuts, [*cuts[1:], item.size], strict=True)]


def read(item: OpenItem) -> Iterator[Reading]:
    """Read an archive or a range of its blocks.

    Yields:
        TABLE batches, one part a table; TEXT of definitions and large objects; properties; bytes covered; gaps.

    Raises:
        ItemError: no head; another version of the format; nothing in it.
    """
    archive = _opened(item)
    scan = Scan(STANDARD, Place(), shapes=archive.shapes)
    if item.offset == 0:
        yield from _properties(archive.head)
    for entry in _contents(archive, item):
        if item.offset == 0:
            text = _said(entry)
            yield from scan.feed(to_utf8(text, archive.codec or sniff(text) or "utf-8")[0].decode())
    yield from scan.turn(Place())
    at = item.offset
    if at == 0:
        at = min(archive.cursor.at, item.end)
        yield Covered(at)
        if archive.fault is not None:
            yield Gap(archive.fault, part="table of contents")
    blocks = _Blocks(item, archive, scan)
    if archive.head.kind == CUSTOM:
        yield from blocks.run(at)
    elif at < item.end:
        yield Gap(archive.fault or Reason.TRAILING_BYTES, item.end - at)
    if archive.has_files:
        yield Gap(Reason.MISSING_MEDIA, part="data files")
    yield from scan.finish(is_last=True)
    if not scan.given and not blocks.texts and item.is_whole:
        raise ItemError(archive.fault or Reason.NO_TEXT)


def _opened(item: OpenItem) -> _Archive:
    try:
        return _Archive(*head_of(item))
    except EndError as error:
        raise ItemError(Reason.TRUNCATED) from error
    except DamageError as error:
        raise ItemError(Reason.MALFORMED) from error
    except UnknownError as error:
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED) from error


def _contents(archive: _Archive, item: OpenItem) -> Iterator[Entry]:
    """Entries of the table of contents, noted; damage ends it."""
    try:
        for entry in entries(archive.head, archive.cursor):
            _note(archive, entry)
            yield entry
    except DamageError as error:
        is_cut = isinstance(error, EndError) and archive.cursor.at >= item.size
        archive.fault = Reason.TRUNCATED if is_cut else Reason.MALFORMED
    _find_blocks(archive, item)


def _said(entry: Entry) -> bytes:
    """An entry much as a plain dump prints it, but without its word "Name:", which would make a person of a table."""
    title = b"-- %s %s.%s, owner %s\n" % (entry.kind, entry.namespace, entry.tag, entry.owner)
    columns = entry.copy.strip().removeprefix(b"COPY ").removesuffix(b" FROM stdin;")
    file = b"-- Rows in %s: %s\n" % (entry.file, columns) if entry.file else b""
    return b"%s%s%s\n" % (title, entry.definition, file)


def _note(archive: _Archive, entry: Entry) -> None:
    """Remember what blocks need of an entry."""
    if entry.kind == b"ENCODING" and (found := _ENCODING.search(entry.definition)):
        archive.codec = _CODECS.get(found[1].decode().upper(), "")
    archive.has_files = archive.has_files or bool(entry.file)
    is_table = entry.kind == b"TABLE" and len(entry.definition) < MAX_SHAPE_CHARACTERS
    if not is_table and (not entry.has_data or archive.head.kind != CUSTOM):
        return
    archive.weight += 256 + (len(entry.definition) if is_table else len(entry.copy) + len(entry.tag))
    if archive.weight > MAX_CONTENTS:
        archive.fault = Reason.LIMIT_ROWS
        return
    if is_table:
        _note_shape(archive, entry.definition.decode("utf-8", "replace"))
    if entry.has_data and archive.head.kind == CUSTOM:
        archive.expected[entry.id] = entry.place
        archive.places[entry.id] = _place(archive, entry)


def _note_shape(archive: _Archive, definition: str) -> None:
    made = next_head(definition, 0)
    shape = columns_of(definition, made.end) if made and made.kind == "create" else None
    if made and shape:
        archive.shapes[made.table.lower()] = shape[0]


def _place(archive: _Archive, entry: Entry) -> Place:
    """Where the rows of an entry go: into the columns of its COPY statement, or where their INSERTs say."""
    copy, tag = (raw.decode("utf-8", "replace") for raw in (entry.copy, entry.tag))
    if not copy.strip():
        return Place("", tag)
    head = next_head(copy.rstrip() + "\n", 0)
    if head is None or head.kind != "copy":
        archive.fault = archive.fault or Reason.MALFORMED
        return Place("copy", tag, archive.shapes.get(tag.lower(), ()))
    return Place("copy", head.table, head.columns or archive.shapes.get(head.table.lower(), ()))


def _find_blocks(archive: _Archive, item: OpenItem) -> None:
    """Note the offsets at which the block of the entry that tells of it does begin."""
    for number, place in archive.expected.items():
        if not archive.cursor.at <= place < item.size:
            continue
        try:
            _, found = block_head(Cursor(item, place, min(item.size, place + 16), archive.cursor.number_bytes))
        except DamageError:
            continue
        if found == number:
            archive.starts.append(place)
    archive.starts = sorted(set(archive.starts))


def _properties(head: Head) -> Iterator[Property]:
    """What the head says of the dump."""
    told = {
        "database": head.database.decode("utf-8", "replace"),
        "version": "PostgreSQL " + head.server.decode("utf-8", "replace"),
        "software": "pg_dump " + head.program.decode("utf-8", "replace"),
        "backup_date": head.made,
    }
    for name, value in told.items():
        if value and value.isprintable():
            yield Property(name, clean(value)[:256])


class _Blocks:
    """The blocks of a unit.

    Attributes:
        texts: rows of text that large objects gave.
    """

    def __init__(self, item: OpenItem, archive: _Archive, scan: Scan) -> None:
        self._item, self._archive, self._scan = item, archive, scan
        self._seen: set[int] = set()
        self._lost = 0
        self._fault: DamageError | None = None
        self._sample = b""
        self.texts = 0

    def run(self, at: int) -> Iterator[Reading]:
        """Read the blocks from `at` to the end of the unit; behind damage from the next one that is known."""
        later = [start for start in reversed(self._archive.starts) if start < self._item.end]
        while at < self._item.end:
            while later and later[-1] <= at:
                later.pop()
            following = later[-1] if later else self._item.end
            cursor = Cursor(self._item, at, following, self._archive.cursor.number_bytes)
            self._lost = 0
            fault = yield from self._block(cursor)
            if fault is None:
                yield Covered(cursor.at - at - self._lost)
                at = cursor.at
                continue
            is_cut = isinstance(fault, EndError) and following == self._item.size
            understood = cursor.at - at - self._lost
            yield Covered(understood)
            yield Gap(Reason.TRUNCATED if is_cut else Reason.MALFORMED, following - at - self._lost - understood)
            at = following
        yield from self._missing()

    def _missing(self) -> Iterator[Gap]:
        """Entries whose block did not come."""
        first, end, size = self._item.offset, self._item.end, self._item.size
        for number, place in self._archive.expected.items():
            is_here = first <= place < end or (end == size and place >= size) or (not place and self._item.is_whole)
            if is_here and number not in self._seen:
                yield Gap(Reason.TRUNCATED, part=clean(self._archive.places[number].table))

    def _block(self, cursor: Cursor) -> Generator[Reading, None, DamageError | None]:
        """One block with all of its streams; returns the damage that ended it."""
        self._fault = None
        try:
            kind, number = block_head(cursor)
            if number not in self._archive.places or number in self._seen:
                yield Gap(Reason.MALFORMED)
            self._seen.add(number)
            if kind == LARGE_OBJECTS:
                while self._fault is None and cursor.number():
                    yield from self._object(cursor)
            else:
                yield from self._rows(cursor, self._archive.places.get(number, Place("copy")))
        except DamageError as error:
            return error
        return self._fault

    def _rows(self, cursor: Cursor, place: Place) -> Iterator[Reading]:
        """The rows of one table."""
        yield from self._scan.turn(place)
        for piece in _lines(self._stream(cursor)):
            if isinstance(piece, Gap):
                yield piece
                continue
            self._sample = self._sample or piece[:65536]
            text, lost = to_utf8(piece, self._archive.codec or sniff(self._sample) or "utf-8")
            if lost:
                yield Gap(Reason.BAD_ENCODING, part=clean(place.table))
            yield from self._scan.feed(text.decode())
        yield from self._scan.turn(Place())

    def _stream(self, cursor: Cursor) -> Iterator[bytes | Gap]:
        """The pieces of one stream, and what is wrong with it; where its chunks are damaged it ends."""
        stream = Stream(self._archive.head.packing)
        try:
            for chunk in chunks(cursor):
                yield from stream.feed(chunk)
        except DamageError as error:
            self._fault = error
        yield stream.end()
        if stream.fault is not None:
            self._lost += stream.lost
            yield Gap(stream.fault, stream.lost)

    def _object(self, cursor: Cursor) -> Iterator[Reading]:
        """One large object: text, or what letters it holds."""
        start, lost, held, is_whole = cursor.at, self._lost, bytearray(), True
        for piece in self._stream(cursor):
            if isinstance(piece, Gap):
                yield piece
                continue
            held += piece
            while len(held) >= OBJECT_BYTES:
                found = held.rfind(b"\0", OBJECT_BYTES - 4096, OBJECT_BYTES)
                cut = found if found > 0 else OBJECT_BYTES
                yield from self._tell(runs_of(bytes(held[:cut])))
                is_whole = False
                del held[:cut]
        text = text_of(bytes(held)) if is_whole else None
        yield from self._tell(runs_of(bytes(held)) if text is None else [text])
        if text is None:
            searched = cursor.at - start - (self._lost - lost)
            self._lost += searched
            yield Gap(Reason.STRINGS_ONLY, searched, part="large objects")

    def _tell(self, runs: list[str]) -> Iterator[Batch]:
        pieces = (piece for run in runs for piece in windows(clean(run)))
        for batch in text_batches(pieces, part="large objects", first_row=self.texts):
            self.texts += batch.data.num_rows
            yield batch


def _lines(pieces: Iterator[bytes | Gap]) -> Iterator[bytes | Gap]:
    """Whole lines, about a megabyte at a time; a row without end is cut."""
    held, cut = bytearray(), 0
    for piece in pieces:
        if isinstance(piece, Gap):
            yield piece
            continue
        found = piece.rfind(b"\n") + 1
        cut = len(held) + found if found else cut
        held += piece
        if not cut and len(held) > MAX_LINE:
            yield Gap(Reason.LIMIT_LINE)
            held += b"\n"
            cut = len(held)
        if cut and len(held) >= TEXT_BYTES:
            yield bytes(held[:cut])
            del held[:cut]
            cut = 0
    if held:
        yield bytes(held)
