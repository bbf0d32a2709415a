"""What a PDF holds and does not show: damaged streams, pages outside the tree, a table that points elsewhere."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.document.pdf_streams import is_broken

TEXT = b"BT /F 10 Tf 40 700 Td (NHS number 999 000 0018) Tj ET " * 20
PACKED = zlib.compress(TEXT)
DEFLATED = b"/Filter /FlateDecode"
PAGE = b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>"


def document(*streams: bytes, said: bytes = DEFLATED, behind: bytes = b"") -> bytes:
    """A page for each stream, and the table of all objects."""
    first = 3 + len(streams)
    kids = b" ".join(b"%d 0 R" % (3 + place) for place in range(len(streams)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(streams)),
        *(PAGE % (first + place) for place in range(len(streams))),
        *(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), said, packed) for packed in streams),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = b"trailer << /Size %d /Root 1 0 R >>%s\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, behind, len(data))
    return data + head + table + end


@pytest.mark.parametrize(
    "data",
    [
        document(PACKED),
        document(PACKED, PACKED),
        document(PACKED, said=b"/Filter [/FlateDecode]"),
        document(TEXT, said=b""),
        document(b"noise", said=b"/Filter /DCTDecode"),
        document(b"<~9jqo~>", said=b"/Filter [/ASCII85Decode /FlateDecode]"),
        document(PACKED[:-30], behind=b" /Encrypt 9 0 R"),
    ],
)
def test_a_whole_document_passes(data: bytes) -> None:
    assert is_broken(in_memory(data), max(1, data.count(b"/Type /Page "))) is False


@pytest.mark.parametrize(
    "packed", [PACKED[:-30], PACKED[:40] + b"\xff\xff" + PACKED[42:], PACKED[:-1] + b"?"], ids=["cut", "noise", "sum"]
)
def test_a_stream_that_does_not_unpack_shows(packed: bytes) -> None:
    assert is_broken(in_memory(document(packed)), 1) is True


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"/Kids [3 0 R 4 0 R]", b"/Kids [3 0 R      ]"),
        (b"/Count 2", b"/Count 9"),
        (b"/Contents 5", b"/Con|ents 5"),
        (b"/Contents 6 0 R", b"/Contents 6 0 Q"),
        (b"4 0 obj", b"7 0 obj"),
        (b"/Length", b"/L%ngth"),
        (b"/FlateDecode", b"/Fl!teDecode"),
        (b"/Filter", b"/Fi,ter"),
        (b">>\nstream", b">|\nstream"),
        (b"endstream", b"enxstream"),
        (b"65535 f", b"65535 x"),
        (b"startxref", b"startxxef"),
    ],
)
def test_what_is_no_longer_shown_makes_a_document_doubtful(was: bytes, becomes: bytes) -> None:
    """One place is damaged; PDFium shows the rest without a word."""
    whole = document(PACKED, PACKED)
    shown = 1 if was.startswith(b"/Kids") else 2
    assert whole.count(was) >= 1
    assert is_broken(in_memory(whole), 2) is False
    assert is_broken(in_memory(whole.replace(was, becomes, 1)), shown) is True


def test_an_offset_that_is_off_shows() -> None:
    whole = document(PACKED)
    assert is_broken(in_memory(whole[:9] + b"%a comment\n" + whole[9:]), 1) is True


@given(st.binary(max_size=400), st.integers(0, 3))
def test_any_bytes_have_an_answer(data: bytes, pages: int) -> None:
    assert is_broken(in_memory(b"%PDF-1.4 /FlateDecode >>\nstream\n" + data + b"endstream"), pages) in {True, False}
