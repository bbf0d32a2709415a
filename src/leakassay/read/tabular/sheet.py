"""Workbooks (xlsx, xlsm, xlsb, xls, ods): every cell of every sheet, hidden ones too, and the text that is in none."""

from __future__ import annotations

from collections.abc import Iterator

import python_calamine

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import biff8, calamine_sheet, ods, xlsx
from leakassay.read.tabular.compound_chains import all_end
from leakassay.read.tabular.xls_key import unlocked
from leakassay.read.text_windows import text_batches, windows

WORKBOOK_BYTES = 256 << 20
"""Packed; a larger workbook is refused."""

_ODS = b"mimetypeapplication/vnd.oasis.opendocument"


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a workbook.

    Yields:
        TABLE batches without headers (detect finds them), one part per sheet; TEXT of what is in no cell; properties;
        a Gap for each part that is not read; bytes covered.

    Raises:
        ItemError: encrypted, too large, or unreadable; `empty` when no sheet has a cell and nothing else has text.
    """
    content = item.content(WORKBOOK_BYTES)
    rows, gaps = 0, 0
    worst = Reason.NONE
    for reading in _readings(content, item):
        if isinstance(reading, Gap):
            size = min(reading.bytes, item.own - gaps)
            gaps += size
            worst = worst or reading.reason
            yield Gap(reading.reason, size, part=reading.part)
            continue
        rows += reading.data.num_rows if isinstance(reading, Batch) else 0
        yield reading
    if not rows:
        raise _nothing(content, worst, item.size)
    yield Covered(item.own - gaps)


def _readings(content: bytes, item: OpenItem) -> Iterator[Reading]:
    is_opened = item.own_bytes >= 0
    if not content.startswith(b"PK"):
        yield from _binary(content, item)
    elif _ODS in content[:200].replace(b"\0", b""):
        yield from ods.read(content, is_opened=is_opened)
    else:
        yield from xlsx.read(content, is_opened=is_opened)


def _nothing(content: bytes, worst: Reason, size: int) -> ItemError:
    """What a workbook without a single filled cell is: damaged, full of pictures, or empty."""
    if worst not in (Reason.NONE, Reason.NO_READER):
        return ItemError(Reason.SOME_PARTS_FAILED)
    if worst or not content.startswith(b"PK"):
        return ItemError(Reason.NO_TEXT)
    return ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=size)


def _binary(content: bytes, item: OpenItem) -> Iterator[Reading]:
    """Excel 5 to 2003; one that is encrypted with the passwords of the operator."""
    raw = biff8.stream_of(content)
    walked = biff8.walk(raw)
    if walked.is_locked:
        content = unlocked(content, raw, item.passwords)
        raw = biff8.stream_of(content)
        walked = biff8.walk(raw)
    if walked.user:
        yield Property("user_name", walked.user[:200])
    is_whole = all_end(content)
    workbook = calamine_sheet.opened(content) if is_whole and _fits(walked) else None
    sheets = workbook.sheets_metadata if workbook is not None else []
    share = len(raw) // max(1, len(walked.names))
    for number, sheet in enumerate(sheets):
        is_hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        yield Property("hidden_sheet" if is_hidden else "sheet", sheet.name, part=sheet.name)
        try:
            yield from calamine_sheet.batches(workbook, number, sheet.name)
        except ItemError as error:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                yield Gap(error.reason, share, part=sheet.name)
    if workbook is None:
        yield Gap(Reason.LIMIT_SIZE if is_whole else Reason.MALFORMED, len(raw), part="cells")
    named = {offset: name for name, offset in walked.names}
    for offset, found in walked.sheets.items():
        part = named.get(offset, "")
        yield from text_batches((piece for said in found.texts for piece in windows(said)), part=part)
    if walked.unshown:
        yield from text_batches(windows("\n".join(walked.unshown)), part="strings of no cell")
    if walked.is_odd or walked.unshown:
        yield Gap(Reason.MALFORMED, part="strings of no cell" if walked.unshown else "cells")
    yield from biff8.beside(content)


def _fits(walked: biff8.Walk) -> bool:
    """True when no sheet reaches further than calamine can lay out, and it has no room made for what is not there."""
    return not walked.is_bomb and all(
        sheet.last_row * sheet.last_column <= calamine_sheet.SHEET_CELLS for sheet in walked.sheets.values()
    )
