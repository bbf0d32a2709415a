"""Needles in a PDF: the document of the reader's tests with more places, files attached to it, and a later version."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import io

import pypdfium2 as pdfium

from needles.plant.text import Files
from needles.planting import Planting
from read.document import pdf_files
from read.document.pdf_files import FONT, stream, written

_NAMED = {
    "needle-layer-text": "hidden layer", "needle-invisible": "invisible text", "needle-outside": "outside the page",
    "needle-tiny": "tiny text", "needle-white": "white text", "needle-covered": "covered text",
    "needle-actual": "actual text", "needle-form-layer": "form in a hidden layer", "needle-link": "link",
    "needle-popup": "note", "needle-layer-name": "name of a layer", "needle-title": "title of the file",
    "needle-custom": "custom property", "needle-field": "name of a form field", "needle-value": "form field",
    "needle-choice": "name of a choice", "needle-option": "option of a choice", "needle-tool": "tool in XMP",
    "needle-xmp": "XMP", "needle-document": "id in XMP", "needle-xfa": "XFA", "needle-packed": "packed object",
    "needle-alternative": "alternative text", "needle-script": "script", "needle-drawn": "appearance of a field",
}  # fmt: skip


def pdf(n: Planting) -> Files:
    """Five documents."""
    full = pdf_files.full(lambda raw: _named(n, raw))
    return [
        ("a.pdf", full),
        ("b.pdf", _more(n)),
        ("c.pdf", _attached(n)),
        ("d.pdf", _changed(n)),
        ("e.pdf", _listed(n)),
    ]


def _listed(n: Planting) -> bytes:
    """A list of people without borders."""
    words = [n.word(place) for place in ("heading of a table", "cell of a table", "last cell of a table")]
    rows = [[f"1{at}/02/1960", "Ann", "W1"] for at in range(6)]
    rows[2][1], rows[5][2] = words[1:]
    return pdf_files.listed([("Born", words[0], "Ward"), *rows])


def _named(n: Planting, raw: bytes) -> bytes:
    """The needles under the names of their places, none shorter than it was: objects in a stream lie by offset."""
    for needle in sorted(_NAMED, key=len, reverse=True):
        if needle.encode() in raw:
            raw = raw.replace(needle.encode(), n.word(_NAMED[needle]).ljust(len(needle), "x").encode())
    return raw


def _more(n: Planting) -> bytes:
    """Bookmarks, kinds of notes, named places, pages' labels, structure, an inherited resource, text in pieces."""
    word = lambda place: n.word(place).encode()  # noqa: E731  short for a page of bytes
    body = b"BT /F1 12 Tf 50 700 Td (%s) Tj 0 -20 Td [(%s) -20 (%s)] TJ 0 -20 Td <%s> Tj ET BT /F1 12 Tf 90 Tz 50 600 Td (%s) Tj ET" % (
        word("page"), word("text in pieces")[:5], word("text in pieces")[5:], word("hexadecimal text").hex().encode(),
        b"r",
    )  # fmt: skip
    note = b"<< /Type /Annot /Subtype /%s /Rect [9 9 99 99] /Contents (%s) /T (%s) /Subj (%s) /RC (<body>%s</body>) >>"
    return written(
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /PageLabels << /Nums [0 << /P (%s) >>] >> /Names << /Dests "
        b"<< /Names [(%s) [4 0 R /Fit]] >> /JavaScript << /Names [(x) << /S /JavaScript /JS (%s) >>] >> >> "
        b"/StructTreeRoot << /K << /S /Figure /E (%s) /T (%s) >> >> /OpenAction << /S /Launch /F (%s) >> >>" % tuple(
            map(word, ("label of a page", "named place", "script of the file", "expansion", "title of an element",
                       "program to start"))),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> "
        b"/Annots [8 0 R 9 0 R 10 0 R] >>", stream(body, packed=True),
        b"<< /Type /Outlines /First 7 0 R /Last 7 0 R >>", b"<< /Title (%s) /Parent 6 0 R /Dest [4 0 R /Fit] >>" % word("bookmark"),
        note % (b"FreeText", *map(word, ("text on the page", "author of a note", "subject of a note", "rich text of a note"))),
        note % (b"Highlight", word("note on marked text"), b"x", b"x", b"x"),
        b"<< /Type /Annot /Subtype /Stamp /F 2 /Rect [9 9 99 99] /Contents (%s) /AP << /N 11 0 R >> >>" % word("hidden note"),
        stream(b"BT /F1 9 Tf (%s) Tj ET" % word("appearance of a stamp"), b"/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> >>"),
        b"<< /Type /Sig /Name (%s) /Reason (%s) /Location (%s) /ContactInfo (%s) >>"
        % tuple(map(word, ("who signed", "reason of a signature", "place of a signature", "contact of a signature"))),
        b"<< /FT /Btn /T (b) /MK << /CA (%s) >> /RV (%s) >>" % (word("caption of a button"), word("rich text of a field")),
        b"<< /Title (x) /Author (%s) /Subject (%s) /Keywords (%s) /Creator (%s) /Producer (%s) >>" % tuple(
            map(word, ("author", "subject", "keywords", "program", "producer"))),
        info=14,
    )  # fmt: skip


def _attached(n: Planting) -> bytes:
    document = pdfium.PdfDocument.new()
    document.new_page(100, 100)
    listed = n.fill("id,name,note\n1,Ann,«attached file»\n2,Bob,x\n3,Cyd,y\n").encode()
    document.new_attachment(f"{n.word('name of an attached file')}.csv").set_data(listed)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _changed(n: Planting) -> bytes:
    """A page whose text was replaced by a later version of its content; the earlier one still lies in the file."""

    def page(words: str) -> bytes:
        return stream(f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode())

    first = written(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        page(n.word("earlier version of a page")),
    )  # fmt: skip
    at = len(first) + 1
    start = int(first.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    later = b"\n5 0 obj\n" + page(n.word("later version of a page")) + b"\nendobj\n"
    table = b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return first + later + table % (at, start, len(first) + len(later))
