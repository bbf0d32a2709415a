"""Workbooks (xlsx, xlsm, xlsb, xls, ods): every cell of every sheet, hidden ones too, as printed text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import python_calamine

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read import package

WORKBOOK_BYTES = 256 << 20
"""Packed; a larger workbook is refused."""

SHEET_CELLS = 30_000_000
"""Cells of one sheet: what calamine can hold under 1 GiB."""

BATCH_CELLS = 1_000_000
"""Cells of a batch."""

_NOT_CELLS = re.compile(
    r"/media/|/embeddings/|/drawings/[^/]+$|comments|^Pictures/|^Object \d"
    r"|/vbaProject|/pivotCacheRecords|/externalLinks/[^/]+$",
    re.IGNORECASE,
)
"""Parts that may speak of people and are not read: a pivot cache keeps the rows it was made of, a link the cells."""
_MEMBERS = re.compile(r"/media/|/embeddings/|^Pictures/|^Object \d|/vbaProject", re.IGNORECASE)
"""Parts that an opener makes items of."""
_FILEPASS = b"\x2f\x00"

_FAULTS = (
    python_calamine.CalamineError,
    python_calamine.WorksheetNotFound,
    OSError,
    ValueError,
    TypeError,
    OverflowError,
)
"""What calamine raises on broken workbooks, by name (XmlError and ZipError are CalamineErrors)."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a workbook.

    Yields:
        TABLE batches without headers (detect finds them), one part per sheet; a property for each hidden sheet;
        bytes covered, shared out evenly among sheets.

    Raises:
        ItemError: encrypted, too large, or unreadable; `empty` when no sheet has a cell.
    """
    content = item.content(WORKBOOK_BYTES)
    unread = min(item.own, _check_package(content, is_opened=item.own_bytes >= 0))
    workbook = _opened(content)
    sheets = workbook.sheets_metadata
    share = (item.own - unread) // max(1, len(sheets))
    rows = failed = 0
    for number, sheet in enumerate(sheets):
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            yield Property("hidden_sheet", sheet.name, part=sheet.name)
        try:
            for batch in _sheet(workbook, number, sheet.name):
                rows += batch.data.num_rows
                yield batch
        except ItemError as error:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                failed += 1
                yield Gap(error.reason, share, part=sheet.name)
    if not rows:
        raise _nothing(content, failed, unread, item.size)
    if unread:
        yield Gap(Reason.NO_READER, unread, part="drawings, comments, embedded files, macros, caches")
    yield Covered(item.own - unread - failed * share)


def _nothing(content: bytes, failed: int, unread: int, size: int) -> ItemError:
    """What a workbook without a single filled cell is: damaged, full of pictures, or empty."""
    if failed:
        return ItemError(Reason.SOME_PARTS_FAILED)
    if unread or not content.startswith(b"PK"):
        return ItemError(Reason.NO_TEXT)
    return ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=size)


def _check_package(content: bytes, *, is_opened: bool) -> int:
    """Refuse a zip package whose parts unpack to too much, before anything is unpacked.

    Args:
        content: the package.
        is_opened: True when an opener took pictures, embedded documents and macros as members.

    Returns:
        Packed bytes of parts that are not cells: pictures, drawings, comments, embedded documents, macros, caches.
    """
    if not content.startswith(b"PK"):
        if _is_locked_xls(content):
            raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
        return 0
    with package.opened(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    left = [part for part in parts if not (is_opened and _MEMBERS.search(part.filename))]
    return sum(part.compress_size for part in left if _NOT_CELLS.search(part.filename))


def _is_locked_xls(content: bytes) -> bool:
    """A FILEPASS record right behind the BIFF8 beginning-of-file record of the workbook stream."""
    at = content.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    return at >= 0 and content.startswith(_FILEPASS, at + 20)


def _opened(content: bytes) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED) from error
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    except BaseException as error:
        raise _panic(error) from error


def _panic(error: BaseException) -> BaseException:
    """Name a panic of the Rust library: the workbook is not built as its format says.

    Seen in an xlsb of a beta of Excel 2007. The class cannot be imported, so it is known by name.
    """
    return ItemError(Reason.MALFORMED) if type(error).__name__ == "PanicException" else error


def _sheet(workbook: python_calamine.CalamineWorkbook, number: int, name: str) -> Iterator[Batch]:
    """The cells of one sheet; rows are numbered as in the sheet."""
    try:
        sheet = workbook.get_sheet_by_index(number)
        height, width = sheet.height, sheet.width
        _check_cells(height * width)
        start = sheet.start[0] if sheet.start else 0
        if width:
            yield from _batches(sheet, name, start, width)
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    except BaseException as error:
        raise (error if isinstance(error, ItemError | GeneratorExit) else _panic(error)) from error


def _check_cells(cells: int) -> None:
    if cells > SHEET_CELLS:
        raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)


def _batches(sheet: python_calamine.CalamineSheet, name: str, start: int, width: int) -> Iterator[Batch]:
    at_once = max(1, BATCH_CELLS // width)
    waiting: list[list[str]] = []
    first = start
    for row in sheet.iter_rows():
        waiting.append([_printed(cell) for cell in row])
        if len(waiting) >= at_once:
            yield from _batch(waiting, name, first, width)
            first, waiting = first + len(waiting), []
    yield from _batch(waiting, name, first, width)


def _batch(rows: list[list[str]], name: str, first: int, width: int) -> Iterator[Batch]:
    if not any(cell for row in rows for cell in row):
        return
    fitted = (row + [""] * (width - len(row)) for row in rows)
    columns = [pa.array(column, pa.string()) for column in zip(*fitted, strict=True)]
    data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])
    yield Batch(Shape.TABLE, data, ("",) * len(columns), part=name, table_name=name, first_row=first)


def _printed(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates in ISO form."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
