"""Entries of CDA as rows."""

from xml.etree.ElementTree import fromstring

import pytest

from leakassay.read.health.cda_entry import MAX_ELEMENTS, coded, entry, moment, order, words
from leakassay.read.health.record_rows import ORDER_FIELDS, ROW_FIELDS


def named(xml, narratives=None):
    values = entry(fromstring(xml), narratives or {})  # noqa: S314  our own text
    return {name: value for name, value in zip(ROW_FIELDS, values, strict=True) if value}


@pytest.mark.parametrize(
    ("value", "result", "unit"),
    [
        ('<value value="5.9" unit="mmol/L"/>', "5.9", "mmol/L"),
        ('<value code="260385009" displayName="Negative"/>', "Negative", None),
        ("<value>Not seen</value>", "Not seen", None),
        ('<value><low value="1" unit="u"/><high value="2"/></value>', "1-2", "u"),
    ],
)
def test_a_value_of_any_type_is_a_result(value, result, unit):
    found = named(f'<observation><code code="1" displayName="Test"/>{value}</observation>')
    assert (found.get("result"), found.get("result_unit"), found["status"]) == (result, unit, "resulted")


def test_a_problem_is_what_its_value_says():
    found = named(
        '<observation><code code="55607006"/><value code="86406008" displayName="HIV infection"/></observation>'
    )
    assert (found["test_code"], found["test_name"]) == ("86406008", "HIV infection")


@pytest.mark.parametrize(
    ("attributes", "inner", "status"),
    [
        ('negationInd="true"', "", "negated"), ('moodCode="RQO"', "", "requested"),
        ("", '<statusCode code="cancelled"/>', "unknown"), ("", '<statusCode code="completed"/>', "resulted"),
    ],
)  # fmt: skip
def test_denied_void_and_asked_are_told_apart(attributes, inner, status):
    assert named(f'<procedure {attributes}><code code="1"/>{inner}</procedure>')["status"] == status


def test_a_medicine_is_its_material():
    inner = '<consumable><manufacturedProduct><manufacturedMaterial><code code="7" displayName="Lithium"/>'
    found = named(
        f"<substanceAdministration>{inner}</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"
    )
    assert found["test_name"] == "Lithium"


def test_a_battery_with_members_and_a_concern_are_no_event():
    assert "test_code" not in named('<organizer><code code="FBC"/><component/></organizer>')
    assert "test_code" not in named('<act><code code="CONC"/></act>')
    assert "test_code" in named('<act><code code="1"/></act>')


def test_a_reference_leads_into_the_narrative():
    code = fromstring('<code><originalText><reference value="#a"/></originalText></code>')  # noqa: S314  our own text
    assert coded(code, {"a": fromstring("<p>Egg <b>allergy</b></p>")}) == ("", "Egg allergy", "")  # noqa: S314  our own text


def test_specimen_and_time_come_from_around():
    above = order(
        fromstring(  # noqa: S314  our own text
            '<organizer><specimen><specimenRole><id extension="24A1"/>'
            '<specimenPlayingEntity><code displayName="Blood"/>'
            "</specimenPlayingEntity></specimenRole></specimen>"
            '<effectiveTime><low value="2024"/></effectiveTime></organizer>'
        ),
        [""] * len(ORDER_FIELDS),
    )
    assert above == order(fromstring("<observation/>"), above)  # noqa: S314  our own text
    assert (above[0], above[1], above[4]) == ("24A1", "Blood", "2024")
    assert moment(None) == ""


def test_words_of_very_many_elements_are_cut():
    root = fromstring("<a>" + "<b>x</b>" * (MAX_ELEMENTS * 2) + "</a>")  # noqa: S314  our own text
    assert 0 < len(words(root)) < MAX_ELEMENTS * 2
    assert words(None) == ""
