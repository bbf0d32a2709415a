"""Seeds that are text: tables, JSON, lists, messages, mail."""

from __future__ import annotations

import base64
import binascii
import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from xml.etree import ElementTree as ET

from hostile.planted import HEADER, table
from hostile.seed.seed import WHO, DamageError, Seed, as_text

KEYS = HEADER.split(",")


def objects() -> list[dict[str, str]]:
    """The people as JSON objects."""
    return [dict(zip(KEYS, person.row.split(","), strict=True)) for person in WHO]


def json_lines() -> bytes:
    """The people as one JSON object a line."""
    return "".join(json.dumps(row) + "\n" for row in objects()).encode()


def sentence() -> str:
    """The people as a clerk would write them down."""
    lines = []
    for number, who in enumerate(WHO):
        rest = "She rang, twice, about the result." if number % 2 else "He did not come"
        lines.append(f"Note {number} on {who.forename} {who.surname}\nNHS number {who.nhs_number}. {rest}\n")
    return "\n".join(lines)


def csv_text(data: bytes) -> str:
    """Objects to a last record that has neither all its fields nor an end of line."""
    text = as_text(data)
    rows = list(csv.reader(io.StringIO(text)))
    if rows and not text.endswith(("\n", "\r")) and len(rows[-1]) < len(KEYS):
        raise DamageError
    return text


def json_text(data: bytes) -> str:
    """Objects to whatever is no JSON."""
    return json.dumps(json.loads(as_text(data)))


def lines_text(data: bytes) -> str:
    """Objects to a line that is no JSON."""
    return "\n".join(json.dumps(json.loads(line)) for line in as_text(data).split("\n") if line.strip())


def hl7() -> bytes:
    """Laboratory results, one message a person."""
    return "".join(
        f"MSH|^~\\&|LAB|RX1|ICE|RX1|20240603090{number}||ORU^R01|{number}|P|2.4\r"
        f"PID|1||{who.nhs_number}^^^NHS^NH||{who.surname}^{who.forename}||19710312|F\r"
        f"OBR|1||24A00000{number}|HIV^HIV 1+2 antibody\rOBX|1|ST|HIV^HIV 1+2 antibody||Not detected||||||F\r"
        for number, who in enumerate(WHO)
    ).encode()


def hl7_text(data: bytes) -> str:
    """Objects to a last segment that has no end and stops shorter than every other one of its kind."""
    text = as_text(data)
    *whole, last = re.split(r"[\r\n]+", text)
    others = [segment.count("|") for segment in whole if segment[:4] == last[:4]]
    if last and others and last.count("|") < min(others):
        raise DamageError
    return text


def edifact() -> bytes:
    """An interchange, one message a person."""
    body = "".join(
        f"UNH+{n}+MEDRPT:0:1:RT:NHS003'BGM+LSR'NAD+PO+G1234567:900++TESTER'S06+06'S07+07'"
        f"PNA+PAT+{who.nhs_number}:OPI+++SU:{who.surname.upper()}+FO:{who.forename.upper()}'DTM+329:19800102:102'PDI+2'"
        f"S16+16'SEQ++1'GIS+N'INV+MQ+42T..:911::Serum vitamin B12'RSL+NV+1001++:::ng/L'RFF+ASL:1'S20+20'"
        f"RND+U+170+1100'UNT+18+{n}'"
        for n, who in enumerate(WHO, start=1)
    )
    head = "UNA:+.? 'UNB+UNOC:3+000000004400001+000000024600002+230102:1751+7++MEDRPT++1'"
    return f"{head}{body}UNZ+{len(WHO)}+7'".encode()


def edifact_text(data: bytes) -> str:
    """Objects to a message or an interchange without its trailer, and to counts that are wrong."""
    text = as_text(data)
    parts = [part.strip() for part in text.split("'")]
    starts, ends = (sum(part.startswith(tag) for part in parts) for tag in ("UNH+", "UNT+"))
    told = re.search(r"UNZ\+(\d+)\+", text)
    if starts != ends or told is None or int(told[1]) != ends:
        raise DamageError
    return text


def sql() -> bytes:
    """A dump of one table."""
    rows = ",\n".join("('" + who.row.replace(",", "','") + "')" for who in WHO)
    return (
        "-- MySQL dump 10.13\nDROP TABLE IF EXISTS `results`;\nCREATE TABLE `results` (\n"
        + ",\n".join(f"  `{key.lower()}` varchar(80) DEFAULT NULL" for key in KEYS)
        + f"\n) ENGINE=InnoDB;\nINSERT INTO `results` VALUES {rows};\n-- Dump completed\n"
    ).encode()


NHS_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"


def resources() -> Iterator[dict[str, Any]]:
    """A patient and a result of each."""
    for number, who in enumerate(WHO):
        yield {
            "resourceType": "Patient", "id": f"p{number}",
            "identifier": [{"system": NHS_SYSTEM, "value": who.nhs_number}],
            "name": [{"use": "official", "family": who.surname, "given": [who.forename]}],
            "gender": "female", "birthDate": "1971-03-12",
        }  # fmt: skip
        yield {
            "resourceType": "Observation", "id": f"o{number}", "status": "final",
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": "31676001", "display": "HIV antibody"}]},
            "subject": {"reference": f"Patient/p{number}"}, "valueString": "Not detected",
        }  # fmt: skip


def fhir_json() -> bytes:
    """A bundle."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources()]}
    return json.dumps(bundle, indent=1).encode()


def fhir_lines() -> bytes:
    """A bulk export."""
    return "".join(json.dumps(one) + "\n" for one in resources()).encode()


def fhir_xml() -> bytes:
    """A bundle in XML."""
    entries = "".join(f"<entry><resource>{_element(one)}</resource></entry>\n" for one in resources())
    return f'<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>\n{entries}</Bundle>\n'.encode()


def _element(one: dict[str, Any]) -> str:
    kind = one["resourceType"]
    inner = "".join(_elements(name, value) for name, value in one.items() if name != "resourceType")
    return f"<{kind}>{inner}</{kind}>"


def _elements(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_elements(name, one) for one in value)
    if isinstance(value, dict):
        return f"<{name}>{''.join(_elements(key, inner) for key, inner in value.items())}</{name}>"
    return f'<{name} value="{value}"/>'


def fhir_xml_text(data: bytes) -> str:
    """Objects to what is not well-formed; identifiers with their system."""
    root = ET.fromstring(data)  # noqa: S314  mutants of our own seed, which has no entities
    said = []
    for one in root.iter("{http://hl7.org/fhir}identifier"):
        found = {child.tag.rpartition("}")[2]: child.get("value", "") for child in one}
        said.append(f"{found.get('system')} {found.get('value')};")
    return "\n".join(said)


def cda() -> bytes:
    """A document about eight people, as that of a birth is about two."""
    targets = "".join(
        f'<recordTarget><patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="{who.nhs_number}"/><patient>'
        f"<name><given>{who.forename}</given><family>{who.surname}</family></name>"
        f'<administrativeGenderCode code="F"/><birthTime value="19710312"/></patient></patientRole></recordTarget>\n'
        for who in WHO
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">\n<title>Results</title>\n'
        f"{targets}<component><structuredBody><component><section><title>HIV</title><text>None.</text><entry>"
        '<observation classCode="OBS" moodCode="EVN"><code code="31676001" displayName="HIV antibody"/>'
        '<value value="0"/></observation></entry></section></component></structuredBody></component>'
        "</ClinicalDocument>\n"
    ).encode()


def cda_text(data: bytes) -> str:
    """Objects to what is not well-formed; ids with their root."""
    root = ET.fromstring(data)  # noqa: S314  mutants of our own seed, which has no entities
    return "\n".join(f"{one.get('root')} {one.get('extension')};" for one in root.iter("{urn:hl7-org:v3}id"))


def astm_text(data: bytes) -> str:
    """Objects to a message without its terminator and to records longer than they may be; patients bear one number.

    Looks at nothing in a file that has not even the first five characters: no more says what it is.
    """
    text = as_text(data)
    if "H|\\^&" not in text:
        return text
    records = [record for record in re.split(r"[\r\n]+", text) if record]
    kinds = [record[0] for record in records]
    if kinds.count("H") != kinds.count("L") or kinds[-1] != "L":
        raise DamageError
    if any(record.count("|") >= 35 or record[0] not in "HPORCL" for record in records):
        raise DamageError
    return re.sub(r"(?<=\r)P\|\d+\|", "P|1|", text)


def sql_text(data: bytes) -> str:
    """Objects to a dump that its program did not sign, and to quotes that do not pair up between the statements."""
    text = as_text(data)
    if "Dump completed" not in text:
        raise DamageError
    if "'" in re.sub(r"'(?:[^'\\]|\\.|'')*'", "", text, flags=re.DOTALL):
        raise DamageError
    return text


def astm() -> bytes:
    """An analyser's capture."""
    body = "".join(
        f"P|{n}|{who.nhs_number}|||{who.surname}^{who.forename}||19710312|F\rO|1|24A{n:05d}||^^^HIV|R\r"
        f"R|1|^^^HIV|NEG||||||F\r"
        for n, who in enumerate(WHO, start=1)
    )
    return f"H|\\^&|||ANALYSER^1|||||||P|1|20240603090000\r{body}L|1|N\r".encode()


def fixed() -> bytes:
    """A printed list in columns."""
    lines = [f"{'NHS NO':<12}{'SURNAME':<16}{'FORENAME':<16}{'DOB':<12}{'RESULT':<14}"]
    lines += [
        f"{who.nhs_number:<12}{who.surname.upper():<16}{who.forename.upper():<16}{who.date_of_birth:<12}{'NEGATIVE':<14}"
        for who in WHO * 3
    ]
    return ("\n".join(lines) + "\n").encode()


def mail(number: int = 0) -> bytes:
    """A mail that names half of the people and has all of them attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@mail.test", "b@mail.test", f"results {number}"
    message["Date"] = "Mon, 03 Jun 2024 09:00:00 +0000"
    message["Message-ID"] = f"<{number}@mail.test>"
    message.set_content(sentence())
    message.add_attachment(table(list(WHO)).encode(), maintype="text", subtype="csv", filename="results.csv")
    message.set_boundary("=-b0undary-=")
    return bytes(message)


def mail_text(data: bytes) -> str:
    """Objects to parts without an end, to defects the parser notes, and to broken base64."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    found = []
    for part in message.walk():
        if part.defects:
            raise DamageError
        if part.is_multipart():
            continue
        raw = part.get_payload(decode=False)
        said = str(raw)
        if str(part.get("Content-Transfer-Encoding", "")).lower() == "base64":
            said = as_text(binascii.a2b_base64("".join(said.split()), strict_mode=True))
        found.append(said)
    return "\n".join(found) + as_text(data)


def mailbox() -> bytes:
    """Mails of one person each."""
    mails = []
    for number, who in enumerate(WHO):
        text = f"{who.forename} {who.surname}, NHS number {who.nhs_number}, rang."
        head = f"From: a@mail.test\nTo: b@mail.test\nSubject: {number}\nDate: Mon, 03 Jun 2024 09:00:00 +0000\n"
        mails.append(f"From a@mail.test Mon Jun  3 09:00:00 2024\n{head}\n{text}\n\n")
    return "".join(mails).encode()


def reports() -> bytes:
    """A printed report a person, a page each."""
    pages = [
        f"Example Pathology\r\nName   : {who.surname}, {who.forename}\r\nBorn   : {who.date_of_birth}"
        f"     NHS: {who.nhs_number}\r\nLab ref: 24A1\r\nBled   : 01/06/2024 09:00\r\n\r\n"
        "Haemoglobin      138 g/L  (130-180)\r\nSigned off by Dr Example\r\n"
        for who in WHO
    ]
    return "\f".join(pages).encode()


def seeds() -> list[Seed]:
    """Every seed that is text."""
    return [
        Seed("delimited", ".csv", table(list(WHO)).encode(), csv_text, "\n{},", "NHSNO,"),
        Seed("json", ".json", json.dumps(objects(), indent=1).encode(), json_text, '"NHSNO": "{}"'),
        Seed("ndjson", ".jsonl", json_lines(), lines_text, '"NHSNO": "{}"'),
        Seed("text", ".txt", sentence().encode(), as_text, "NHS number {}."),
        Seed("hl7v2", ".hl7", hl7(), hl7_text, "\rPID|1||{}^^^NHS^NH|"),
        Seed("edifact", ".edi", edifact(), edifact_text, "'PNA+PAT+{}:OPI+"),
        Seed("sql_dump", ".sql", sql(), sql_text, "('{}','", r"INSERT INTO `results` VALUES"),
        Seed("astm", ".astm", astm(), astm_text, "\rP|1|{}|"),
        Seed("fhir_json", ".json", fhir_json(), json_text, f'"system": "{NHS_SYSTEM}", "value": "{{}}"'),
        Seed("fhir_ndjson", ".ndjson", fhir_lines(), lines_text, f'"system": "{NHS_SYSTEM}", "value": "{{}}"'),
        Seed("fhir_xml", ".xml", fhir_xml(), fhir_xml_text, NHS_SYSTEM + " {};"),
        Seed("cda", ".xml", cda(), cda_text, "2.16.840.1.113883.2.1.4.1 {};"),
        Seed("printed_report", ".prn", reports(), as_text, " NHS: {}\r"),
        Seed("fixed_columns", ".prn", fixed(), as_text, "\n{} "),
        Seed("eml", ".eml", mail(), mail_text),
        Seed("mbox", ".mbox", mailbox(), as_text, "NHS number {},"),
    ]


def encoded(data: bytes) -> str:
    """Bytes as a mail carries them."""
    return base64.encodebytes(data).decode()
