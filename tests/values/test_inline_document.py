"""What becomes an item, and the same answer for a stream cut anywhere."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.values import inline_document
from leakassay.values.inline_document import CDA, HL7, JSON, XML, Layout, Series, decoded, found, is_document, may_hold

PDF = b"%PDF-1.4 Ann Tester " + bytes(range(256)) * 2
RTF = b"{\\rtf1 " + b"Ann Tester, NHS number 9990000018. " * 20 + b"}"
WORDS = b"Dear Dr Tester, thank you for seeing Ann. " * 20


def packed(raw: bytes) -> bytes:
    return base64.b64encode(raw)


def obx(data: bytes, kind: bytes = b"ED", test: bytes = b"PDF^Report", number: int = 1, more: bytes = b"|||F") -> bytes:
    return b"OBX|%d|%s|%s||^application^pdf^Base64^%s%s\r" % (number, kind, test, data, more)


MSH = b"MSH|^~\\&|LAB|QMH|||202406010914||ORU^R01|1|P|2.4\rPID|1||9990000018^^^NHS^NH\rOBR|1\r"
PARTED = packed(PDF)
MESSAGES = {
    "hl7": (MSH + obx(packed(PDF)) + obx(packed(WORDS), number=2) + obx(packed(RTF), more=b"") + MSH, HL7, [PDF, RTF]),
    "parted": (
        MSH + obx(PARTED[:301]) + b"NTE|1||x\r" + obx(PARTED[301:602]) + obx(PARTED[602:]) + obx(packed(WORDS[:150]))
        + MSH + obx(PARTED), HL7, [PDF, PDF],
    ),
    "wrapped": (
        MSH + obx(b"\r\n".join([PARTED[:400], PARTED[400:]])) + obx(b"\\.br\\".join([PARTED, b""])), HL7, [PDF] * 2,
    ),
    "pointer": (MSH + obx(PARTED, b"RP") + obx(PARTED, b"TX"), HL7, [PDF]),
    "json": (
        b'{"resourceType": "Binary", "contentType": "application/pdf", "content": "%s"}' % PARTED
        + b'{"attachment": {"data" : "%s"}, "content": "%s"}' % (packed(RTF).replace(b"=", b"\\u003d"), PARTED),
        JSON, [PDF, RTF],
    ),
    "xml": (b"<attachment><data value='%s'/></attachment><data value=\"%s\"/>" % (PARTED, packed(WORDS)), XML, [PDF]),
    "cda": (b'<text mediaType="application/pdf" representation="B64">\n%s&#13;\n</text>' % PARTED, CDA, [PDF]),
}  # fmt: skip


def told(raw: bytes, layout: Layout, size: int = 1 << 20) -> list[bytes]:
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    return [decoded(one.pieces) for one in found(chunks, layout)]


@pytest.mark.parametrize("name", MESSAGES)
def test_documents_are_found_and_words_are_left(name: str) -> None:
    raw, layout, documents = MESSAGES[name]
    assert told(raw, layout) == documents


@pytest.mark.parametrize("name", MESSAGES)
@given(st.integers(1, 3000))
@settings(deadline=None)
def test_a_stream_cut_anywhere_gives_the_same(name: str, size: int) -> None:
    raw, layout, documents = MESSAGES[name]
    assert told(raw, layout, size) == documents


def test_a_document_that_is_cut_gives_its_beginning() -> None:
    raw, layout, _ = MESSAGES["json"]
    found_then = told(raw[:500], layout)
    assert found_then == [PDF[: len(found_then[0])]]
    assert len(told(MESSAGES["hl7"][0][:400], HL7)[0]) > 150


@pytest.mark.parametrize(
    ("raw", "is_item"),
    [
        (PDF, True), (RTF, True), (bytes(200), True), (b"<?xml version='1.0'?><ClinicalDocument>" + WORDS, True),
        (WORDS, False), (b"<html><body>" + WORDS, False), (b"<?xml version='1.0'?><html>" + WORDS, False),
        (b"%PDF", False),
    ],
)  # fmt: skip
def test_what_is_words_is_no_item(raw: bytes, is_item: bool) -> None:
    assert is_document(packed(raw)) is is_item


def test_no_base64_and_too_much_of_it_are_no_items(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_document(b"no base64! " * 90)
    monkeypatch.setattr(inline_document, "MAX_CHARACTERS", 300)
    assert not is_document(PARTED)
    assert told(b'{"data":"' + b"A" * 20_000 + b'"} {"data":"' + packed(PDF[:150]) + b'"}', JSON, 700) == [PDF[:150]]


def test_pieces_of_another_test_are_other_documents() -> None:
    series = Series()
    assert [series.see(b"a", PARTED), series.see(b"a", b"AAAA"), series.see(b"b", b"AAAA")] == [1, 2, 0]
    assert [series.see(b"a", PARTED), series.see(b"b", b"AAAA")] == [1, 0]
    assert series.see(b"a", PARTED) == 1
    series.begin()
    assert series.see(b"a", b"AAAA") == 0


def test_pieces_that_were_each_packed_alone_are_put_together() -> None:
    assert decoded([packed(PDF[:100]), packed(PDF[100:])]) == PDF


def test_small_items_without_documents_are_not_opened() -> None:
    assert not may_hold(MSH, MSH, len(MSH), "hl7v2")
    assert may_hold(MSH + obx(b"AAAA"), b"", 900, "hl7v2")
    assert may_hold(MSH, MSH, 1 << 20, "hl7v2")
    assert may_hold(b' {"data": "AA"}', b"", 20, "fhir")
    assert may_hold(b"<Binary><data value='AA'/>", b"", 20, "fhir")
    assert not may_hold(b"<ClinicalDocument/>", b"", 20, "cda")


@pytest.mark.parametrize("name", MESSAGES)
@given(st.binary(max_size=300), st.integers(0, 3000))
@settings(deadline=None)
def test_hostile_bytes_never_take_more_than_there_is(name: str, data: bytes, at: int) -> None:
    raw, layout, _ = MESSAGES[name]
    hurt = raw[:at] + data + raw[at:]
    assert sum(one.size for one in found([hurt], layout)) <= len(hurt)


def test_a_stream_of_beginnings_costs_no_more_than_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline_document, "MAX_CHARACTERS", 1 << 20)
    started = time.process_time()
    assert told(b'representation="B64">' * 400_000, CDA, 1 << 19) == []
    assert time.process_time() - started < 3
