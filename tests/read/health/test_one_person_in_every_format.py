"""One planted person with one result in every format of the family: the same sighting and the same event in each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leakassay.detect import settings
from leakassay.detect.assay import Assay
from leakassay.model.batch import Batch, Reading
from leakassay.model.item import OpenItem, in_memory
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from leakassay.read.health import astm, cda, edifact, fhir, fhir_lines, hl7v2

HL7 = (
    "MSH|^~\\&|LAB|RX1|EPR|RX1|20240603||ORU^R01|1|P|2.5\r"
    "PID|1||9990000018^^^NHS^NH~H123456^^^RX1^MR||TESTER^ANN||19800102|F|||1 HIGH STREET^^LONDON^^SE1 7EH\r"
    "OBR|1||24A000001|44D6.^Sodium^L|||20240601091500|||||||20240601120000||||||||20240602\r"
    "OBX|1|NM|44D6.^Sodium^L||128|mmol/L|133-146|L|||F\r"
)
EDIFACT = (
    "UNB+UNOC:3+000000004400001+000000024600002+240603:1751+7++MEDRPT++1'UNH+1+MEDRPT:0:1:RT:NHS003'BGM+LSR'"
    "DTM+ISR:202406020000:203'S06+06'ADR++US:1 HIGH STREET:LONDON++SE1 7EH'RFF+SSI:H123456'S07+07'"
    "PNA+PAT+9990000018:OPI+++SU:TESTER+FO:ANN'DTM+329:19800102:102'PDI+2'S16+16'SEQ++1'RFF+STI:24A000001'"
    "DTM+SCO:202406010915:203'DTM+SRI:202406011200:203'GIS+N'INV+MQ+44D6.:911::Sodium'RSL+NV+128++:::mmol/L+LO'"
    "RFF+ASL:1'S20+20'RND+U+133+146'UNT+9+1'UNZ+1+7'"
)
CDA = """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><effectiveTime value="20240602"/>
<recordTarget><patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/>
<id root="1.2.3" extension="H123456"/>
<addr><streetAddressLine>1 HIGH STREET</streetAddressLine><city>LONDON</city><postalCode>SE1 7EH</postalCode></addr>
<patient><name><given>ANN</given><family>TESTER</family></name><administrativeGenderCode code="F"/>
<birthTime value="19800102"/>
</patient></patientRole></recordTarget><component><structuredBody><component><section><entry>
<organizer classCode="BATTERY" moodCode="EVN">
<specimen><specimenRole><id extension="24A000001"/></specimenRole></specimen>
<component><observation classCode="OBS" moodCode="EVN"><code code="44D6." displayName="Sodium"/>
<effectiveTime value="20240601091500"/>
<value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="PQ" value="128"
unit="mmol/L"/><interpretationCode code="L"/>
<referenceRange><observationRange><value><low value="133"/><high value="146"/>
</value></observationRange></referenceRange></observation></component></organizer></entry></section></component>
</structuredBody></component></ClinicalDocument>"""
ASTM = (
    "H|\\^&|||COBAS^1|||||LIS||P|1|20240603\r"
    "P|1|H123456||9990000018|TESTER^ANN||19800102|F||1 HIGH STREET^LONDON^^^SE1 7EH\r"
    "O|1|24A000001||44D6.^Sodium|R||20240601091500|||||||20240601120000||||||||20240602|||F\r"
    "R|1|44D6.^Sodium|128|mmol/L|133^146|L||F\rL|1|N\r"
)
PATIENT: dict[str, Any] = {
    "resourceType": "Patient", "id": "p",
    "identifier": [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
        {"system": "https://rx1.nhs.uk/Id/mrn", "value": "H123456"},
    ],
    "name": [{"use": "official", "family": "TESTER", "given": ["ANN"]}], "gender": "female", "birthDate": "1980-01-02",
    "address": [{"line": ["1 HIGH STREET"], "city": "LONDON", "postalCode": "SE1 7EH"}],
}  # fmt: skip
SPECIMEN: dict[str, Any] = {
    "resourceType": "Specimen", "id": "s", "accessionIdentifier": {"value": "24A000001"},
    "subject": {"reference": "Patient/p"}, "receivedTime": "2024-06-01T12:00:00Z",
    "collection": {"collectedDateTime": "2024-06-01T09:15:00Z"},
}  # fmt: skip
OBSERVATION: dict[str, Any] = {
    "resourceType": "Observation", "id": "o", "status": "final", "issued": "2024-06-02",
    "subject": {"reference": "Patient/p"}, "specimen": {"reference": "Specimen/s"},
    "code": {"coding": [{"system": "http://read.info/readv2", "code": "44D6.", "display": "Sodium"}]},
    "valueQuantity": {"value": 128, "unit": "mmol/L"}, "interpretation": [{"coding": [{"code": "L"}]}],
    "referenceRange": [{"low": {"value": 133}, "high": {"value": 146}}],
}  # fmt: skip
RESOURCES = [OBSERVATION, SPECIMEN, PATIENT]
BUNDLE = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in RESOURCES]}


def xml(name: str, value: Any) -> str:
    """A FHIR value as the standard prints it in XML."""
    if isinstance(value, list):
        return "".join(xml(name, one) for one in value)
    if not isinstance(value, dict):
        return f'<{name} value="{value}"/>'
    kind = value.get("resourceType")
    inner = "".join(xml(key, one) for key, one in value.items() if key != "resourceType")
    inner = f"<{kind}>{inner}</{kind}>" if kind else inner
    return f"<{name}>{inner}</{name}>"


FHIR_XML = xml("x", BUNDLE)[3:-4].replace("<Bundle>", '<Bundle xmlns="http://hl7.org/fhir">')

Reader = Callable[[OpenItem], Iterator[Reading]]
FORMS: dict[str, tuple[Reader, str]] = {
    "hl7v2": (hl7v2.read, HL7),
    "edifact": (edifact.read, EDIFACT),
    "fhir_json": (fhir.read, json.dumps(BUNDLE, indent=1)),
    "fhir_xml": (fhir.read, FHIR_XML),
    "fhir_ndjson": (fhir_lines.read, "".join(json.dumps(one) + "\n" for one in RESOURCES)),
    "cda": (cda.read, CDA),
    "astm": (astm.read, ASTM),
}
_OF_PERSON = ("nhs_number", "hospital_number", "surname", "forename", "date_of_birth", "sex", "postcode", "person_type")
_OF_EVENT = (
    "sighting_ordinal", "test_code", "test_name", "test_id", "status", "value_flag", "result_unit", "range_low",
    "range_high", "collected_at", "specimen_id",
)  # fmt: skip


def told(form: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sightings and events of one format, of each the columns that all formats can say."""
    read, raw = FORMS[form]
    assay = Assay(settings.from_profile(EMPTY, DETECTORS))
    rows: dict[str, list[dict[str, Any]]] = {"sighting": [], "event": []}
    batches = [reading for reading in read(in_memory(raw.encode())) if isinstance(reading, Batch)]
    for name, data in (*(found for batch in batches for found in assay.see(batch)), *assay.close()):
        if name in rows:
            rows[name] += data.to_pylist()
    people = [{name: row[name] for name in _OF_PERSON} for row in rows["sighting"]]
    return people, [{name: row[name] for name in _OF_EVENT} for row in rows["event"]]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_person_and_the_same_result_are_told(form: str) -> None:
    """HL7 v2, read and compared longest, is the measure."""
    assert told(form) == told("hl7v2")


def test_the_measure_is_one_person_and_one_result() -> None:
    people, events = told("hl7v2")
    assert [person["nhs_number"] for person in people] == ["9990000018"]
    assert [(event["test_name"], event["value_flag"], event["specimen_id"]) for event in events] == [
        ("Sodium", "low", "24A000001")
    ]
