"""Contains and absent: found is found, not found needs the coverage."""

from __future__ import annotations

import pytest

from claims import toy_case
from claims.toy_case import judged
from leakassay.claims.facts import ClaimFacts
from leakassay.model.errors import ProfileError


@pytest.mark.parametrize(
    ("measure", "value", "sense", "full", "half"),
    [
        ("contains", "HIV", "contains", "supported", "supported"),
        ("contains", "CANCER", "contains", "not supported", "cannot tell"),
        ("absent", "iban", "absent", "supported", "cannot tell"),
        ("absent", "nhs_number", "absent", "contradicted", "contradicted"),
        ("contains", "nhs_number", "about", "supported", "supported"),
        ("contains", "postcode", "absent", "supported", "cannot tell"),
        ("contains", "name", "contains", "supported", "supported"),
        ("contains", "shoe size", "contains", "cannot tell", "cannot tell"),
    ],
)
def test_categories_and_classes(measure: str, value: str, sense: str, full: str, half: str) -> None:
    assert judged(measure, value, sense)["verdict"] == full
    assert judged(measure, value, sense, facts=toy_case.HALF)["verdict"] == half


def test_a_request_is_told_from_a_result() -> None:
    assert "0 with a result, 10 requested only" in judged("contains", "STI", "contains")["evidence"]


def test_just_under_99_per_cent_is_not_enough_and_is_not_rounded_up() -> None:
    row = judged("absent", "iban", "absent", facts=ClaimFacts(0.98999, kinds=toy_case.READ.kinds))
    assert row["verdict"] == "cannot tell"
    assert "98.9 %" in row["evidence"]


def test_an_unfinished_run_cannot_say_that_something_is_absent() -> None:
    facts = ClaimFacts(1.0, provisional=True, kinds=toy_case.READ.kinds)
    assert judged("absent", "iban", "absent", facts=facts)["verdict"] == "cannot tell"


def test_a_number_is_no_category() -> None:
    with pytest.raises(ProfileError, match="a category"):
        judged("contains", 3, "contains")
