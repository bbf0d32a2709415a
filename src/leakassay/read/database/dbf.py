"""dBase tables (dBase III to V, FoxPro, Clipper): every record, those marked as deleted too, in the code page it names.

Where such a file hides people, and what becomes of it: records marked as deleted (rows of a part "deleted"); what lies
behind the last record or before the first (text); long texts in a memo file beside it (an item of its own: a gap,
`missing_media`, where a record points there). Names of fields are headers. Padding of a field behind a zero byte is
printed too.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from leakassay.model.batch import Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import runs_of
from leakassay.read.database.row_batches import RowBatches
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.text_encoding import sniff

CHUNK = 4 << 20
"""Bytes of records read at a time."""

TRAILING_BYTES = 16 << 20
"""Bytes behind the last record that are searched for text."""

DELETED = "deleted"
"""Part of the records that are marked as deleted."""

_NOISE: Final = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x13\x15-\x1f\x7f]")
_CODE_PAGES: Final = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x08: "cp865", 0x09: "cp437", 0x0A: "cp850",
    0x0B: "cp437", 0x0D: "cp437", 0x0E: "cp850", 0x0F: "cp437", 0x10: "cp850", 0x11: "cp437", 0x12: "cp850",
    0x13: "cp932", 0x14: "cp850", 0x15: "cp437", 0x16: "cp850", 0x17: "cp865", 0x18: "cp437", 0x19: "cp437",
    0x1A: "cp850", 0x1B: "cp437", 0x1C: "cp863", 0x1D: "cp850", 0x1F: "cp852", 0x22: "cp852", 0x23: "cp852",
    0x24: "cp860", 0x25: "cp850", 0x26: "cp866", 0x37: "cp850", 0x40: "cp852", 0x4D: "cp936", 0x4E: "cp949",
    0x4F: "cp950", 0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x66: "cp865", 0x67: "cp861", 0x6A: "cp737", 0x6B: "cp857", 0x78: "cp950", 0x79: "cp949", 0x7A: "cp936",
    0x7B: "cp932", 0x7C: "cp874", 0x7D: "cp1255", 0x7E: "cp1256", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254",
    0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
"""Language driver byte to code page."""


class _Field(NamedTuple):
    name: str
    kind: str
    start: int
    width: int
    decimals: int


class _Head(NamedTuple):
    records: int
    start: int
    width: int
    fields: list[_Field]
    codec: str
    is_sound: bool


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a table.

    Yields:
        TABLE batches, deleted records in a part of their own; TEXT for what lies behind; properties; bytes covered.

    Raises:
        ItemError: no head that describes fields, or no record of those it counts (truncated); `empty` when there is no
            record and nothing behind.
    """
    head = _head(item)
    rows = RowBatches()
    headers = tuple(field.name for field in head.fields)
    yield Property("code_page", head.codec)
    fields_end = 33 + 32 * len(head.fields)
    before = runs_of(item.pread(max(0, head.start - fields_end), fields_end))  # FoxPro names the data base there
    yield from text_batches((piece for text in before for piece in windows(text)), part="before the records")
    has_memo = is_odd = False
    for marked, record in _records(item, head):
        cells = [_cell(record, field, head.codec) for field in head.fields]
        has_memo = has_memo or any(_is_memo(record, field) for field in head.fields)
        is_odd = is_odd or marked not in (0x20, 0x2A) or _has_noise(record, head.fields)
        if any(cells):
            yield from rows.add(DELETED if marked == 0x2A else "", headers, cells)
    yield from rows.flush()
    end = head.start + head.records * head.width
    texts = _behind(item, min(item.size, end))
    whole = [] if head.is_sound else _letters(item, head)
    yield from text_batches((piece for text in whole for piece in windows(text)), part="records")
    yield from text_batches((piece for text in texts for piece in windows(text)), part="behind the records")
    if not rows.rows and end > item.size:
        raise ItemError(Reason.TRUNCATED)
    if not rows.rows and not texts and not whole:
        if not head.is_sound:
            raise ItemError(Reason.MALFORMED)
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield from _doubts(item, head, has_memo=has_memo, is_odd=is_odd, texts=bool(texts))
    yield Covered(item.own)


def _doubts(item: OpenItem, head: _Head, *, has_memo: bool, is_odd: bool, texts: bool) -> Iterator[Gap]:
    """What was not read whole."""
    end = head.start + head.records * head.width
    if end > item.size:
        yield Gap(Reason.TRUNCATED)
    if has_memo:
        yield Gap(Reason.MISSING_MEDIA, part="memo file")
    if is_odd or not head.is_sound:
        yield Gap(Reason.MALFORMED)
    behind = item.pread(1, end)
    if texts or (behind not in (b"", b"\x1a") and end < item.size):
        yield Gap(Reason.TRAILING_BYTES)


def _head(item: OpenItem) -> _Head:
    raw = item.head()
    if len(raw) < 65:
        raise ItemError(Reason.TRUNCATED)
    records, start, width = struct.unpack_from("<IHH", raw, 4)
    codec = _CODE_PAGES.get(raw[29], "")
    fields: list[_Field] = []
    place = 1
    at = 32
    while at + 32 <= min(len(raw), start) and raw[at] != 0x0D:
        name = raw[at : at + 11].split(b"\0")[0].decode("latin-1").strip()
        kind, size, decimals = chr(raw[at + 11]), raw[at + 16], raw[at + 17]
        if kind == "C":  # longer texts keep the high byte of their width there
            size, decimals = size + 256 * decimals, 0
        fields.append(_Field(name, kind, place, size, decimals))
        place += size
        at += 32
    if not fields or width < 2 or start < 65:
        raise ItemError(Reason.MALFORMED)
    return _Head(
        records, start, width, fields, codec or _guess(item, start), place == width and raw[at : at + 1] == b"\r"
    )


def _guess(item: OpenItem, start: int) -> str:
    """The code page of a table that names none: that of its text."""
    found = sniff(item.pread(65536, start))
    return found if found in ("utf-8", "cp1252", "cp437") else "cp1252" if found == "latin-1" else "cp850"


def _records(item: OpenItem, head: _Head) -> Iterator[tuple[int, bytes]]:
    """The mark and the bytes of each record; the last one may be short."""
    at, left = head.start, head.records
    many = max(1, CHUNK // head.width)
    while left > 0:
        raw = item.pread(min(many, left) * head.width, at)
        if not raw:
            return
        for start in range(0, len(raw), head.width):
            record = raw[start : start + head.width]
            if len(record) > 1:
                yield record[0], record
        at += len(raw)
        left -= many


def _is_memo(record: bytes, field: _Field) -> bool:
    """True when a record points into the memo file."""
    raw = record[field.start : field.start + field.width]
    return field.kind in "MGBP" and field.width in (4, 10) and bool(raw.strip(b" \0"))


def _has_noise(record: bytes, fields: list[_Field]) -> bool:
    """True when a field that is printed holds bytes that no program prints."""
    if not _NOISE.search(record):
        return False
    printed = (record[one.start : one.start + one.width] for one in fields if one.kind in "CNDLF")
    return any(_NOISE.search(raw) for raw in printed)


def _cell(record: bytes, field: _Field, codec: str) -> str:
    raw = record[field.start : field.start + field.width]
    if field.kind == "D" and len(raw) == 8 and raw.isdigit():
        return f"{raw[:4].decode()}-{raw[4:6].decode()}-{raw[6:].decode()}"
    if field.kind in "IMGBPYT@+O" and len(raw) in (4, 8) and not raw.strip(b" \0").isalnum():
        return _binary(raw, field)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\0", " ").strip()


def _binary(raw: bytes, field: _Field) -> str:
    """Numbers and moments of Visual FoxPro and dBase 7."""
    if not raw.strip(b" \0"):
        return ""
    if field.kind in "T@" and len(raw) == 8:
        day, milliseconds = struct.unpack("<ii", raw)
        return _moment(day, milliseconds)
    if field.kind == "Y" and len(raw) == 8:
        return str(struct.unpack("<q", raw)[0] / 10_000)
    if field.kind in "BO" and len(raw) == 8:
        return str(struct.unpack("<d", raw)[0])
    return str(int.from_bytes(raw, "little", signed=True))


def _moment(day: int, milliseconds: int) -> str:
    try:
        stamp = datetime(1, 1, 1) + timedelta(days=day - 1_721_426, milliseconds=milliseconds)  # noqa: DTZ001  printed without a zone
    except OverflowError:
        return ""
    return stamp.isoformat(" ", "seconds")


def _letters(item: OpenItem, head: _Head) -> list[str]:
    """Runs of letters in the records: fields that do not fill them leave some of it out."""
    raw = item.pread(min(TRAILING_BYTES, head.records * head.width), head.start)
    return runs_of(raw) if raw.strip(b"\x1a\0 ") else []


def _behind(item: OpenItem, end: int) -> list[str]:
    """Runs of letters behind the last record."""
    raw = item.pread(min(TRAILING_BYTES, max(0, item.size - end)), end)
    return runs_of(raw) if raw.strip(b"\x1a\0 ") else []
