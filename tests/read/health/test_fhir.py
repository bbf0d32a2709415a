"""FHIR documents."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Shape
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.health import fhir
from leakassay.read.tabular import json_cut
from leakassay.values.uk.nhs_number import is_valid
from read.reading import Summary, read_all, read_bytes

NHS = "https://fhir.nhs.uk/Id/nhs-number"
BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": str(n), "identifier": [{"system": NHS, "value": number}]}}
        for n, number in enumerate(("9990000018", "9990000026", "9990000034"))
    ],
}
XML = (
    b'<Patient xmlns="http://hl7.org/fhir"><identifier><system value="https://fhir.nhs.uk/Id/nhs-number"/>'
    b'<value value="9990000018"/></identifier></Patient>'
)


def people(summary: Summary) -> list[str]:
    batches = [batch for batch in summary.batches if batch.shape is Shape.RECORD]
    return [row["nhs_number"] for batch in batches for row in batch.data.to_pylist() if row["nhs_number"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_bundle_gives_its_patients(encoding):
    raw = json.dumps(BUNDLE).encode(encoding)
    summary = read_bytes(fhir.read, raw)
    assert people(summary) == ["9990000018", "9990000026", "9990000034"]
    assert (summary.covered, summary.gaps) == (len(raw), [])
    assert ("resource_count", "Patient 3") in {(one.name, one.value) for one in summary.properties}


@pytest.mark.parametrize("form", ["bundle", "list"])
def test_a_large_bundle_is_cut_between_its_entries(form, monkeypatch):
    monkeypatch.setattr(fhir, "DOCUMENT_BYTES", 4_000)
    monkeypatch.setattr(json_cut, "CHUNK", 500)
    resources = [entry["resource"] for entry in BUNDLE["entry"]] * 50
    value = {**BUNDLE, "entry": BUNDLE["entry"] * 50, "type": "batch"} if form == "bundle" else resources
    item = in_memory(json.dumps(value).encode())
    parts = [
        replace(item, offset=at, length=length, anchors=tuple(anchors))
        for at, length, *anchors in fhir.split(item, 2_000)
    ]
    read = [read_all(fhir.read, part) for part in parts]
    assert len(parts) > 5
    assert [one.covered for one in read] == [part.length for part in parts]
    assert [number for one in read for number in people(one)] == ["9990000018", "9990000026", "9990000034"] * 50
    assert {entry.name for one in read for entry in one.properties} == {"resource_count"}


def test_what_is_small_or_no_json_is_one_unit(monkeypatch):
    assert fhir.split(in_memory(json.dumps(BUNDLE).encode()), 100) == [(0, len(json.dumps(BUNDLE)))]
    monkeypatch.setattr(fhir, "DOCUMENT_BYTES", 10)
    assert fhir.split(in_memory(XML), 100) == [(0, len(XML))]


def test_a_document_in_xml_is_read_alike():
    summary = read_bytes(fhir.read, XML)
    assert (people(summary), summary.covered) == (["9990000018"], len(XML))


def test_a_cut_bundle_gives_the_whole_resources_and_all_of_it_as_text():
    raw = json.dumps(BUNDLE).encode()
    summary = read_bytes(fhir.read, raw[: raw.index(b"9990000034") + 10])
    assert people(summary) == ["9990000018", "9990000026"]
    assert "9990000034" in summary.text
    assert summary.reasons == {Reason.MALFORMED}
    assert 0 < summary.covered < len(raw)


def test_bytes_that_are_no_utf8_in_xml_are_a_gap():
    summary = read_bytes(fhir.read, XML.replace(b"</identifier>", b'<period value="\xe9"/></identifier>'))
    assert summary.reasons == {Reason.BAD_ENCODING}


@pytest.mark.parametrize("where", ["comment", "entity", "key twice", "extension", "div", "contained", "meta", "id"])
def test_a_needle_is_found_wherever_it_hides(where):
    needle = "9990000026"
    plain = {"resourceType": "Patient", "name": {"family": "TESTER"}}
    hidden = {
        "comment": XML.replace(b"<identifier>", b"<!-- 9990000026 --><identifier>"),
        "entity": XML.replace(b'value="9990000018"', b'value="&#57;990000026"'),
        "key twice": json.dumps(plain)[:-1].encode() + b', "id": "a", "id": "9990000026"}',
        "extension": json.dumps(plain | {"_birthDate": {"extension": [{"url": "x", "valueString": needle}]}}).encode(),
        "div": json.dumps(plain | {"text": {"div": f"<div>{needle}</div>"}}).encode(),
        "contained": json.dumps(plain | {"contained": [{"resourceType": "Basic", "id": needle}]}).encode(),
        "meta": json.dumps(plain | {"meta": {"source": f"urn:{needle}"}}).encode(),
        "id": json.dumps(plain | {"id": f"x {needle}"}).encode(),
    }[where]
    summary = read_bytes(fhir.read, hidden)
    rows = [row for batch in summary.batches if batch.shape is Shape.RECORD for row in batch.data.to_pylist()]
    assert needle in summary.text or any(needle in str(row.values()) for row in rows)


@given(
    st.sampled_from([json.dumps(BUNDLE).encode(), XML]),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=4),
    st.integers(0, 600),
)
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_accounted_for(raw, changes, end):
    for at, put in changes:
        raw = raw[:at] + put + raw[at + len(put) :]
    summary = read_bytes(fhir.read, raw[:end])
    if summary.fault is None:
        assert summary.accounted == len(raw[:end])
    else:
        assert summary.fault.reason is Reason.NO_TEXT


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["resourceType", "id", "subject", "reference", "code", "coding", "name", "value",
                             "identifier", "result", "contained", "entry", "resource", "component",
                             "valueQuantity", "data", "text"]),
            inner | st.sampled_from(["Patient", "Observation", "#a", "Patient/a"]), max_size=4,
        ),
        max_leaves=25,
    )
)  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_trees_of_any_shape_are_read(value):
    raw = json.dumps({"resourceType": "Observation", "a": value}).encode()
    summary = read_bytes(fhir.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)


def test_a_hundred_thousand_levels_end_soon():
    raw = b'<Patient xmlns="http://hl7.org/fhir">' + b"<a>" * 100_000 + b'<b value="9990000018"/>'
    summary = read_bytes(fhir.read, raw + b"</a>" * 100_000 + b"</Patient>")
    assert summary.gaps == []


@pytest.mark.field
def test_the_demographics_samples_hold_the_numbers_that_were_counted(field_data: Path):
    """58 distinct valid NHS numbers."""
    found = set()
    for path in sorted((field_data / "s03-pds-fhir").rglob("*.json")):
        found |= {number for number in people(read_bytes(fhir.read, path.read_bytes())) if is_valid(number)}
    assert len(found) >= 58


@pytest.mark.field
def test_every_uk_core_example_is_read(field_data: Path):
    """215 documents; two hold a picture."""
    gaps = 0
    for path in sorted((field_data / "s23-uk-core-examples").rglob("*.*")):
        if path.suffix in {".xml", ".json"}:
            summary = read_bytes(fhir.read, path.read_bytes())
            assert summary.fault is None, path.name
            gaps += len(summary.gaps)
    assert gaps == 2
