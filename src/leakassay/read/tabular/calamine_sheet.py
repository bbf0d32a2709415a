"""Sheets by calamine: fast, of every kind of workbook, one sheet in memory as a rectangle."""

from __future__ import annotations

import io
from collections.abc import Iterator

import python_calamine

from leakassay.model.batch import Batch
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular.cell_text import printed
from leakassay.read.tabular.sheet_blocks import Blocks

SHEET_CELLS = 30_000_000
"""Cells of one sheet: what calamine can hold under 1 GiB."""

BATCH_CELLS = 1_000_000
"""Cells of a batch."""

SHEET_COLUMNS = 16_384
"""Of every format of a workbook; a cell beyond them is damage, and a table of a million columns takes minutes."""

GAP_ROWS = 100
"""Rows without a cell that are given as such: one cell far away makes millions of empty ones."""

FAULTS = (
    python_calamine.CalamineError,
    python_calamine.WorksheetNotFound,
    OSError,
    ValueError,
    TypeError,
    OverflowError,
)
"""What calamine raises on broken workbooks, by name (XmlError and ZipError are CalamineErrors)."""


def opened(content: bytes) -> python_calamine.CalamineWorkbook:
    """A workbook.

    Raises:
        ItemError: behind a password (encrypted), or malformed.
    """
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED) from error
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    except BaseException as error:
        raise _panic(error) from error


def _panic(error: BaseException) -> BaseException:
    """Name a panic of the Rust library: the workbook is not built as its format says.

    Seen in an xlsb of a beta of Excel 2007. The class cannot be imported, so it is known by name.
    """
    return ItemError(Reason.MALFORMED) if type(error).__name__ == "PanicException" else error


def batches(workbook: python_calamine.CalamineWorkbook | None, number: int, name: str) -> Iterator[Batch]:
    """The cells of one sheet; rows are numbered as in the sheet; none of a workbook that did not open.

    The caller has looked at what the sheet reaches to: a larger one is the end of the process, not an error.

    Raises:
        ItemError: malformed, or too many cells (refused).
    """
    if workbook is None:
        return
    try:
        sheet = workbook.get_sheet_by_index(number)
        if sheet.start is None or sheet.end is None:
            return
        height, width = sheet.end[0] + 1, sheet.end[1] + 1
        _check_reach(height, width)
        yield from _batches(sheet, name, sheet.start[0], width)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    except BaseException as error:
        raise (error if isinstance(error, ItemError | GeneratorExit) else _panic(error)) from error


def _check_reach(height: int, width: int) -> None:
    if width > SHEET_COLUMNS:
        raise ItemError(Reason.MALFORMED)
    if height * width > SHEET_CELLS:
        raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)


def _batches(sheet: python_calamine.CalamineSheet, name: str, above: int, width: int) -> Iterator[Batch]:
    """Rows from the first filled one on, long stretches without any left out; calamine counts from the sheet's top."""
    blocks = Blocks(name, name)
    at_once = max(1, BATCH_CELLS // width)
    first = above
    waiting: list[list[str]] = []
    for place, row in enumerate(sheet.iter_rows()):
        if place < above or row.count("") == len(row):
            continue
        blank = place - first - len(waiting)
        if blank > GAP_ROWS or len(waiting) + blank >= at_once:
            yield from blocks.batches(waiting, width, first)
            first, waiting = place, []
        else:
            waiting += [[""] * width for _ in range(blank)]
        waiting.append([printed(cell) for cell in row])
    yield from blocks.batches(waiting, width, first)
