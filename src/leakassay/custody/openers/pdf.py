"""PDF attachments: files embedded in the document, and files pinned to a page as annotations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from leakassay.custody.openers.found import Found, numbered
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Outcome, Reason

MAX_ATTACHMENTS = 100_000
"""Attachments looked at; a portfolio of a year of mail has some thousands."""

MAX_PAGES = 20_000
"""Pages whose annotations are looked at, as many as the reader reads."""

MAX_ANNOTATIONS = 10_000
"""Annotations of one page looked at."""

PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a PDF, with the passwords of the operator where it needs one.

    PDFium does not say how many bytes of the document an attachment takes: they stay the document's own.

    Args:
        item: the document.
        first: number of the attachment to begin with.

    Yields:
        Embedded files by name, then files pinned to pages, page by page.

    Raises:
        ItemError: a password is needed (encrypted), or it cannot be parsed (malformed).
    """
    with closing(_opened(item)) as document:
        yield from numbered(_attachments(document), item.size, first)


def _opened(item: OpenItem) -> pdfium.PdfDocument:
    for password in (None, *item.passwords):
        try:
            return pdfium.PdfDocument(item.file(), password=password, autoclose=True)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) != PASSWORD_ERROR:
                raise ItemError(Reason.MALFORMED) from error
        except (ValueError, OSError) as error:
            raise ItemError(Reason.MALFORMED) from error
    raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)


def _attachments(document: pdfium.PdfDocument) -> Iterator[Found]:
    count = document.count_attachments()
    for at in range(min(count, MAX_ATTACHMENTS)):
        handle = pdfium_c.FPDFDoc_GetAttachment(document.raw, at)
        if handle:
            yield _found(pdfium.PdfAttachment(handle, document), f"attachment{at + 1}")
    for number in range(min(len(document), MAX_PAGES)):
        yield from _pinned(document, number)
    if count > MAX_ATTACHMENTS or len(document) > MAX_PAGES:
        raise ItemError(Reason.LIMIT_MEMBERS, outcome=Outcome.REFUSED)


def _pinned(document: pdfium.PdfDocument, number: int) -> Iterator[Found]:
    """Files pinned to one page."""
    handle = pdfium_c.FPDF_LoadPage(document.raw, number)
    if not handle:
        return  # the reader says which pages are broken
    try:
        for at in range(min(pdfium_c.FPDFPage_GetAnnotCount(handle), MAX_ANNOTATIONS)):
            annotation = pdfium_c.FPDFPage_GetAnnot(handle, at)
            if not annotation:
                continue
            try:
                file = pdfium_c.FPDFAnnot_GetFileAttachment(annotation)
                if file:
                    yield _found(pdfium.PdfAttachment(file, document), f"page{number + 1}-attachment{at + 1}")
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)
    finally:
        pdfium_c.FPDF_ClosePage(handle)


def _found(attachment: pdfium.PdfAttachment, otherwise: str) -> Found:
    try:
        name = attachment.get_name()
    except (pdfium.PdfiumError, ValueError):
        name = ""
    return Found(name.replace("\0", "") or otherwise, 0, lambda: _content(attachment))


def _content(attachment: pdfium.PdfAttachment) -> Iterator[bytes]:
    """The attached file; PDFium gives it whole, unpacked in the cell's memory."""
    try:
        whole = memoryview(attachment.get_data()).cast("B")
    except (pdfium.PdfiumError, ValueError) as error:
        raise ItemError(Reason.MALFORMED) from error
    for at in range(0, len(whole), READ_CHUNK):
        yield bytes(whole[at : at + READ_CHUNK])
