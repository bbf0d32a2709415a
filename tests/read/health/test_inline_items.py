"""What an opener took out is told and not read; what it did not take is a gap."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest

from leakassay.model.batch import Gap, Reading
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.health import cda, fhir, fhir_lines, hl7v2
from leakassay.read.health.inline_items import missed_documents
from read.reading import Summary, read_all
from values.test_inline_document import MSH, PARTED, PDF, RTF, obx, packed

WORDS = packed(b"Seen by Dr Tester in clinic. " * 9)
SAID = "Seen by Dr Tester in clinic."


def resource(data: bytes) -> bytes:
    """A document reference about nobody, with words beside it."""
    parts = [{"attachment": {"contentType": "application/pdf", "data": one.decode()}} for one in (data, WORDS)]
    return json.dumps({"resourceType": "DocumentReference", "description": "letter", "content": parts}).encode()


def clinical(data: bytes) -> bytes:
    texts = b"".join(b'<text mediaType="application/pdf" representation="B64">%s</text>' % one for one in (data, WORDS))
    return b'<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Letter</title><x>%s</x></ClinicalDocument>' % texts


MADE: dict[str, tuple[Callable[[OpenItem], Iterator[Reading]], Callable[[bytes], bytes]]] = {
    "hl7v2": (hl7v2.read, lambda data: MSH + obx(data) + obx(WORDS, number=2, test=b"LET^Letter")),
    "fhir_json": (fhir.read, resource),
    "fhir_ndjson": (fhir_lines.read, lambda data: resource(data) + b"\n" + resource(data) + b"\n"),
    "fhir_xml": (
        fhir.read,
        lambda data: (
            b'<DocumentReference xmlns="http://hl7.org/fhir"><description value="x"/><content><attachment>'
            b'<data value="%s"/></attachment></content><content><attachment><data value="%s"/></attachment></content>'
            b"</DocumentReference>" % (data, WORDS)
        ),
    ),
    "cda": (cda.read, clinical),
}


def summed(form: str, raw: bytes, taken: int) -> Summary:
    read, _ = MADE[form]
    item = in_memory(raw, own_bytes=len(raw) - taken)
    try:
        return read_all(read, item)
    finally:
        os.close(item.fd)


def words_of(summary: Summary) -> str:
    return str([batch.data.to_pylist() for batch in summary.batches])


@pytest.mark.parametrize("form", MADE)
def test_a_document_that_became_an_item_is_no_gap_and_words_stay(form: str) -> None:
    raw = MADE[form][1](PARTED)
    summary = summed(form, raw, raw.count(PARTED) * len(PARTED))
    assert summary.gaps == []
    assert summary.covered >= len(raw) - raw.count(PARTED) * len(PARTED)
    assert SAID in words_of(summary)


@pytest.mark.parametrize("form", MADE)
def test_where_no_opener_was_a_document_is_a_gap(form: str) -> None:
    assert summed(form, MADE[form][1](PARTED), 0).reasons == {Reason.SOME_PARTS_FAILED}


@pytest.mark.parametrize("form", MADE)
def test_words_of_what_became_an_item_are_not_read_twice(form: str) -> None:
    raw = MADE[form][1](packed(RTF))
    assert "NHS number 9990000018" not in words_of(summed(form, raw, len(packed(RTF))))
    assert "NHS number 9990000018" in words_of(summed(form, raw, 0))


def test_a_document_that_the_opener_cannot_see_is_a_gap() -> None:
    """A message with another delimiter: the reader knows it, the opener does not."""
    whole = MSH + obx(packed(PDF + b"more"))
    other = whole + (MSH + obx(PARTED)).replace(b"|", b"!")
    assert Reason.SOME_PARTS_FAILED in summed("hl7v2", other, len(packed(PDF + b"more"))).reasons


def test_what_no_opener_took_is_a_gap_of_its_size() -> None:
    item = in_memory(MSH)
    assert list(missed_documents(item, "hl7v2", 0)) == []
    assert list(missed_documents(item, "hl7v2", 90)) == [Gap(Reason.SOME_PARTS_FAILED, 90, part="documents")]
    os.close(item.fd)


def test_pieces_of_one_document_are_told_as_one_item() -> None:
    pieces = [PARTED[:301], PARTED[301:602], PARTED[602:]]
    raw = MSH + b"".join(obx(piece) for piece in pieces)
    assert summed("hl7v2", raw, len(PARTED)).gaps == []


def test_a_range_of_a_log_knows_its_own_documents() -> None:
    one = MSH + obx(PARTED)
    item = in_memory(one * 3, own_bytes=3 * (len(one) - len(PARTED)))
    unit = OpenItem(item.fd, item.size, own_bytes=item.own_bytes, offset=len(one), length=len(one))
    summary = read_all(hl7v2.read, unit)
    os.close(item.fd)
    assert (summary.gaps, summary.covered) == ([], len(one))
