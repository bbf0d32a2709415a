"""PDF documents written object by object, for the tests of their reader."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def written(*objects: bytes, info: int = 0) -> bytes:
    """A document of these objects, numbered from 1; the first is the catalogue."""
    raw, offsets = b"%PDF-1.6\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    said = b"/Info %d 0 R " % info if info else b""
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, said, len(raw))
    return raw + head + table + trailer


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    data = zlib.compress(data) if packed else data
    entries += b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


CONTENT = (
    b"/OC /L1 BDC BT /F1 12 Tf 50 700 Td (needle-layer-text) Tj ET EMC BT /F1 12 Tf 3 Tr 50 650 Td (needle-invisible) "
    b"Tj ET BT /F1 12 Tf 0 Tr 5000 650 Td (needle-outside) Tj ET BT /F1 0.1 Tf 50 600 Td (needle-tiny) Tj ET 1 1 1 rg "
    b"BT /F1 12 Tf 50 500 Td (needle-white) Tj ET BT /F1 12 Tf 50 400 Td (needle-covered) Tj ET 0 390 500 50 re f "
    b"/Span << /ActualText (needle-actual) >> BDC BT /F1 12 Tf 50 300 Td (shown) Tj ET EMC /X1 Do"
)
XMP = (
    b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:CreatorTool="needle-tool">'
    b"<dc:description>needle-xmp</dc:description><xmpMM:DocumentID>uuid:needle-document</xmpMM:DocumentID>"
    b"</rdf:Description></x:xmpmeta>"
)


def full(rename: Callable[[bytes], bytes] = bytes) -> bytes:
    """A document of one page with a needle in each place that can hold one; `rename` may call them otherwise."""

    def laid(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
        return stream(rename(data), entries, packed=packed)

    inner = b"BT /F1 12 Tf 5 5 Td (needle-form-layer) Tj ET"
    resources = b"<< /Font << /F1 3 0 R >> /Properties << /L1 7 0 R >> /XObject << /X1 6 0 R >> >>"
    packed = b"20 0 21 34 " + b"<< /T (needle-packed) /V (9990) >>" + b"<< /Alt (needle-alternative) >>"
    objects = (
        (b"<< /Type /Catalog /Pages 2 0 R /Metadata 12 0 R /AcroForm << /Fields [9 0 R 11 0 R] /XFA [(data) 13 0 R] >> "
        b"/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] >> >> >>"),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources " + resources
        + b" /Annots [10 0 R << /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (mailto:needle-link) >> "
        b">> << /Type /Annot /Subtype /Popup /Rect [0 0 9 9] /Contents (needle-popup) >>] >>",
        laid(CONTENT),
        laid(inner, b"/Subtype /Form /BBox [0 0 99 99] /OC 7 0 R /Resources << /Font << /F1 3 0 R >> >>"),
        b"<< /Type /OCG /Name (needle-layer-name) >>", b"<< /Title (needle-title) /Ward (needle-custom) >>",
        b"<< /FT /Tx /T (needle-field) /V (needle-value) /Kids [10 0 R] >>",
        b"<< /Type /Annot /Subtype /Widget /Parent 9 0 R /F 2 /Rect [0 0 9 9] /AP << /N 16 0 R >> >>",
        (b"<< /FT /Ch /T (needle-choice) /V <FEFF006E006500650064006C0065002D0077006900640065> "
        b"/Opt [[(x) (needle-option)] (a\\(b\\)\\143)] >>"),
        laid(XMP, b"/Type /Metadata /Subtype /XML"), laid(b"<xfa><f>needle-xfa</f></xfa>", packed=True),
        laid(packed, b"/Type /ObjStm /N 2 /First 11", packed=True), b"<< /S /JavaScript /JS (needle-script) >>",
        laid(b"BT (needle-drawn) Tj [(nee) -9 (dle-pieces)] TJ ET", b"/Subtype /Form /BBox [0 0 9 9]"),
    )  # fmt: skip
    return written(*map(rename, objects), info=8)


NEEDLES = (
    "needle-layer-text", "needle-invisible", "needle-outside", "needle-tiny", "needle-white", "needle-covered",
    "needle-actual", "needle-form-layer", "needle-link", "needle-popup", "needle-layer-name", "Title: needle-title",
    "Ward: needle-custom", "needle-field\nneedle-value", "needle-choice\nneedle-wide", "needle-option", "a(b)c",
    "needle-xmp", "needle-xfa", "needle-packed\n9990", "needle-alternative", "needle-script",
    "needle-drawn needle-pieces",
)  # fmt: skip


WARDS = (("Born", "Name", "Ward"), *((f"0{at}/02/1960", "Ann", "W1") for at in range(5)))


def listed(rows: Sequence[Sequence[str]] = WARDS) -> bytes:
    """A page with a table, a cell at a time."""
    cells = "".join(
        f"BT /F1 9 Tf {40 + 130 * place} {700 - 20 * at} Td ({cell}) Tj ET\n"
        for at, row in enumerate(rows)
        for place, cell in enumerate(row)
    )
    fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R %s >>" % fonts
    pages = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    return written(b"<< /Type /Catalog /Pages 2 0 R >>", pages, FONT, page, stream(cells.encode(), packed=True))
