"""PDF: files attached to the document and pinned to pages, behind passwords too."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from custody.ole_files import CSV
from custody.reading import opened
from leakassay.custody.openers import pdf as opener
from leakassay.model.item import in_memory
from leakassay.model.member import Member
from leakassay.model.outcomes import Outcome, Reason


def with_attachments(**files: bytes) -> bytes:
    document = pdfium.PdfDocument.new()
    document.new_page(100, 100)
    for name, data in files.items():
        document.new_attachment(name).set_data(data)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pinned(encrypt: StandardEncryption | None = None) -> bytes:
    """A page with a file pinned to it."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt)
    canvas.drawString(100, 700, "see the pin")
    content = pdfdoc.PDFStream(content=CSV)
    content.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
    said = {"Type": pdfdoc.PDFName("Filespec"), "F": pdfdoc.PDFString("list.csv")}
    said["EF"] = pdfdoc.PDFDictionary({"F": canvas._doc.Reference(content)})
    note = {"Type": pdfdoc.PDFName("Annot"), "Subtype": pdfdoc.PDFName("FileAttachment")}
    note |= {"Rect": pdfdoc.PDFArray([10, 10, 30, 30]), "FS": canvas._doc.Reference(pdfdoc.PDFDictionary(said))}
    canvas._addAnnotation(pdfdoc.PDFDictionary(note))
    canvas.save()
    return out.getvalue()


GOOD = with_attachments(a_csv=CSV, b_txt=b"note")


def test_attached_files_come_with_their_names() -> None:
    found = opened(opener.members, GOOD)
    assert (found.names, found.contents) == ([b"a_csv", b"b_txt"], {0: CSV, 1: b"note"})
    assert [member.packed_bytes for member in found.members] == [0, 0]


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert [member.index for member in opened(opener.members, GOOD, first=1).members] == [1]


def test_a_file_pinned_to_a_page_is_found() -> None:
    found = opened(opener.members, pinned())
    assert (found.names, found.contents[0]) == ([b"list.csv"], CSV)


def test_the_passwords_of_the_operator_are_tried() -> None:
    raw = pinned(StandardEncryption("open-sesame", strength=128))
    fault = opened(opener.members, raw).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)
    item = in_memory(raw, settings={"passwords": ["wrong", "open-sesame"]})
    assert [b"".join(one.chunks) for one in opener.members(item) if isinstance(one, Member)] == [CSV]


def test_a_truncated_document_is_an_item_error_or_gives_whole_files() -> None:
    for share in (0.2, 0.5, 0.9):
        found = opened(opener.members, GOOD[: int(len(GOOD) * share)])
        assert found.fault is not None or all(content in (CSV, b"note") for content in found.contents.values())


def test_what_is_no_pdf_is_malformed() -> None:
    fault = opened(opener.members, b"no pdf").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12))
def test_mutated_documents_raise_nothing_but_item_errors(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw))


FIELD = {"testPDFPackage": 2, "testPDF_childAttachments": 2, "testPDF_deeplyEmbeddedAttachments": 20,
         "testPDFFileEmbInAnnotation": 1, "testMicrosoftIRMServices": 1}  # fmt: skip


@pytest.mark.field
@pytest.mark.parametrize("name", FIELD)
def test_sample_documents_give_what_is_attached(field_data: Path, name: str) -> None:
    found = opened(opener.members, (field_data / f"s11-tika-documents/pdf/{name}.pdf").read_bytes())
    assert (len(found.members), found.fault, found.faults) == (FIELD[name], None, {})
