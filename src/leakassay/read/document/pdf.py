"""PDF: text and tables page by page with annotations and form fields, properties, pages that are images only."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import closing

import pyarrow as pa
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from leakassay.model.batch import Batch, Covered, Gap, Page, Property, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import pdf_streams as streams
from leakassay.read.document import pdf_strings as strings
from leakassay.read.document import pdf_tables

MAX_PAGES = 20_000
"""Pages read of one document; a year of printed worklists has some thousands."""

MAX_PAGE_CHARACTERS = 2_000_000
"""Characters of one page; A0 in 4 point holds about 300,000."""

MAX_OBJECTS = 200_000
"""Objects of a page looked at for images."""

MAX_ADDRESS = 64 << 10
"""Bytes of one address that a link leads to, and of what draws a field."""

SAMPLE = 500
"""Characters of a page that are asked whether their font says which letters they are."""

MOST_UNKNOWN = 0.2
"""Share of them that may be unknown: a page of formulas has less."""

_WHITE = frozenset({2, 9, 10, 13})
"""Line ends and hyphens as PDFium gives them."""

PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD."""

_PROPERTIES = {
    "Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords", "Creator": "creator",
    "Producer": "producer", "CreationDate": "created_at", "ModDate": "modified_at",
}  # fmt: skip
_ANNOTATION_TEXTS = (b"Contents", b"T", b"V", b"TU", b"RC")


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield a TEXT batch, a TABLE batch for each table and a Page per page, and the properties of the document.

    The bytes of the document are shared evenly between its pages: a page of images alone is a Gap of its share.

    Raises:
        ItemError: a password is needed (encrypted), no page has text (pending: ocr_budget), it has no pages or only
            blank ones (no_text), or it cannot be parsed (malformed).
    """
    with closing(_opened(item)) as document:
        count = len(document)
        if not count:
            raise ItemError(Reason.NO_TEXT)
        yield from _properties(document)
        told: set[str] = set()
        if titles := _outline(document):
            told.update(titles)
            yield _text(titles, "outline")
        shares = _shares(item.own, count)
        lost = images = texts = 0
        named = _Named()
        for number in range(count):
            reason, page, found, tables = _page(document, number)
            texts, images = texts + len(found), images + (reason is Reason.IMAGE_ONLY_PAGES)
            yield page
            for kind, text in found:
                told.update(text.split("\n") if kind else ())
                yield _text([text.replace("\n", " ") if kind else text], f"page {number + 1}{kind}")
            texts += len(tables)
            yield from named.batches(tables, f"page {number + 1}")
            if reason is not Reason.NONE:
                lost += shares[number]
                yield Gap(reason, shares[number], part=f"page {number + 1}")
        yield from _beside(item, document, told)
        if not texts:
            raise _nothing(images)
        if not lost and streams.is_broken(item, count):
            yield Gap(Reason.SOME_PARTS_FAILED)
        yield Covered(item.own - lost)


class _Named:
    """Tables as batches; one that goes on from the page before, without headings of its own, has those of it."""

    def __init__(self) -> None:
        self._before: pdf_tables.Table | None = None
        self._headings: tuple[str, ...] = ()

    def batches(self, found: list[pdf_tables.Table], part: str) -> Iterator[Batch]:
        """A TABLE batch for each table of a page."""
        for number, table in enumerate(found, 1):
            own = pdf_tables.heading(table)
            is_next = self._before is not None and number == 1 and pdf_tables.goes_on(table, self._before)
            headers = self._headings if is_next and own is None else ()
            self._headings = tuple(own) if own else headers
            width = len(table.columns)
            columns = [pa.array(map(_clean, column), pa.string()) for column in zip(*table.rows, strict=True)]
            data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(width)])
            yield Batch(Shape.TABLE, data, headers or ("",) * width, part, f"table {number}")
        self._before = found[-1] if found else None


def _opened(item: OpenItem) -> pdfium.PdfDocument:
    """The document, with the first password of the operator that opens it."""
    for password in (None, *item.passwords):
        try:
            return pdfium.PdfDocument(item.file(), password=password, autoclose=True)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) != PASSWORD_ERROR:
                raise ItemError(Reason.MALFORMED) from error
        except (ValueError, OSError) as error:
            raise ItemError(Reason.MALFORMED) from error
    raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)


def _nothing(images: int) -> ItemError:
    """What a document without text becomes: it waits for OCR where there are images to look at."""
    if images:
        return ItemError(Reason.OCR_BUDGET, outcome=Outcome.PENDING)
    return ItemError(Reason.NO_TEXT)


def _shares(size: int, count: int) -> list[int]:
    """`size` bytes in `count` shares that add up."""
    return [size * (at + 1) // count - size * at // count for at in range(count)]


def _page(
    document: pdfium.PdfDocument, number: int
) -> tuple[Reason, Page, list[tuple[str, str]], list[pdf_tables.Table]]:
    """Read one page.

    Returns:
        Why it could not be read (NONE where it could, or is blank), its counts, its texts as (kind, text), where the
        kind is "" for the page itself and " annotation" for notes and form fields, and its tables.
    """
    if number >= MAX_PAGES:
        return Reason.LIMIT_SIZE, Page(number, 0), [], []
    try:
        with closing(document[number]) as page:
            text, tables, is_cut, is_unknown = _page_text(page)
            rest = pdf_tables.without(text, tables)
            texts = [("", rest)] if rest.strip() else []
            texts += [(" annotation", note) for note in _annotations(document, page)]
            objects, images = _objects(page)
    except (pdfium.PdfiumError, ValueError, IndexError):
        return Reason.SOME_PARTS_FAILED, Page(number, 0), [], []
    counted = Page(number, len(text) - len(rest) + sum(len(said) for _, said in texts), images)
    if is_cut or is_unknown:
        return Reason.LIMIT_SIZE if is_cut else Reason.BAD_ENCODING, counted, texts, tables
    # drawn outlines of letters are images to us too: anything painted without text needs OCR, noted upon or not
    return (Reason.IMAGE_ONLY_PAGES if objects and not text.strip() else Reason.NONE), counted, texts, tables


def _page_text(page: pdfium.PdfPage) -> tuple[str, list[pdf_tables.Table], bool, bool]:
    """Text, tables in it, whether it is cut, whether its fonts do not say which letters they show."""
    with closing(page.get_textpage()) as textpage:
        count = textpage.count_chars()
        if count <= 0:
            return "", [], False, False
        text = textpage.get_text_range(0, min(count, MAX_PAGE_CHARACTERS), errors="replace")
        is_unknown = _is_unknown(textpage, count)
        tables = pdf_tables.tables(page, textpage, count)
    return _clean(text), tables, count > MAX_PAGE_CHARACTERS, is_unknown


def _is_unknown(textpage: pdfium.PdfTextPage, count: int) -> bool:
    """True when a font without a table of its letters shows the page: what it says is for eyes only."""
    places = range(0, count, max(1, count // SAMPLE))
    raw = textpage.raw
    unknown = sum(_is_no_letter(raw, at) for at in places)
    return unknown > MOST_UNKNOWN * len(places)


def _is_no_letter(raw: object, at: int) -> bool:
    sign = pdfium_c.FPDFText_GetUnicode(raw, at)
    is_private = 0xE000 <= sign <= 0xF8FF or sign == 0xFFFD or (sign < 32 and sign not in _WHITE)
    return is_private or pdfium_c.FPDFText_HasUnicodeMapError(raw, at) == 1


def _objects(page: pdfium.PdfPage) -> tuple[int, int]:
    """Painted objects and images on a page, forms opened to a depth of three."""
    objects = images = 0
    for painted in page.get_objects(max_depth=3):
        objects += 1
        images += painted.type == pdfium_c.FPDF_PAGEOBJ_IMAGE
        if objects >= MAX_OBJECTS:
            break
    return objects, images


def _annotations(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    """Texts of notes and form fields, a line each: contents, author, field value and its label, address of a link."""
    for at in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), MAX_OBJECTS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        try:
            texts = [*(_annotation_text(annotation, key) for key in _ANNOTATION_TEXTS), _link(document, annotation)]
            texts += strings.shown(_appearance(annotation))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
        if said := "\n".join(dict.fromkeys(text.replace("\n", " ") for text in texts if text)):
            yield said


def _annotation_text(annotation: object, key: bytes) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2 or size > MAX_PAGE_CHARACTERS * 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, pointer, size)
    return _clean(buffer.raw[:size].decode("utf-16-le", "replace")).strip()


def _appearance(annotation: object) -> str:
    """What draws a field or a note; "" where nothing does."""
    mode = pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    size = pdfium_c.FPDFAnnot_GetAP(annotation, mode, None, 0)
    if not 2 < size <= MAX_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFAnnot_GetAP(annotation, mode, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace")


def _link(document: pdfium.PdfDocument, annotation: object) -> str:
    """Address that a link leads to; "" where there is none."""
    link = pdfium_c.FPDFAnnot_GetLink(annotation)
    action = pdfium_c.FPDFLink_GetAction(link) if link else None
    size = pdfium_c.FPDFAction_GetURIPath(document.raw, action, None, 0) if action else 0
    if not 1 < size <= MAX_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    return _clean(buffer.raw[: size - 1].decode("utf-8", "replace")).strip()


def _beside(item: OpenItem, document: pdfium.PdfDocument, told: set[str]) -> Iterator[Reading]:
    """Texts of objects that no page shows, each that was not told yet; a document behind encryption is copied first."""
    if item.size > streams.MOST_BYTES:
        yield Gap(Reason.LIMIT_SIZE, part="objects")
        return
    data = item.pread(item.size, 0)
    if pdfium_c.FPDF_GetSecurityHandlerRevision(document.raw) >= 0:
        copy = io.BytesIO()
        try:
            document.save(copy, flags=pdfium_c.FPDF_REMOVE_SECURITY)
        except (pdfium.PdfiumError, ValueError):
            yield Gap(Reason.SOME_PARTS_FAILED, part="objects")
            return
        data = copy.getvalue()
    yield from (Property(name, value) for name, value in strings.xmp(data) if value)
    rows: list[str] = []
    for one in strings.said(data):
        pieces = [_clean(text).strip() for text in one.texts]
        if new := [piece for piece in pieces if piece not in told and piece.partition(": ")[2] not in told]:
            told.update(new)
            rows.append("\n".join(pieces)[:MAX_PAGE_CHARACTERS])
    if rows:
        yield _text(rows, "objects")


def _properties(document: pdfium.PdfDocument) -> Iterator[Property]:
    try:
        said = document.get_metadata_dict(skip_empty=True)
    except (pdfium.PdfiumError, ValueError):
        return
    for key, name in _PROPERTIES.items():
        if value := _clean(said.get(key, "")).strip():
            yield Property(name, value[:10_000])


def _outline(document: pdfium.PdfDocument) -> list[str]:
    """Titles of bookmarks; a merged print of many letters bears the patients' names here."""
    titles = []
    try:
        for bookmark in document.get_toc(max_depth=8):
            titles.append(_clean(bookmark.get_title()).strip())
            if len(titles) >= MAX_PAGES:
                break
    except (pdfium.PdfiumError, ValueError):
        return []
    return [title for title in titles if title]


def _clean(text: str) -> str:
    """No zero bytes, no lone surrogates, one kind of line end, hyphens that PDFium marks joined again."""
    text = text.replace("\r\n", "\n").replace("\x00", "").replace("\ufffe", "-")
    return text.encode("utf-8", "replace").decode()


def _text(texts: list[str], part: str) -> Batch:
    return Batch(Shape.TEXT, pa.record_batch({"text": pa.array(texts, pa.string())}), part=part)
