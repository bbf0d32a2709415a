"""Facts of a run say nothing that nobody gave."""

from __future__ import annotations

from leakassay.model.facts import RunFacts


def test_a_run_without_profile_says_so() -> None:
    facts = RunFacts("00", "0.1.0")
    assert facts.organisation == "not given"
    assert not facts.provisional
    assert facts.seal == facts.profile_sha256 == ""
