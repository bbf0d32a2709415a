"""Canaries of the profile are found by their token and counted as nobody."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import Canary, Roll
from leakassay.resolve.seeded import seeded
from resolve.estate import EMMA, JANE, JOHN, PROFILE, interval, person, resolved

SECRET = b"a secret of the roll"


def profile(folder: Path, value: str, secret: bytes = SECRET):
    (folder / "roll.secret").write_bytes(SECRET + b"\n")
    token = "hmac-sha256:" + hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()
    roll = Roll(name="patients", path=Path("patients.csv"), secret_file=Path("roll.secret"))
    return PROFILE.model_copy(update={"canary": (Canary(token=token),), "roll": (roll,), "folder": folder})


@pytest.mark.parametrize("kind", ["nhs_number", "hospital_number", "email"])
def test_a_seeded_record_is_no_person(tmp_path, kind):
    value = {"nhs_number": EMMA, "hospital_number": "H1000001", "email": "canary@example.test"}[kind]
    planted = person(number=None, surname="THISTLEWOOD", forename="PERPETUA") | {kind: value}
    rows = (person(JOHN), person(JANE, surname="OKAFOR", forename="ADA"), planted)
    answer = resolved(*rows, profile=profile(tmp_path, value))
    assert interval(answer) == interval(answer, "test_range") == (2, 2, 2)
    assert interval(answer, "seeded") == (1, 1, 1)
    types = sorted(row["person_type"] for row in answer.table("subject").to_pylist())
    assert types == ["patient", "patient", "seeded"]
    driver = next(row["driver"] for row in answer.table("estimate").to_pylist() if row["stratum"] == "*")
    assert "1 seeded records (canaries of the profile) are nobody's" in driver


def test_a_token_of_another_secret_finds_nothing(tmp_path):
    answer = resolved(person(EMMA), profile=profile(tmp_path, EMMA, b"another"))
    assert interval(answer) == (1, 1, 1)


def test_without_canaries_no_sighting_is_read():
    assert seeded(resolved(), PROFILE).num_rows == 0


def test_a_missing_secret_is_said(tmp_path):
    asked = profile(tmp_path, EMMA)
    (tmp_path / "roll.secret").unlink()
    with pytest.raises(ProfileError, match=r"roll\[0\].secret_file"):
        resolved(person(EMMA), profile=asked)
