"""Deflated streams of a PDF: whole ones pass, damaged and cut ones show, sealed documents are left alone."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.document.pdf_streams import is_broken

TEXT = b"BT /F 10 Tf 40 700 Td (NHS number 999 000 0018) Tj ET " * 20
PACKED = zlib.compress(TEXT)


def document(packed: bytes, said: bytes = b"/Filter /FlateDecode") -> bytes:
    """One stream in a document."""
    body = b"4 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n" % (len(packed), said, packed)
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + b"%%EOF\n"


@pytest.mark.parametrize(
    ("data", "broken"),
    [
        (document(PACKED), False),
        (document(PACKED, b"/Filter [/FlateDecode]"), False),
        (document(PACKED[:-30]), True),
        (document(PACKED[:40] + b"\xff\xff" + PACKED[42:]), True),
        (document(PACKED[:-1] + b"?"), True),
        (document(TEXT, b""), False),
        (document(b"noise", b"/Filter /DCTDecode"), False),
        (document(b"<~9jqo~>", b"/Filter [/ASCII85Decode /FlateDecode]"), False),
        (document(PACKED[:-30]) + b"trailer << /Encrypt 9 0 R >>", False),
    ],
)
def test_a_stream_that_does_not_unpack_shows(data: bytes, broken: bool) -> None:
    assert is_broken(in_memory(data)) is broken


@given(st.binary(max_size=400))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    assert is_broken(in_memory(b"%PDF-1.4 /FlateDecode >>\nstream\n" + data + b"endstream")) in {True, False}
