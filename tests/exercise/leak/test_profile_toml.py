"""The profile says what the organisation knows, and canaries are known by their token alone."""

import csv
import hashlib
import hmac
import tomllib
from pathlib import Path

import numpy as np

from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.leak.profile_toml import CANARIES, ROLL, canary_values, profile_text, write_rolls
from leakassay.reference import ods

VALUES = canary_values(["9990000018", "9990000026", "9990000034", "9990000042", "9990000050"])


def test_the_token_is_the_keyed_hash_of_the_ten_digits():
    profile = tomllib.loads(profile_text(b"secret", VALUES, earlier=False))
    expected = "hmac-sha256:" + hmac.new(b"secret", b"9990000018", hashlib.sha256).hexdigest()
    assert profile["canary"][0] == {"token": expected, "recipient": CANARIES[0][0]}
    assert "9990000018" not in profile_text(b"secret", VALUES, earlier=False)


def test_the_earlier_leak_is_named_only_where_there_is_one():
    assert "earlier_leak" in tomllib.loads(profile_text(b"s", VALUES, earlier=True))
    assert "earlier_leak" not in tomllib.loads(profile_text(b"s", VALUES, earlier=False))


def test_only_half_of_the_local_codes_are_handed_over():
    profile = tomllib.loads(profile_text(b"s", VALUES, earlier=False))
    assert len(profile["test_code"]) == (len(menu()) + 1) // 2


def test_five_canaries_are_planted_three_in_our_copy_and_two_at_partners():
    kinds = [kind for _, _, kind in VALUES]
    assert (kinds.count("ours"), kinds.count("partner")) == (3, 2)
    profile = tomllib.loads(profile_text(b"s", VALUES, earlier=False))
    ours = [one for one in profile["canary"] if one["recipient"] in profile["organisation"]["ods_codes"]]
    assert len(profile["canary"]) == 5
    assert len(ours) == 3


def test_organisations_of_a_reference_file_become_the_controllers():
    profile = tomllib.loads(profile_text(b"s", VALUES, earlier=False, reference=ods.load_small()))
    codes = {one["ods_code"] for one in profile["controller"]}
    assert codes <= set(ods.load_small())
    assert len(codes) > 20


def test_the_roll_covers_most_people_and_no_test_patient(tmp_path: Path):
    secret = write_rolls(tmp_path, draw_people(np.random.default_rng(1), 1_000), seed=4)
    with (tmp_path / "patients.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ROLL
    assert 920 < len(rows) < 975
    assert not {"ZZTEST", "DUMMY"} & {row["surname"] for row in rows}
    assert (tmp_path / "roll.secret").read_bytes() == secret + b"\n"
