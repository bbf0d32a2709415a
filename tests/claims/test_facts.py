"""Facts for judging claims."""

from __future__ import annotations

from leakassay.claims.facts import ClaimFacts, gather
from leakassay.profile.organisation import EMPTY


def test_coverage_is_never_rounded_up_to_the_whole() -> None:
    assert ClaimFacts(0.99999).coverage_words.startswith("99.9 %")
    assert ClaimFacts(1.0).coverage_words.startswith("100.0 %")


def test_a_provisional_run_is_not_complete() -> None:
    assert ClaimFacts(0.99).complete
    assert not ClaimFacts(1.0, provisional=True).complete
    assert "not finished" in ClaimFacts(1.0, provisional=True).coverage_words


def test_facts_are_gathered_from_profile_and_catalogue() -> None:
    facts = gather(EMPTY, ["iban", "nhs_number"], 0.5, provisional=False)
    assert facts.kinds == {"iban", "nhs_number"}
    assert facts.schemas == ()
