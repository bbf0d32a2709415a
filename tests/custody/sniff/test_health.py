"""Messages and analyser records are found at the front, framed, and inside logs."""

from __future__ import annotations

import pytest

from leakassay.custody.sniff import health
from leakassay.custody.sniff.health import astm, cda, edifact, fhir_json, fhir_lines, fhir_xml, hl7v2

MSH = b"MSH|^~\\&|LAB|X99|EPR|X01|20240503||ORU^R01|1|P|2.5\rPID|1||9990000018^^^NHS\r"


@pytest.mark.parametrize("front", [b"", b"\x0b", b"\xef\xbb\xbf", b"FHS|^~\\&|X\r", b"\r\n"])
def test_a_message_is_found_bare_framed_and_in_a_batch(front: bytes) -> None:
    assert hl7v2(front + MSH, b"", "", 100) == 95


def test_messages_inside_a_log_are_found() -> None:
    raw = b"2024-05-03 10:00:01 INFO sent: " + MSH + b"\n2024-05-03 10:00:02 ACK\n"
    assert 58 < hl7v2(raw, b"", "", 100) < 95


def test_a_text_about_messages_is_none() -> None:
    assert hl7v2(b"The MSH segment comes first. MSH|stands for header.", b"", "", 100) == 0


@pytest.mark.parametrize(
    "raw", [b"UNA:+.? 'UNB+UNOB:2+1:80+2:80+240503:1000+1'", b"UNB+UNOA:2+1:80+2'", b"\r\nUNA:+.? '\r\nUNB+UNOB:2"]
)
def test_an_interchange_is_found(raw: bytes) -> None:
    assert edifact(raw, b"", "", 100) == 95


def test_a_message_without_envelope_is_found() -> None:
    assert edifact(b"UNH+1+MEDRPT:0:1:RT:NHS003'BGM+LSR'", b"", "", 100) == 70


def test_a_word_that_begins_alike_is_none() -> None:
    assert edifact(b"UNABLE to attend clinic today because", b"", "", 100) == 0


ASTM = [
    r"H|\^&|||ANALYSER^1|||||LIMS||P|1|20240503",
    "P|1||9990000018||TESTER^ANN||19800102|F|||||||||||||||WARD 4",
    "R|1|^^^K^Potassium|5.1|mmol/L|3.5^5.1|N||F||AUTO|20240503101500|20240503102000",
    "L|1|N",
]


@pytest.mark.parametrize(
    "raw",
    [
        "\r\n".join(ASTM),
        "".join(f"09:00 <STX>{n}{record}<CR><ETX>A7\n" for n, record in enumerate(ASTM, 1)),
        "\n".join(ASTM).replace("|", "!"),
    ],
)
def test_an_analyser_capture_is_found_bare_and_in_a_log(raw: str) -> None:
    assert astm(raw.encode(), b"", "", 100) == 80


def test_frames_are_found_even_where_their_signs_are_too_many_for_a_text() -> None:
    """Below what a program or a data base scores that holds such records."""
    raw = "\x05\x06" + "".join(f"\x02{n}{record}\r\x03A7\r\n\x06" for n, record in enumerate(ASTM, 1)) + "\x04"
    assert astm(raw.encode(), b"", "", 100) == 65
    assert astm(raw.replace("ANALYSER", "ANALYSER" * 20).encode(), b"", "", 100) == 80


def test_results_cut_off_from_their_header_are_found() -> None:
    assert astm("\n".join(ASTM[2:3] * 3).encode(), b"", "", 100) == 60


@pytest.mark.parametrize(
    "raw", [MSH, b"FHS|^~\\&|X\r" + MSH, b"H|\\^& is how it begins", b"a|b|c\n1|2|3\n", b"H|ello", bytes(range(256))]
)
def test_other_records_between_pipes_are_no_capture(raw: bytes) -> None:
    assert astm(raw, b"", "", 100) == 0


PATIENT = b'{"id": "1", "resourceType": "Patient"}'


@pytest.mark.parametrize(
    "raw",
    [PATIENT, b"[" + PATIENT + b"]", b"\n" + PATIENT, PATIENT[:-1] + b', "name": [', PATIENT.decode().encode("utf-16")],
)
def test_a_resource_is_found_whole_cut_and_in_a_list(raw: bytes) -> None:
    assert fhir_json(raw, b"", "", len(raw)) == 84
    assert fhir_lines(raw, b"", "", len(raw)) == 0


def test_resources_one_a_line_are_a_bulk_export() -> None:
    raw = (PATIENT + b"\n") * 3
    assert (fhir_lines(raw, b"", "", len(raw)), fhir_json(raw, b"", "", len(raw))) == (90, 0)
    assert fhir_lines(PATIENT, b"", "x.ndjson", len(PATIENT)) == 90


@pytest.mark.parametrize(
    "raw", [b'{"body": {"resourceType": "Patient"}}', b'say "resourceType": "Patient"', b'{"resourceType": 1}', b"{}"]
)
def test_what_only_speaks_of_resources_is_none(raw: bytes) -> None:
    assert fhir_json(raw, b"", "", len(raw)) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b'<Patient xmlns="http://hl7.org/fhir"/>', b'<?xml version="1.0"?>\n<!-- x -->\n<f:Patient xmlns:f="http://hl7.org/fhir">',
    ],
)  # fmt: skip
def test_a_resource_in_xml_is_found(raw: bytes) -> None:
    assert fhir_xml(raw, b"", "", len(raw)) == 82
    assert cda(raw, b"", "", len(raw)) == 0


@pytest.mark.parametrize(
    ("raw", "score"),
    [
        (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">', 84), (b"<n1:ClinicalDocument>", 84),
        (b'<PRPA_IN000202UK01 xmlns="urn:hl7-org:v3">', 82),
        (b'<section><templateId root="2.16.840.1.113883.10.20.22.2.6"/>', 72), (b"<section><p>words</p></section>", 0),
        (b'<html xmlns="http://www.w3.org/1999/xhtml">', 0), (b"the <ClinicalDocument> element", 0),
    ],
)  # fmt: skip
def test_documents_other_v3_and_fragments_are_told_apart(raw: bytes, score: int) -> None:
    assert cda(raw, b"", "", len(raw)) == score
    assert fhir_xml(raw, b"", "", len(raw)) == 0


def test_only_what_may_hold_documents_is_opened():
    """A small message without one costs no opening; of a large file nobody knows."""
    message = b"MSH|^~\\&|LAB\rOBX|1|NM|NA^Sodium||140\r"
    letter = message + b"OBX|2|ED|PDF^Letter||^application^pdf^Base64^JVBERi0xLjQ\r"
    assert health.hl7v2_documents(message, message, "a.hl7", len(message)) == 0
    assert health.hl7v2_documents(letter, letter, "a.hl7", len(letter)) == 1
    assert health.hl7v2_documents(message, message, "a.hl7", 1 << 20) == 1
    assert health.fhir_documents(b'{"data": "JVBE"}', b"", "a.json", 20) == 1
    assert health.fhir_documents(b'{"resourceType": "Patient"}', b"", "a.json", 20) == 0
    assert health.cda_documents(b'<text representation="B64">JVBE', b"", "a.xml", 20) == 1
    assert health.cda_documents(b"<ClinicalDocument/>", b"", "a.xml", 20) == 0
