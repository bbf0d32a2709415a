"""Texts of a PDF beside its pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.document.pdf_strings import said, shown, xmp
from read.document.pdf_files import full, stream, written


def texts(*objects: bytes, info: int = 0) -> list[tuple[str, ...]]:
    return [one.texts for one in said(written(*objects, info=info))]


@pytest.mark.parametrize(
    ("written_as", "text"),
    [
        (b"(plain)", "plain"), (b"(a\\(b\\) (d))", "a(b) (d)"), (b"(caf\\351)", "café"), (b"<636166E9>", "café"),
        (b"(\xfe\xff\x04\x1f)", "П"), (b"(\xef\xbb\xbf\xc3\xa9)", "é"), (b"(line\\\nthat goes on)", "linethat goes on"),
        (b"<FEFF 0031 0032", "12"),
    ],
)  # fmt: skip
def test_strings_are_read_as_pdf_writes_them(written_as, text):
    assert texts(b"<< /V " + written_as + b" >>") == [(text,)]


def test_the_state_of_a_box_is_told_unless_it_is_off():
    assert texts(b"<< /T (HIV positive) /V /Yes /AS /Yes >>", b"<< /T (asthma) /V /Off >>") == [
        ("HIV positive", "Yes"), ("asthma",),
    ]  # fmt: skip


def test_of_the_document_information_every_key_is_told_but_those_of_machines():
    assert texts(b"<< /Ward (A7) /Producer (x) /Empty () >>", info=1) == [("Ward: A7",)]


def test_other_keys_hold_no_words():
    assert texts(b"<< /DA (/Helv 0 Tf) /ID [<00> <00>] /Length (x) >>") == []


def test_origins_of_a_document_are_properties():
    assert list(xmp(full())) == [("creator_tool", "needle-tool"), ("document_id", "uuid:needle-document")]
    assert list(xmp(b"none")) == []


@given(st.binary(max_size=400))
def test_any_bytes_give_texts(raw):
    for body in (raw, b"<< /T (" + raw, b"<< /Opt [" + raw, b"<< /V <" + raw, stream(raw, b"/Type /ObjStm /First 9")):
        for one in said(b"1 0 obj\n" + body + b"\nendobj\n2 0 obj"):
            "".join(one.texts).encode("utf-8", "replace")


def test_a_document_of_nothing_but_beginnings_takes_time_in_proportion():
    """Brackets that never close, objects that never end."""
    for sign in (b"/V (", b"/V [(", b"1 0 obj /V [", b"stream\n", b"/V <"):
        list(said(b"1 0 obj " + sign * 50_000))


def test_what_an_appearance_shows_is_told_and_what_it_sets_is_not():
    assert shown("/Tx BMC BT /F 9 Tf (one) Tj [(tw) -3 (o)] TJ (no) cs <41> ' ET") == ["one", "two", "A"]
    assert shown("(" * 999) == []
