"""Plain text in any encoding: letters, logs, notes, lists; windows of text, nothing interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.line_blocks import UNIT_BYTES, blocks, split_lines
from leakassay.read.text_encoding import to_utf8
from leakassay.read.text_windows import text_batches, windows
from leakassay.values.encoded_part import has_encoded_part
from leakassay.values.text_encoding import sniff

NEVER_TEXT = frozenset({
    ".7z", ".accdb", ".age", ".arrow", ".avhdx", ".avi", ".avro", ".bmp", ".bz2", ".cab", ".cpio", ".dbf", ".dcm",
    ".deb", ".docm", ".docx", ".dotx", ".emf", ".epub", ".evtx", ".feather", ".gif", ".gpg", ".gz", ".h5", ".heic",
    ".ipc", ".iso", ".jpeg", ".jpg", ".json", ".jsonl", ".kdbx", ".lha", ".lnk", ".lz4", ".lzh", ".lzma", ".m4a",
    ".mdb", ".mkv", ".mov", ".mp3", ".mp4", ".msg", ".ndjson", ".odf", ".odg", ".odp", ".ods", ".odt", ".one", ".ost",
    ".ots", ".ott", ".parquet", ".pdf", ".pgdump", ".png", ".pps", ".ppsx", ".pptm", ".pptx", ".pst", ".qcow",
    ".qcow2", ".rar", ".sqlite", ".sqlite3", ".tar", ".taz", ".tbz2", ".tgz", ".tif", ".tiff", ".tlz", ".tlz4",
    ".txz", ".tzst", ".vhd", ".vhdx", ".vmdk", ".vsdx", ".wav", ".webm", ".webp", ".wim", ".wma", ".wmf", ".wmv",
    ".xar", ".xlsb", ".xlsm", ".xlsx", ".xltm", ".xltx", ".xml", ".xz", ".zip", ".zst",
})  # fmt: skip
"""Suffixes of what has a beginning of its own: text under one of these lost it. `.xls` and `.doc` are often text."""

_DUMPS = (".sql", ".ddl", ".psql")
_ROWS = re.compile(rb"\b(?:INSERT|REPLACE)\s{1,9}INTO\b", re.IGNORECASE)
"""A dump that was not recognised for one, since it is damaged: its rows were read as prose."""

BEGINNINGS = {
    **dict.fromkeys((".htm", ".html", ".xhtml", ".svg"), (b"<", b">")), ".rtf": (b"{", b"}"),
    **dict.fromkeys(_DUMPS, (b"", b";")),
}  # fmt: skip
"""By suffix, what a file begins with and what must follow; text under these names may well be none of it."""


def split(item: OpenItem, limit: int = UNIT_BYTES) -> list[tuple[int, int]]:
    """Units of a large text, cut at line ends.

    Returns:
        (offset, length) pairs that cover the item.
    """
    return split_lines(item, sniff(item.head()), limit)


def _is_beginning(item: OpenItem) -> bool:
    """True for the first bytes of a page, a document or a dump, cut before they say what they are."""
    head = item.head().lstrip(b"\xef\xbb\xbf \r\n\t")
    begins, ends = BEGINNINGS.get(item.suffix, (b"", b""))
    return bool(ends) and head.startswith(begins) and ends not in head


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range of text.

    Yields:
        TEXT batches, and for each block what was covered and what could not be decoded; a Gap of no bytes where the
        name says that this is no text, or packed parts of mails stand in it.

    Raises:
        ItemError: the whole item is white space (`empty`, `blank`).
    """
    encoding = sniff(item.head())
    rows = 0
    is_packed = False
    if item.offset == 0 and (item.suffix in NEVER_TEXT or (item.suffix in _DUMPS and _ROWS.search(item.head()))):
        yield Gap(Reason.MALFORMED)
    if item.offset == 0 and _is_beginning(item):
        yield Gap(Reason.TRUNCATED)
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        is_packed = is_packed or has_encoded_part(content)
        for batch in text_batches(windows(content.decode()), first_row=rows):
            rows += batch.data.num_rows
            yield batch
        yield Covered(block.bytes - lost)
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost, row=rows)
    if is_packed:
        yield Gap(Reason.NO_READER, part="encoded")
    if not rows and item.is_whole and item.size and item.suffix not in NEVER_TEXT:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
