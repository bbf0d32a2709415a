"""CDA documents and fragments."""

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Shape
from leakassay.model.outcomes import Reason
from leakassay.read.health import cda
from read.reading import read_bytes

DOCUMENT = b"""<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Letter</title>
<recordTarget><patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/><patient><name>
<given>ANN</given><family>TESTER</family></name></patient></patientRole></recordTarget>
<author><assignedAuthor><assignedPerson><name>Dr Who</name></assignedPerson></assignedAuthor></author>
<custodian><assignedCustodian><representedCustodianOrganization><id extension="RX1"/></representedCustodianOrganization>
</assignedCustodian></custodian><component><structuredBody><component><section><text><table><tr><td>HIV</td><td>neg</td></tr>
</table><paragraph ID="p1">Seen in <content>clinic</content>.</paragraph></text>
<entry><observation><code code="31676001"
displayName="HIV antibody"/><value>Not detected</value></observation></entry></section></component></structuredBody>
</component></ClinicalDocument>"""


def records(summary):
    return [row for batch in summary.batches if batch.shape is Shape.RECORD for row in batch.data.to_pylist()]


def test_a_document_gives_its_patient_entries_and_narrative():
    summary = read_bytes(cda.read, DOCUMENT)
    assert (summary.covered, summary.gaps) == (len(DOCUMENT), [])
    person, event = records(summary)
    assert (person["nhs_number"], person["surname"], person["sender"]) == ("9990000018", "TESTER", "RX1")
    assert (event["test_name"], event["result"], event["subject"]) == ("HIV antibody", "Not detected", 0)
    assert "HIV | neg\nSeen in clinic." in summary.text
    assert "name: Dr Who" in summary.text
    assert ("title", "Letter") in {(one.name, one.value) for one in summary.properties}


def test_codes_ids_and_instructions_are_told_once_beside_the_rows():
    raw = DOCUMENT.replace(
        b"<title>", b'<?style sheet77?><id root="1.2.77"/><realmCode code="zz9"/><x code="zz9"/><title>'
    )
    summary = read_bytes(cda.read, raw)
    assert [summary.text.count(word) for word in ("sheet77", "1.2.77", "zz9", "p1")] == [1, 1, 1, 1]


def test_a_fragment_is_read_as_far_as_it_goes():
    raw = (
        b'<entry><observation><code code="1" displayName="HIV"/><value xsi:type="ST">pos</value></observation></entry>'
    )
    (event,) = records(read_bytes(cda.read, raw))
    assert (event["test_name"], event["result"], event["subject"]) == ("HIV", "pos", -1)


def test_a_cut_document_is_told_and_all_of_it_is_text():
    raw = DOCUMENT[: DOCUMENT.index(b"Not detected") + 3]
    summary = read_bytes(cda.read, raw)
    assert summary.reasons == {Reason.TRUNCATED}
    assert records(summary)[0]["nhs_number"] == "9990000018"
    assert "HIV antibody" in summary.text


@pytest.mark.parametrize(("kind", "content"), [("text/plain", b"NHS 9990000026"), ("application/pdf", b"%PDF-1.4")])
def test_a_body_in_base64_is_words_or_a_gap(kind, content):
    packed = base64.b64encode(content)
    body = b'<nonXMLBody><text mediaType="%b" representation="B64">%b</text></nonXMLBody>' % (kind.encode(), packed)
    summary = read_bytes(cda.read, DOCUMENT.replace(b"<structuredBody>", body + b"<structuredBody>"))
    if kind == "text/plain":
        assert "NHS 9990000026" in summary.text
        assert summary.gaps == []
    else:
        assert [(gap.reason, gap.part, gap.bytes) for gap in summary.gaps] == [
            (Reason.SOME_PARTS_FAILED, kind, len(packed))
        ]


@pytest.mark.parametrize(
    "hidden",
    [
        b"<!-- 9990000026 -->", b'<participant><id extension="9990000026"/></participant>', b"stray 9990000026",
        b'<sdtc:x value="9990000026"/>', b"<patient><desc>9990000026</desc></patient>",
    ],
)  # fmt: skip
def test_a_needle_is_found_wherever_it_hides(hidden):
    summary = read_bytes(cda.read, DOCUMENT.replace(b"<author>", hidden + b"<author>"))
    assert "9990000026" in summary.text


@given(st.lists(st.tuples(st.integers(0, 1400), st.binary(max_size=3)), max_size=4), st.integers(0, 1500))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_accounted_for(changes, end):
    raw = DOCUMENT
    for at, put in changes:
        raw = raw[:at] + put + raw[at + len(put) :]
    summary = read_bytes(cda.read, raw[:end])
    if summary.fault is None:
        assert summary.accounted == len(raw[:end])
    else:
        assert summary.fault.reason is Reason.NO_TEXT


def test_fifty_thousand_levels_end_soon():
    raw = b"<observation>" * 50_000 + b"9990000018" + b"</observation>" * 50_000
    assert "9990000018" in str(records(read_bytes(cda.read, raw))) + read_bytes(cda.read, raw).text


@pytest.mark.field
def test_every_sample_is_read_and_the_broken_one_is_told(field_data: Path):
    """447 files of the C-CDA examples, most of them fragments; one holds an end without a beginning."""
    told, events = [], 0
    for path in sorted((field_data / "s04-ccda").rglob("*")):
        if path.suffix.lower() == ".xml":
            summary = read_bytes(cda.read, path.read_bytes())
            assert summary.fault is None, path.name
            told += [gap.reason for gap in summary.gaps]
            events += sum(bool(row["test_name"] or row["test_code"]) for row in records(summary))
    assert sorted(told) == [Reason.MALFORMED, Reason.SOME_PARTS_FAILED, Reason.SOME_PARTS_FAILED]
    assert events > 500
