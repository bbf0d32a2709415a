"""FHIR in XML gives the trees of FHIR in JSON."""

from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Reason
from leakassay.read.health.fhir_xml import parse

PATIENT = (
    b'<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir"><!-- rang --><id value="p"/>'
    b'<text><status value="generated"/>'
    b'<div xmlns="http://www.w3.org/1999/xhtml"><p title="tip">Ann <b>Tester</b></p></div></text>'
    b'<contained><Organization><name value="Lab"/></Organization></contained>'
    b'<extension url="u"><valueString value="x"/></extension>'
    b'<name><given value="Ann"/><given value="Bea"/></name>'
    b'<birthDate value="1980-01-02"><extension url="t"/></birthDate>'
    b"</Patient>"
)


def test_elements_become_the_trees_of_json():
    parsed = parse(PATIENT)
    (root,) = parsed.roots
    assert (parsed.bytes, parsed.fault) == (len(PATIENT), Reason.NONE)
    assert root["resourceType"] == "Patient"
    assert root["contained"] == {"resourceType": "Organization", "name": "Lab"}
    assert root["name"] == {"given": ["Ann", "Bea"]}
    assert (root["birthDate"], root["_birthDate"]) == ("1980-01-02", {"extension": {"url": "t"}})
    assert root["extension"] == {"url": "u", "valueString": "x"}
    assert root["fhir_comments"] == " rang "
    assert root["text"]["div"].split() == ["tip", "Ann", "Tester"]


def test_a_prefix_is_no_matter():
    assert parse(b'<f:Patient xmlns:f="http://hl7.org/fhir"><f:id value="p"/></f:Patient>').roots == [
        {"resourceType": "Patient", "id": "p"}
    ]


def test_a_cut_document_gives_what_there_is():
    parsed = parse(PATIENT[: PATIENT.index(b'<given value="Bea')])
    assert parsed.roots[0]["name"] == {"given": "Ann"}
    assert parsed.fault is Reason.TRUNCATED


def test_damage_and_a_dtd_are_faults():
    damaged = parse(PATIENT.replace(b"</name>", b"</nome>"))
    assert damaged.fault is Reason.MALFORMED
    assert damaged.bytes < len(PATIENT)
    bomb = b'<!DOCTYPE P [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir"><id value="&a;"/></Patient>'
    assert (parse(bomb).fault, parse(bomb).roots) == (Reason.MALFORMED, [])


NAMES = st.sampled_from(["name", "family", "extension", "note"])
VALUES = st.text("abc 019&<\u00e9", min_size=1, max_size=5).map(str.strip).filter(bool)
TREES = st.recursive(VALUES, lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=3), max_leaves=8)


def written(name, value):
    if isinstance(value, dict):
        return f"<{name}>{''.join(written(key, one) for key, one in value.items())}</{name}>"
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    return f'<{name} value="{escaped}"/>'


@given(st.dictionaries(NAMES, TREES, max_size=4))
def test_a_tree_that_is_written_comes_back(tree):
    inner = "".join(written(name, value) for name, value in tree.items())
    raw = f'<Basic xmlns="http://hl7.org/fhir">{inner}</Basic>'.encode()
    parsed = parse(raw)
    assert (parsed.roots, parsed.fault) == ([{"resourceType": "Basic", **tree}], Reason.NONE)


@given(
    st.lists(st.tuples(st.integers(0, len(PATIENT)), st.binary(max_size=4)), max_size=4), st.integers(0, len(PATIENT))
)
def test_any_damage_is_a_fault_and_nothing_else(patches, end):
    raw = bytearray(PATIENT)
    for at, patch in patches:
        raw[at : at + len(patch)] = patch
    parsed = parse(bytes(raw[:end]))
    assert 0 <= parsed.bytes <= end
