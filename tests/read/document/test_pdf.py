"""PDF documents."""

import io
import zlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from leakassay.model.batch import Batch, Covered, Gap, Page, Property
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import pdf
from read.document.pdf_files import NEEDLES, full, stream, written

IMAGE = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"


def document(*contents: bytes, annotation: str = "", trailer: bytes = b"") -> bytes:
    """A PDF with one page per content stream; every page knows a font F1 and an image I1."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", IMAGE + b"\nstream\n\x80\nendstream"]
    objects += [b"<< /Author (Ann Tester) /Producer (LabPrint 3) >>"]
    pages = []
    for content in contents:
        packed = zlib.compress(content)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        notes = b"/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (%s) >>]" % annotation.encode()
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s /Resources "
            b"<< /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>" % (len(objects), notes if annotation else b"")
        )
        pages.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(pages), len(pages))
    raw, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return raw + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n"
        b"<< /Size %d /Root 1 0 R /Info 5 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, len(raw))
    )


def words(text: str) -> bytes:
    """A content stream that prints a line."""
    return b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode()


PICTURE = b"q 500 0 0 500 0 0 cm /I1 Do Q"


def readings(raw: bytes) -> list[object]:
    """What the reader says; the accounting must close."""
    found = list(pdf.read(in_memory(raw)))
    assert sum(reading.bytes for reading in found if isinstance(reading, Covered | Gap)) == len(raw)
    return found


def refusal(raw: bytes) -> tuple[Outcome, Reason]:
    """How the reader refuses."""
    with pytest.raises(ItemError) as caught:
        readings(raw)
    return caught.value.outcome, caught.value.reason


def test_text_comes_page_by_page_with_properties():
    """Two pages, author and producer."""
    found = readings(document(words("NHS number 999 000 0018"), words("page two")))
    batches = [reading for reading in found if isinstance(reading, Batch)]
    assert [(b.part, b.data.column("text").to_pylist()) for b in batches] == [
        ("page 1", ["NHS number 999 000 0018"]),
        ("page 2", ["page two"]),
    ]
    assert [r for r in found if isinstance(r, Page)] == [Page(0, 23, 0), Page(1, 8, 0)]
    assert {(r.name, r.value) for r in found if isinstance(r, Property)} == {
        ("author", "Ann Tester"),
        ("producer", "LabPrint 3"),
    }


def test_a_scanned_page_between_text_is_a_gap_of_its_share():
    """One of two pages: half the bytes."""
    raw = document(words("text"), PICTURE)
    (gap,) = [reading for reading in readings(raw) if isinstance(reading, Gap)]
    assert (gap.reason, gap.part) == (Reason.IMAGE_ONLY_PAGES, "page 2")
    assert abs(gap.bytes - len(raw) / 2) <= 1


def test_a_scanned_document_waits_for_ocr():
    """Images alone: pending, never read."""
    assert refusal(document(PICTURE, PICTURE)) == (Outcome.PENDING, Reason.OCR_BUDGET)


def test_drawn_letters_wait_for_ocr_too():
    """Outlines of letters look like text and are none."""
    assert refusal(document(b"10 10 m 50 50 l S"))[1] is Reason.OCR_BUDGET


def test_a_blank_document_is_never_read():
    """Nothing painted, nothing said."""
    assert refusal(document(b"")) == (Outcome.FAILED, Reason.NO_TEXT)


def test_notes_are_read():
    """A comment on a scanned page."""
    found = readings(document(PICTURE, annotation="ring Ann Tester"))
    assert [b.part for b in found if isinstance(b, Batch)] == ["page 1 annotation"]


def test_a_document_that_needs_a_password_is_encrypted():
    """The standard handler with random keys: no password opens it."""
    keys = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    assert refusal(document(words("secret"), trailer=keys)) == (Outcome.ENCRYPTED, Reason.PASSWORD)


def test_a_password_of_the_operator_opens_a_document():
    """The first that fits, of all that were given."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("open-sesame", strength=128))
    canvas.drawString(100, 700, "Patient Tester")
    canvas.save()
    item = in_memory(out.getvalue(), settings={"passwords": ["wrong", "open-sesame"]})
    assert next(b.data["text"][0].as_py().strip() for b in pdf.read(item) if isinstance(b, Batch)) == "Patient Tester"


@pytest.mark.parametrize("raw", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", b"not a pdf", b"%PDF-" + b"\x00" * 5000])
def test_broken_documents_are_malformed(raw):
    """Hostile and cut."""
    assert refusal(raw)[1] in {Reason.MALFORMED, Reason.NO_TEXT}


def test_pages_that_point_at_each_other_end():
    """Hostile: a page tree that is its own child."""
    raw = document(words("x")).replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")
    try:
        readings(raw)
    except ItemError:
        return


@given(st.integers(0, 900), st.binary(min_size=1, max_size=12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_damage_is_accounted_for(at, patch, is_cut):
    """Only ItemError, and the sum holds."""
    good = document(words("NHS number 999 000 0018"), PICTURE)
    raw = good[:at] if is_cut else good[:at] + patch + good[at + len(patch) :]
    said = None
    try:
        readings(raw)
    except ItemError as error:
        said = error.outcome
    assert said is None or said in Outcome


@pytest.mark.field
def test_the_documents_of_tika_are_told_apart(field_data: Path):
    """54 PDFs: 33 with text on a page (3 more with notes only), 2 with a password, the others without text."""
    counted: Counter[str] = Counter()
    paths = sorted((field_data / "s11-tika-documents").rglob("*.pdf"))
    for path in paths:
        try:
            parts = {reading.part for reading in readings(path.read_bytes()) if isinstance(reading, Batch)}
            counted[
                "text" if any(part.startswith("page") and " annotation" not in part for part in parts) else "notes"
            ] += 1
        except ItemError as error:
            counted[error.reason] += 1
    assert len(paths) == 54
    assert counted == {"text": 33, "notes": 3, Reason.PASSWORD: 2, Reason.OCR_BUDGET: 5, Reason.NO_TEXT: 11}


FULL = full()


@pytest.mark.parametrize("needle", NEEDLES)
def test_every_place_that_can_hold_text_is_told(needle):
    """Layers, what is not seen, notes, links, forms, information, XML, objects that no page shows."""
    assert needle in "\n".join(b.data["text"][0].as_py() for b in beside(FULL))


def beside(raw: bytes) -> list[Batch]:
    """Batches, each row of what is beside the pages its own."""
    found = []
    for reading in pdf.read(in_memory(raw)):
        if isinstance(reading, Batch):
            found += [
                Batch(reading.shape, reading.data.slice(at, 1), part=reading.part) for at in range(len(reading.data))
            ]
    return found


def test_what_a_page_or_a_note_told_is_not_told_again():
    texts = [b.data["text"][0].as_py() for b in beside(document(words("x"), annotation="ring Ann Tester"))]
    assert texts == ["x", "ring Ann Tester"]


def test_fields_behind_encryption_are_told():
    """A document that opens without a password is encrypted all the same."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("", ownerPassword="owner", strength=128))
    canvas.setSubject("needle-subject")
    canvas.acroForm.textfield(name="needle-field", value="needle-value")
    canvas.drawString(100, 700, "Patient Tester")
    canvas.save()
    told = "\n".join(b.data["text"][0].as_py() for b in beside(out.getvalue()))
    assert all(needle in told for needle in ("needle-subject", "needle-field", "needle-value"))


def test_letters_of_a_font_that_does_not_say_which_are_a_gap():
    """Glyph numbers and no table of letters: shown to eyes only."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype "
        b"/CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    content = stream(b"BT /F1 12 Tf 50 700 Td <002A002B002C002D002E> Tj ET")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    raw = written(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content, font
    )
    reasons = {reading.reason for reading in pdf.read(in_memory(raw)) if isinstance(reading, Gap)}
    assert reasons == {Reason.BAD_ENCODING}
