"""The profile: every key checked, every fault named with its place, no path of the dump needed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import EMPTY, Profile, load

GOOD = """
[organisation]
name = "Northbridge Pathology"
ods_codes = ["RX9", "RX901"]
[[controller]]
ods_code = "A81001"
name = "A practice"
[[schema]]
system = "LIMS"
table = "RESULT"
columns = ["LABNO", "NHSNO"]
[[roll]]
name = "patients"
path = "roll.csv"
secret_file = "/keys/roll"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "org.toml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path, text: str) -> str:
    with pytest.raises(ProfileError) as caught:
        load(written(folder, text))
    return str(caught.value)


def test_a_profile_is_read_and_its_paths_start_beside_it(tmp_path: Path) -> None:
    found = load(written(tmp_path, GOOD))
    assert found.organisation.ods_codes == ("RX9", "RX901")
    assert found.table_schema[0].columns == ("LABNO", "NHSNO")
    assert found.resolve(found.roll[0].path) == tmp_path.resolve() / "roll.csv"
    assert str(found.resolve(found.roll[0].secret_file)) == "/keys/roll"


def test_every_file_that_a_profile_names_is_known(tmp_path: Path) -> None:
    files = load(written(tmp_path, GOOD)).files()
    assert tmp_path.resolve() / "roll.csv" in files
    assert Path("/keys/roll") in files
    assert EMPTY.files() == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('name = "Northbridge Pathology"', 'nam = "N"', "organisation"),
        ('"RX901"', '"RX-1"', "organisation.ods_codes[1]"),
        ('ods_code = "A81001"', 'ods_code = "a81001"', "controller[0].ods_code"),
        ('columns = ["LABNO", "NHSNO"]', 'columns = ["LABNO"]', "schema[0].columns"),
        ("[organisation]", '[numbers]\ntest_range = "maybe"\n[organisation]', "numbers.test_range"),
        ("[organisation]", "surprise = 1\n[organisation]", "surprise"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str, tmp_path: Path) -> None:
    said = fault(tmp_path, GOOD.replace(old, new))
    assert place in said
    assert "org.toml" in said


def test_a_code_that_stands_twice_is_named_by_place(tmp_path: Path) -> None:
    assert "controller 0 and 1" in fault(tmp_path, GOOD + '[[controller]]\nods_code = "A81001"\nname = "Again"\n')


def test_further_faults_are_counted(tmp_path: Path) -> None:
    assert "(1 more)" in fault(tmp_path, '[organisation]\nname = ""\nrole = "thief"\n')


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="does not exist"):
        load(tmp_path / "none.toml")
    with pytest.raises(ProfileError, match="cannot be read"):
        load(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ProfileError, match="cannot be read"):
        load(tmp_path / "latin.toml")
    assert "not TOML" in fault(tmp_path, "[organisation")


def test_its_hash_is_of_what_it_says_not_of_how_it_looks(tmp_path: Path) -> None:
    one = load(written(tmp_path, GOOD)).sha256
    assert load(written(tmp_path, "# a comment\n" + GOOD.replace(" = ", "="))).sha256 == one
    assert load(written(tmp_path, GOOD.replace("RX9", "RX8"))).sha256 != one


def test_without_a_profile_nothing_is_known() -> None:
    assert EMPTY.organisation.name == "not given"
    assert not EMPTY.controller + EMPTY.roll


@given(st.text(max_size=60))
def test_any_text_is_a_profile_or_a_sentence(text: str) -> None:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    with pytest.raises(ValueError, match="organisation"):
        Profile.model_validate(said)
