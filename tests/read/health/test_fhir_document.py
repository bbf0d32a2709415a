"""FHIR documents as rows: who each event is about, and nothing lost."""

from leakassay.model.batch import Batch, Gap, Shape
from leakassay.read.health.fhir_document import Document, Output

PATIENT = {
    "resourceType": "Patient", "id": "p",
    "name": [{"family": "TESTER", "given": ["ANN"]}, {"use": "maiden", "family": "BORN"}],
    "contact": [{"name": {"family": "TESTER", "given": ["BOB"]}, "telecom": [{"value": "0207"}]}],
    "generalPractitioner": [{"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "G8"}}],
    "deceasedDateTime": "2020-02-02", "managingOrganization": {"identifier": {"value": "RX1"}},
}  # fmt: skip


def read(*resources):
    output = Output()
    document = Document(output)
    document.add({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]})
    found = [*document.tell(), *output.ready(at_end=True)]
    rows, texts = [], []
    for batch in (one for one in found if isinstance(one, Batch)):
        if batch.shape is Shape.RECORD:
            rows += [
                {name: value for name, value in row.items() if value is not None} for row in batch.data.to_pylist()
            ]
        else:
            texts += batch.data.column("text").to_pylist()
    return rows, "\n".join(texts), [one for one in found if isinstance(one, Gap)]


def observation(**more):
    return {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Sodium"}, **more}


def test_a_patient_bears_names_and_death_in_the_comment_and_contacts_are_relatives():
    rows, _, _ = read(PATIENT)
    assert [(row["surname"], row["forename"], row.get("person_type")) for row in rows] == [
        ("TESTER", "ANN", None), ("TESTER", "BOB", "relative"),
    ]  # fmt: skip
    assert "name.family: BORN" in rows[0]["comment"]
    assert "deceasedDateTime: 2020-02-02" in rows[0]["comment"]
    assert (rows[0]["gp_practice"], rows[0]["site_code"]) == ("G8", "RX1")


def test_an_event_before_its_patient_is_theirs():
    rows, _, _ = read(observation(subject={"reference": "Patient/p"}, note=[{"text": "rang ward"}]), PATIENT)
    (event,) = [row for row in rows if row.get("test_name")]
    assert (event["surname"], event["subject"]) == ("TESTER", rows[0]["subject"])
    assert event["comment"] == "note.text: rang ward"


def test_an_event_of_somebody_elsewhere_says_what_its_reference_says():
    rows, _, _ = read(observation(subject={"display": "BLOGGS, Jo", "reference": "Patient/77"}))
    assert [(row["surname"], row["test_name"]) for row in rows] == [("BLOGGS", "Sodium")]
    rows, _, _ = read(observation(subject={"reference": "Patient/77"}))
    assert [(row["subject"], row["test_name"]) for row in rows] == [(-1, "Sodium")]


def test_a_report_with_its_results_is_no_event_of_its_own_and_gives_them_what_they_lack():
    report = {
        "resourceType": "DiagnosticReport", "code": {"text": "U&E"}, "issued": "2024-06-02",
        "subject": {"reference": "Patient/p"},
        "result": [{"reference": "Observation/o"}], "conclusion": "well",
        "basedOn": [{"reference": "ServiceRequest/r"}],
        "specimen": [{"reference": "#s"}],
        "contained": [{"resourceType": "Specimen", "id": "s", "accessionIdentifier": {"value": "24A1"}}],
    }  # fmt: skip
    request = {
        "resourceType": "ServiceRequest", "id": "r", "status": "active", "code": {"text": "U&E"},
        "subject": {"reference": "Patient/p"}, "requester": {"reference": "PractitionerRole/d"},
    }  # fmt: skip
    role = {
        "resourceType": "PractitionerRole", "id": "d", "practitioner": {"identifier": {"value": "G123"}},
        "organization": {"reference": "Organization/g"},
    }  # fmt: skip
    unit = {"resourceType": "Organization", "id": "g", "identifier": [{"value": "G85001"}]}
    rows, _, _ = read(PATIENT, report, request, observation(valueString="1"), role, unit)
    (event,) = [row for row in rows if row.get("test_name")]
    assert (event["test_name"], event["surname"], event["specimen_id"], event["reported_at"], event["client_code"]) == (
        "Sodium", "TESTER", "24A1", "2024-06-02", "G85001",
    )  # fmt: skip
    assert any("conclusion: well" in row.get("comment", "") for row in rows)


def test_a_relative_points_at_a_patient_who_is_told_too():
    system = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}
    rows, _, _ = read(
        {"resourceType": "RelatedPerson", "patient": {"identifier": system}, "name": {"family": "BLOGGS"}}
    )
    assert [(row.get("nhs_number"), row.get("surname"), row.get("person_type")) for row in rows] == [
        ("9990000018", None, None), (None, "BLOGGS", "relative"),
    ]  # fmt: skip


def test_narratives_unknown_types_and_documents_are_text_or_a_gap():
    rows, text, gaps = read(
        {"resourceType": "Basic", "extension": [{"url": "http://x/nhs-number", "valueString": "9990000018"}]},
        {"resourceType": "Organization", "name": "Lab", "text": {"div": "<div>Printed <b>words</b></div>"}},
        {"resourceType": "Binary", "contentType": "application/pdf", "data": "JVBERi0xLjQ="},
        {"resourceType": "Binary", "contentType": "text/plain", "data": "TkhTIDk5OQ=="},
    )
    assert rows == []
    for needle in ("nhs-number: 9990000018", "name: Lab", "Printed\nwords", "NHS 999"):
        assert needle in text
    assert [(gap.bytes, gap.part) for gap in gaps] == [(12, "application/pdf")]


def test_components_and_the_medicine_that_is_referred_to_are_told():
    pressure = observation(component=[{"code": {"text": "Systolic"}, "valueQuantity": {"value": 120}}])
    given = {"resourceType": "MedicationStatement", "medicationReference": {"reference": "Medication/m"}}
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "Lithium"}}
    about = {"subject": {"reference": "Patient/p"}}
    rows, _, _ = read(PATIENT, pressure | about, given | about, medicine)
    assert [row["test_name"] for row in rows if "test_name" in row] == ["Systolic", "Lithium"]


def test_ids_addresses_and_tags_of_narratives_are_told_once_beside_the_rows():
    seen = {"status": "generated", "div": '<div title="Aunt of 42"><b>well</b></div>'}
    _, text, _ = read(observation(id="obs77", text=seen), observation(id="obs77", meta={"tag": [{"code": "zz9"}]}))
    assert [text.count(word) for word in ("obs77", "zz9", "generated", 'div title="Aunt of 42"')] == [1, 1, 1, 1]


def test_a_related_person_without_a_name_is_text_and_a_heading_keeps_its_words():
    related = {"resourceType": "RelatedPerson", "id": "r", "patient": {"reference": "Patient/p"},
               "extension": [{"url": "http://x/contact", "valueString": "not after 7pm"}]}  # fmt: skip
    panel = observation(code={"text": "Blood panel"}, id="h", subject={"reference": "Patient/p"},
                        hasMember=[{"reference": "Observation/o"}])  # fmt: skip
    rows, text, _ = read(PATIENT | {"contact": []}, related, panel, observation(valueString="low"))
    assert "not after 7pm" in text
    assert "Blood panel" in text.splitlines()
    assert "Blood panel" not in {row.get("test_name") for row in rows}


def test_narratives_of_sections_are_told_at_any_depth():
    inner = {"title": "Social", "text": {"div": "<div>lives alone</div>"}}
    letter = {"resourceType": "Composition", "section": [{"text": {"div": "<p>stroke</p>"}, "section": [inner]}]}
    _, text, _ = read(letter)
    assert {"lives alone", "stroke"} <= set(text.splitlines())
