"""The profile of the last run is kept sealed."""

from __future__ import annotations

from pathlib import Path

from case.shop import fresh
from leakassay.pipeline.kept import controller_names, keep_profile, kept_profile
from leakassay.profile.organisation import EMPTY, Controller, Organisation, Profile


def test_a_profile_comes_back_as_it_was_and_is_not_readable_in_the_case(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    assert kept_profile(case) is EMPTY
    said = Profile(
        organisation=Organisation(name="Northbridge Pathology"),
        controller=(Controller(ods_code="A81001", name="A practice"),),
        folder=tmp_path,
    )
    with case.ledger.transaction():
        keep_profile(case, said)
    assert kept_profile(case) == said
    assert controller_names(kept_profile(case)) == {"A81001": "A practice"}
    case.close()
    assert b"Northbridge" not in (tmp_path / "case" / "ledger.sqlite").read_bytes()
