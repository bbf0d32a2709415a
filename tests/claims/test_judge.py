"""The stage: every claim gives one row in order, and what cannot be judged is said by its key."""

from __future__ import annotations

import pytest

from claims import toy_case
from leakassay.claims.judge import check_claims, judge
from leakassay.model.errors import ProfileError
from leakassay.pipeline.catalogue.checks import CHECKS
from leakassay.profile.claim import Claims


def test_every_claim_gives_one_row_in_the_order_of_the_file() -> None:
    shelf = toy_case.shelf(toy_case.rows())
    said = [
        {"id": name, "text": "t", "measure": measure, "value": value, "sense": sense}
        for name, measure, value, sense in (("z", "items", 5, "exactly"), ("a", "contains", "HIV", "contains"))
    ]
    judge(shelf, Claims.model_validate({"claim": said}), toy_case.READ, CHECKS)
    rows = shelf.table("claim_result").to_pylist()
    assert [(row["claim_id"], row["claimed"], row["unit"]) for row in rows] == [
        ("z", 5.0, "files"),
        ("a", None, "findings"),
    ]


def test_no_claims_give_an_empty_table() -> None:
    shelf = toy_case.shelf({})
    judge(shelf, Claims(), toy_case.READ, CHECKS)
    assert shelf.table("claim_result").num_rows == 0


def test_a_measure_that_nobody_knows_is_named_with_those_that_are() -> None:
    with pytest.raises(ProfileError, match=r"claim\[0\]\.measure: 'weight' is not known; one of .*bytes"):
        toy_case.judged("weight", 3, "about")


@pytest.mark.parametrize(("value", "sense"), [("many", "about"), (3, "contains"), (None, "about")])
def test_a_number_needs_a_number_and_its_sense(value: float | str | None, sense: str) -> None:
    with pytest.raises(ProfileError, match=r"claim\[0\]: 'events' needs a number"):
        toy_case.judged("events", value, sense)


def test_a_claim_that_cannot_be_judged_is_refused_before_the_run() -> None:
    said = {"id": "a", "text": "t", "measure": "newest_date", "value": "last summer", "sense": "about"}
    with pytest.raises(ProfileError, match="ISO date"):
        check_claims(Claims.model_validate({"claim": [said]}), CHECKS)


def test_claims_that_can_be_judged_pass_the_check_before_the_run() -> None:
    said = [
        {"id": str(at), "text": "t", "measure": measure, "value": value, "sense": sense}
        for at, (measure, value, sense) in enumerate(
            (("bytes", 4e11, "about"), ("subjects", 3, "at_least"), ("system_absent", "ExampleLIMS", "absent"))
        )
    ]
    check_claims(Claims.model_validate({"claim": said}), CHECKS)
