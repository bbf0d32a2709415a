"""Parquet: row group by row group, every column printed as text; nested values as JSON.

Where such a file hides people, and what becomes of it: columns of any type (cells), nested ones (cells, as JSON), bytes
that are text (cells), bytes that are none (a gap, `no_reader`), key-value metadata of the file (text), its writer (a
property). A file without its footer cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from leakassay.model.batch import Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database.arrow_text import Printer, rows_at_once
from leakassay.read.text_windows import text_batches, windows

MAX_RATIO = 200
"""Printed to stored; repeated values are stored once."""

LEAST_LIMIT = 256 << 20
"""Bytes that any file may come to."""

FAULTS = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError, UnicodeDecodeError)
"""What pyarrow raises on broken files, by name."""

_MAGIC = b"PAR1"


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a file.

    Yields:
        TABLE batches under the names of the columns; TEXT of the metadata; properties; bytes covered and gaps.

    Raises:
        ItemError: encrypted, cut, or unreadable; `empty` when it has no row.
    """
    _check_ends(item)
    try:
        file = pq.ParquetFile(item.file(), pre_buffer=False, page_checksum_verification=True)
        groups, columns = file.num_row_groups, len(file.schema_arrow.names)
        total = file.metadata.num_rows
        metadata = dict(file.schema_arrow.metadata or {}) | dict(file.metadata.metadata or {})
        metadata |= of_columns(file.schema_arrow)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    writer = _writer(file)
    if writer is None:
        yield Gap(Reason.MALFORMED)
    yield from described(metadata, writer or "")
    printer = Printer()
    failed = 0
    for group in range(groups):
        try:
            for batch in file.iter_batches(rows_at_once(columns), row_groups=[group], use_threads=False):
                yield from printer.batches(batch)
                check_ratio(printer, item)
        except FAULTS:
            failed += 1
    if failed:
        yield Gap(Reason.MALFORMED, item.own * failed // max(1, groups))
    yield from accounted(item, printer, told=total, lost=item.own * failed // max(1, groups))


def of_columns(schema: pa.Schema) -> dict[bytes, bytes]:
    """Metadata of columns, each key behind the name of its column; what a format keeps for itself is left out."""
    return {
        field.name.encode() + b" " + key: value
        for field in schema
        for key, value in (field.metadata or {}).items()
        if not key.startswith((b"PARQUET:", b"ARROW:"))
    }


def _writer(file: pq.ParquetFile) -> str | None:
    """The program that wrote a file; None when its name is damaged, which loses no row."""
    try:
        return str(file.metadata.created_by or "")
    except UnicodeDecodeError:
        return None


def check_ratio(printer: Printer, item: OpenItem) -> None:
    """Stop at a file that unpacks to too much.

    Raises:
        ItemError: it has come to more than `MAX_RATIO` times its size.
    """
    if printer.bytes > max(LEAST_LIMIT, MAX_RATIO * item.size):
        raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)


def described(metadata: dict[bytes, bytes], writer: str) -> Iterator[Reading]:
    """Who wrote a file, and its metadata as text."""
    if writer:
        yield Property("producer", writer[:256])
    said = [
        f"{key.decode('utf-8', 'replace')}: {value.decode('utf-8', 'replace')}"
        for key, value in metadata.items()
        if key != b"ARROW:schema"
    ]
    yield from text_batches((piece for one in said for piece in windows(one)), part="metadata")


def accounted(item: OpenItem, printer: Printer, *, told: int, lost: int) -> Iterator[Reading]:
    """Bytes covered and what is missing.

    Args:
        item: the file.
        printer: who printed it.
        told: rows that the file claims.
        lost: bytes already named as a gap.

    Raises:
        ItemError: the file has no row.
    """
    if not printer.rows and not lost:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    if printer.has_blobs:
        yield Gap(Reason.NO_READER)
    if told != printer.rows and not lost:
        yield Gap(Reason.MALFORMED)
    yield Covered(item.own - lost)


def _check_ends(item: OpenItem) -> None:
    tail = item.tail(4)
    if tail == b"PARE":
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    if tail != _MAGIC:
        raise ItemError(Reason.TRUNCATED)
