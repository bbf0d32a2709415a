"""Objects become rows; nothing that is a leaf is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.tabular.json_rows import Row, rows


def test_a_fhir_patient_is_one_row_with_the_number_named_by_its_system() -> None:
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9000000009"}],
        "name": [{"family": "Smith", "given": ["Jane", "Marie"]}],
        "telecom": [{"system": "phone", "value": "01632 960001"}],
    }
    (row,) = rows(patient)
    assert row.table == "Patient"
    assert row.cells["identifier.nhs-number"] == "9000000009"
    assert (row.cells["name.given"], row.cells["name.given.2"]) == ("Jane", "Marie")
    assert row.cells["telecom.phone"] == "01632 960001"


def test_resources_of_a_bundle_are_rows_of_their_own() -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"fullUrl": "x", "resource": {"resourceType": "Patient", "id": "1"}}, {"resource": {"a": 1}}],
    }
    assert [row.table for row in rows(bundle)] == ["Bundle", "Patient", "entry", "resource"]


def test_lists_of_objects_at_the_top_are_tables() -> None:
    found = list(rows({"name": "x", "messages": [{"id": 1}, {"id": 2}]}))
    assert found == [Row("", {"name": "x"}), Row("messages", {"id": "1"}), Row("messages", {"id": "2"})]


def test_two_addresses_stay_with_their_person_but_a_thread_does_not() -> None:
    person = {"name": "x", "addresses": [{"line": "1"}, {"line": "2"}]}
    chat = {"name": "y", "messages": [{"id": n} for n in range(20)]}
    assert [row.table for row in rows([person])] == [""]
    assert [row.table for row in rows([chat])] == [""] + ["messages"] * 20


def test_arrays_of_arrays_are_rows_with_places_for_names() -> None:
    assert list(rows([["a", 1], ["b", 2]])) == [Row("", {"[0]": "a", "[1]": "1"}), Row("", {"[0]": "b", "[1]": "2"})]


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) if isinstance(value, list) else int(value not in (None, ""))


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=12)
            | st.dictionaries(st.sampled_from(["a", "b", "system", "value", "resourceType", "entry", "url"]), inner)
        ),
        max_leaves=40,
    )
)
def test_no_leaf_is_lost(value: Any) -> None:
    assert sum(text != "" for row in rows(value) for text in row.cells.values()) == _leaves(value)
