"""Claims carry their truth in the key and not in the file."""

import tomllib

import pytest

from leakassay.exercise.leak.claim_toml import claims, claims_text

COUNTS = {"bytes": 1000, "bytes_unpacked": 1500, "items": 40, "events": 700, "subjects": 90, "test_classes": ["HIV"]}


def test_some_claims_are_true_and_some_are_not():
    truth = {claim["id"]: claim["true"] for claim in claims(COUNTS)}
    assert truth == {
        "claim-1": True, "claim-2": False, "claim-3": True, "claim-4": False, "claim-5": True, "claim-6": False,
        "claim-7": True, "claim-8": False, "hiv": True, "payroll": True,
    }  # fmt: skip


def test_the_file_does_not_tell_the_truth():
    said = tomllib.loads(claims_text(claims(COUNTS)))["claim"]
    assert len(said) == 10
    assert all("true" not in claim for claim in said)


@pytest.mark.parametrize("classes", [[], ["GENERAL"]])
def test_a_leak_without_hiv_tests_makes_that_claim_false(classes: list[str]):
    assert {claim["id"]: claim["true"] for claim in claims(COUNTS | {"test_classes": classes})}["hiv"] is False


def test_nobody_in_it_is_no_lie_about_nobody():
    truth = {claim["id"]: claim["true"] for claim in claims(COUNTS | {"subjects": 0})}
    assert truth["claim-7"] is True
    assert truth["claim-8"] is True


def test_what_is_published_is_not_what_was_taken():
    taken = next(claim for claim in claims(COUNTS) if "taken" in claim["text"])
    assert (taken["measure"], taken["value"], taken["true"]) == ("bytes", 2600, False)
