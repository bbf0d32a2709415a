"""Documents inside messages become members with the bytes that they take there."""

from __future__ import annotations

import base64
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.openers import inline
from leakassay.model.item import in_memory
from leakassay.model.member import Member
from leakassay.values import inline_document
from values.test_inline_document import MESSAGES, PARTED, PDF

FORMATS = {"hl7": "hl7v2", "parted": "hl7v2", "json": "fhir_json", "xml": "fhir_xml", "cda": "cda"}


def members(raw: bytes, form: str, first: int = 0) -> list[tuple[Member, bytes]]:
    item = in_memory(raw, settings={"format": form})
    try:
        opened = [one for one in inline.members(item, first) if isinstance(one, Member)]
        return [(one, b"".join(one.chunks)) for one in opened]
    finally:
        os.close(item.fd)


@pytest.mark.parametrize("name", FORMATS)
def test_every_document_is_a_member(name: str) -> None:
    raw, _, documents = MESSAGES[name]
    found = members(raw, FORMATS[name])
    assert [content for _, content in found] == documents
    assert [one.index for one, _ in found] == list(range(len(documents)))
    assert sum(one.packed_bytes for one, _ in found) <= len(raw)
    assert (
        members(raw, FORMATS[name], 1) == [] if len(documents) == 1 else members(raw, FORMATS[name], 1)[0][0].index == 1
    )


def test_a_member_is_named_by_what_it_is_and_takes_its_base64() -> None:
    raw, _, _ = MESSAGES["hl7"]
    (pdf, _), (rtf, _) = members(raw, "hl7v2")
    assert (pdf.name, rtf.name, pdf.packed_bytes) == (b"document1.pdf", b"document2.rtf", len(PARTED))


def test_a_document_that_is_cut_gives_what_there_is() -> None:
    ((_, content),) = members(MESSAGES["cda"][0][:400], "cda")
    assert PDF.startswith(content)
    assert len(content) > 200


def test_a_message_without_documents_has_no_members_and_no_gap() -> None:
    assert members(b"MSH|^~\\&|LAB\rOBX|1|NM|NA^Sodium||140\r", "hl7v2") == []


@given(st.binary(max_size=400), st.integers(0, 900))
@settings(deadline=None)
def test_hostile_bytes_give_members_no_larger_than_the_item(data: bytes, at: int) -> None:
    raw = MESSAGES["hl7"][0]
    hurt = raw[:at] + data + raw[at:]
    assert sum(one.packed_bytes for one, _ in members(hurt, "hl7v2")) <= len(hurt)


def test_the_chunks_of_a_large_document_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "READ_CHUNK", 1000)
    raw = b'{"data":"' + base64.b64encode(PDF * 40) + b'"}'
    item = in_memory(raw, settings={"format": "fhir_json"})
    (one,) = inline.members(item, 0)
    assert isinstance(one, Member)
    assert max(map(len, one.chunks)) == 1000
    os.close(item.fd)
    assert inline_document.MAX_CHARACTERS >= 40 << 20
