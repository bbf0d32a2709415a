"""Backups and data files of SQL Server: recognised and described; rows are not taken apart, letters are searched for.

A backup is a tape: descriptor blocks in the Microsoft Tape Format (TAPE, SSET, VOLB, MSDA …, MSCI for SQL Server), then
the pages of the data base. A data file is those pages alone. Names and texts lie in them as UTF-16 (nvarchar) or in one
byte a letter (varchar), numbers as bytes: what is found is text, and every byte is a gap, `strings_only`. A backup that
is compressed or encrypted gives no letters and is called `no_text`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import runs_in
from leakassay.read.database.row_batches import clean
from leakassay.read.text_windows import text_batches, windows

HEAD_BYTES = 1 << 18
"""Bytes in which the descriptor blocks of a backup and the boot page of the data base lie."""

MAX_BLOCKS = 16
"""Descriptor blocks that are followed."""

_VERSIONS: Final = {
    515: "SQL Server 7", 539: "SQL Server 2000", 611: "SQL Server 2005", 612: "SQL Server 2005", 655: "SQL Server 2008",
    661: "SQL Server 2008 R2", 706: "SQL Server 2012", 782: "SQL Server 2014", 852: "SQL Server 2016",
    869: "SQL Server 2017", 904: "SQL Server 2019", 957: "SQL Server 2022",
}  # fmt: skip
_BOOT: Final = b"\x01\x0d"
"""Header version and type of a boot page."""
_BOOT_PLACE: Final = b"\x09\0\0\0\x01\0"
"""Page 9 of file 1."""
_BLOCKS: Final = (
    b"TAPE",
    b"SSET",
    b"VOLB",
    b"DIRB",
    b"FILE",
    b"CFIL",
    b"ESPB",
    b"ESET",
    b"EOTM",
    b"SFMB",
    b"MSCI",
    b"MSDA",
)


def read(item: OpenItem) -> Iterator[Reading]:
    """Describe a file and search it for letters.

    Yields:
        Properties (kind, data base, time and version as far as the head tells them); TEXT; gaps over every byte.

    Raises:
        ItemError: no letters in it.
    """
    head = item.head(HEAD_BYTES)
    yield Property("kind", "backup" if head.startswith(b"TAPE") else "data file")
    yield from _of_tape(head)
    yield from _of_pages(head)
    rows = 0
    for _, runs in runs_in(item):
        pieces = (piece for run in runs for piece in windows(clean(run)))
        for batch in text_batches(pieces, part="letters", first_row=rows):
            rows += batch.data.num_rows
            yield batch
    if not rows:
        raise ItemError(Reason.NO_TEXT, outcome=Outcome.FAILED)
    yield Gap(Reason.STRINGS_ONLY, item.own)


def _of_tape(head: bytes) -> Iterator[Property]:
    """What the descriptor blocks say."""
    at = 0
    for _ in range(MAX_BLOCKS):
        kind = head[at : at + 4]
        if kind not in _BLOCKS:
            break
        yield from _of_block(head, at)
        following = int.from_bytes(head[at + 8 : at + 10], "little")  # where the first stream of the block begins
        at = _next_block(head, at + max(4, following))


def _next_block(head: bytes, at: int) -> int:
    """The next descriptor block behind a place; they begin at multiples of 512 bytes."""
    start = -(-at // 512) * 512
    return next((place for place in range(start, len(head) - 52, 512) if head[place : place + 4] in _BLOCKS), len(head))


def _of_block(head: bytes, at: int) -> Iterator[Property]:
    """Names and times of one block."""
    wide = head[at + 48 : at + 49] == b"\2"
    if head[at : at + 4] == b"TAPE":
        yield from _said("media_name", head, at, 68, wide=wide)
        yield from _said("software", head, at, 80, wide=wide)
        yield from _time("media_date", head[at + 88 : at + 93])
    elif head[at : at + 4] == b"SSET":
        yield from _said("backup_name", head, at, 64, wide=wide)
        yield from _said("backup_description", head, at, 68, wide=wide)
        yield from _said("backup_user", head, at, 76, wide=wide)
        yield from _time("backup_date", head[at + 88 : at + 93])


def _said(name: str, head: bytes, at: int, field: int, *, wide: bool) -> Iterator[Property]:
    """A text to which a block points by length and place."""
    size, place = struct.unpack_from("<HH", head.ljust(at + field + 4, b"\0"), at + field)
    raw = head[at + place : at + place + size]
    text = raw.decode("utf-16-le" if wide else "latin-1", "replace").strip("\0 ")
    if text and text.isprintable():
        yield Property(name, clean(text)[:256])


def _time(name: str, raw: bytes) -> Iterator[Property]:
    """Five bytes: year 14 bits, month 4, day 5, hour 5, minute 6, second 6."""
    bits = int.from_bytes(raw, "big")
    parts = (bits >> 26, bits >> 22 & 15, bits >> 17 & 31, bits >> 12 & 31, bits >> 6 & 63, bits & 63)
    try:
        stamp = datetime(*parts)  # noqa: DTZ001  tapes know no zones
    except ValueError:
        return
    yield Property(name, stamp.isoformat(" "))


def _of_pages(head: bytes) -> Iterator[Property]:
    """Version and name of the data base, by its boot page; in a backup that page comes early too."""
    for at in range(0, len(head) - 404, 512):
        if head[at : at + 2] == _BOOT and head[at + 32 : at + 38] == _BOOT_PLACE:
            version = int.from_bytes(head[at + 100 : at + 102], "little")
            if version in _VERSIONS:
                yield Property("version", _VERSIONS[version])
            name = head[at + 148 : at + 404].decode("utf-16-le", "replace").split("\0")[0].rstrip()
            if name and name.isprintable():
                yield Property("database", clean(name)[:128])
            return
