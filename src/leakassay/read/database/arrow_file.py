"""Arrow IPC files and Feather, both versions: batch by batch, every column printed as text.

Hiding places are those of Parquet: columns of any type, nested ones, bytes, metadata of the schema (text).
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from pyarrow import feather

from leakassay.model.batch import Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.database.arrow_text import Printer, rows_at_once
from leakassay.read.database.parquet import FAULTS, accounted, check_ratio, described, of_columns

FEATHER_1 = b"FEA1"
"""The first version, which lies in memory as a whole."""

FEATHER_1_BYTES = 256 << 20
"""A larger one is refused."""

FILE = b"ARROW1"


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a file.

    Yields:
        TABLE batches under the names of the columns; TEXT of the metadata; bytes covered and gaps.

    Raises:
        ItemError: cut or unreadable; `empty` when it has no row.
    """
    head, tail = item.head(6), item.tail(6)
    is_old = head.startswith(FEATHER_1)
    if not tail.endswith(FEATHER_1 if is_old else FILE):
        raise ItemError(Reason.TRUNCATED)
    yield from _old(item) if is_old else _new(item)


def _old(item: OpenItem) -> Iterator[Reading]:
    try:
        table = feather.read_table(pa.BufferReader(item.content(FEATHER_1_BYTES)), use_threads=False)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    printer = Printer()
    try:
        for batch in table.to_batches(max_chunksize=rows_at_once(table.num_columns)):
            yield from printer.batches(batch)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    yield from accounted(item, printer, told=table.num_rows, lost=0)


def _new(item: OpenItem) -> Iterator[Reading]:
    try:
        file = pa.ipc.open_file(item.file(), options=pa.ipc.IpcReadOptions(use_threads=False))
        count, metadata = file.num_record_batches, dict(file.schema.metadata or {}) | of_columns(file.schema)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    yield from described(metadata, "")
    printer = Printer()
    failed = 0
    for number in range(count):
        try:
            batch = file.get_batch(number)
            many = rows_at_once(batch.num_columns)
            for start in range(0, batch.num_rows, many):
                yield from printer.batches(batch.slice(start, many))
                check_ratio(printer, item)
        except FAULTS:
            failed += 1
    lost = item.own * failed // max(1, count)
    if failed:
        yield Gap(Reason.MALFORMED, lost)
    yield from accounted(item, printer, told=printer.rows, lost=lost)
