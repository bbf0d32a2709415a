"""Controllers: the first rule that answers, and UNMAPPED where none does."""

from __future__ import annotations

import pytest

from leakassay.case.shelf import MemoryStore
from leakassay.model.errors import ProfileError
from leakassay.resolve.controller import CONFIDENCE, codes, controller_map
from resolve.estate import FIRST, PROFILE, Shelf, person, sightings, table

HERE = {"sighting_id": FIRST, "item_id": 1, "status": "requested"}


def mapped(sighting, event=None, path="disk1/results.csv", profile=PROFILE):
    store = MemoryStore(
        {
            "sighting": table("sighting", sightings([sighting])),
            "event": table("event", [{**HERE, "event_id": 7, **event}] if event is not None else []),
            "item": table("item", [{"item_id": 1, "item_path": path}]),
        }
    )
    (row,) = controller_map(Shelf(store), profile).to_pylist()
    assert row["confidence"] == CONFIDENCE.get(row["rule"], 0.0)
    return row["controller"], row["rule"]


@pytest.mark.parametrize(
    ("sighting", "event", "path", "answer"),
    [
        ({"site_code": "X02"}, {"client_code": "EGH"}, "", ("X02", "site_code")),
        ({"site_code": "RJ121"}, {}, "", ("RJ1", "site_code")),
        ({}, {"client_code": " egh "}, "", ("X01", "client_code")),
        ({}, {"client_code": "NEW", "requester_code": "LARK"}, "", ("X03", "requester")),
        ({"assigning_authority": "MILL"}, None, "", ("X02", "authority")),
        ({"sender": "Reception <desk@millpond.test>"}, None, "", ("X02", "path")),
        ({}, None, "a.zip!/EGH ward 3/list.csv", ("X01", "path")),
        ({}, None, "leghorn/list.csv", ("UNMAPPED", "none")),
        ({}, None, "EGH/Millpond Surgery/list.csv", ("X02", "path")),
        ({"gp_practice": "X03"}, None, "", ("X03", "registration")),
        ({"gp_practice": "X03"}, {"client_code": "A-1001"}, "", ("UNMAPPED", "none")),
        ({"gp_practice": "X03", "site_code": "Elsewhere"}, {}, "", ("UNMAPPED", "none")),
        ({"gp_practice": "X03"}, {"requester_code": "C3000153"}, "", ("UNMAPPED", "none")),
        ({"gp_practice": "X03"}, {"requester_code": "G3000153"}, "", ("X03", "registration")),
        ({"gp_practice": "X03"}, {"client_code": "MILL"}, "", ("X02", "client_code")),
        ({"site_code": "X99"}, {}, "", ("UNMAPPED", "none")),
    ],
)
def test_the_first_rule_that_answers_names_the_controller(sighting, event, path, answer):
    assert mapped(person(**sighting), event, path) == answer


def test_a_code_that_stands_for_two_controllers_stands_for_none():
    twice = PROFILE.model_copy(
        update={"controller": tuple(c.model_copy(update={"client_codes": ("A",)}) for c in PROFILE.controller)}
    )
    assert mapped(person(), {"client_code": "A"}, profile=twice) == ("UNMAPPED", "none")


def test_an_ods_extract_that_is_none_is_the_operators_to_put_right(tmp_path):
    (tmp_path / "etr.csv").write_text("a,b,c\n")
    reference = PROFILE.reference.model_copy(update={"trusts": tmp_path / "etr.csv"})
    with pytest.raises(ProfileError, match="27"):
        codes(PROFILE.model_copy(update={"reference": reference}))
