"""Rolls: CSV and tokens, secrets right and wrong, and errors that name the key and quote nothing."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribute import toy
from leakassay.attribute import roll
from leakassay.model import keys
from leakassay.model.errors import ProfileError

PEOPLE = toy.people(20, seed=3)


def test_a_csv_is_tokenised_by_canonical_number_and_pair(tmp_path: Path) -> None:
    number, born = PEOPLE[0]
    printed = f"{number[:3]} {number[3:6]} {number[6:]}"
    (tmp_path / "r.csv").write_text(f"Surname,NHS No,DOB\nTESTER,{printed},{born:%d/%m/%Y}\nNOBODY,123,\n")
    table = roll.tokenise(tmp_path / "r.csv", toy.SECRET)
    assert table["token"].to_pylist() == [keys.token(toy.SECRET, number)]
    assert table["pair_token"].to_pylist() == [keys.token(toy.SECRET, f"{number}|{born.isoformat()}")]


def test_a_number_with_and_without_a_date_is_no_stumbling_block(tmp_path: Path) -> None:
    number, born = PEOPLE[0]
    (tmp_path / "r.csv").write_text(f"nhs,dob\n{number},\n{number},{born.isoformat()}\n{number},\n")
    table = roll.tokenise(tmp_path / "r.csv", toy.SECRET)
    assert table.num_rows == 2
    assert table["pair_token"].null_count == 1


def test_a_written_roll_reads_as_the_csv_it_was_made_from(tmp_path: Path) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    pq.write_table(roll.tokenise(tmp_path / "patients.csv", toy.SECRET), tmp_path / "tokens.parquet")
    entry = {"name": "tokens", "path": "tokens.parquet", "secret_file": "roll.secret"}
    (plain,) = roll.load(toy.profile(tmp_path))
    (tokens,) = roll.load(toy.profile(tmp_path, roll=[entry]))
    assert plain.vouched
    assert tokens.vouched
    assert plain.numbers == tokens.numbers
    assert plain.pairs == tokens.pairs


def test_tokens_may_be_hexadecimal_text(tmp_path: Path) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    texts = ["hmac-sha256:" + keys.token(toy.SECRET, number).hex() for number, _ in PEOPLE]
    pq.write_table(pa.table({"token": texts}), tmp_path / "tokens.parquet")
    (found,) = roll.load(
        toy.profile(tmp_path, roll=[{"name": "t", "path": "tokens.parquet", "secret_file": "roll.secret"}])
    )
    assert len(found.numbers) == len(PEOPLE)
    assert not found.vouched


def test_a_secret_that_does_not_fit_is_a_fault_and_not_an_empty_overlap(tmp_path: Path) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    pq.write_table(roll.tokenise(tmp_path / "patients.csv", b"other"), tmp_path / "tokens.parquet")
    entry = {"name": "tokens", "path": "tokens.parquet", "secret_file": "roll.secret"}
    (found,) = roll.load(toy.profile(tmp_path, roll=[entry]))
    assert "secret does not fit" in found.fault


def test_an_empty_roll_is_said(tmp_path: Path) -> None:
    toy.write_roll(tmp_path, [])
    (found,) = roll.load(toy.profile(tmp_path))
    assert "is empty" in found.fault


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"name,age\nSECRETNAME,3\n", r"roll\[0\]\.path: no column of NHS numbers"),
        (b"PAR1 SECRETNAME", r"roll\[0\]\.path: the roll"),
        (b"\xff\xfe\x00SECRETNAME", r"roll\[0\]\.path: "),
    ],
)
def test_a_roll_that_is_none_is_refused_without_quoting_it(tmp_path: Path, content: bytes, match: str) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    (tmp_path / "patients.csv").write_bytes(content)
    with pytest.raises(ProfileError, match=match) as caught:
        roll.load(toy.profile(tmp_path))
    assert "SECRETNAME" not in str(caught.value)


@pytest.mark.parametrize(("name", "match"), [("patients.csv", r"roll\[0\]\.path"), ("roll.secret", "secret_file")])
def test_a_missing_file_is_named_by_its_key(tmp_path: Path, name: str, match: str) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    (tmp_path / name).unlink()
    with pytest.raises(ProfileError, match=match):
        roll.load(toy.profile(tmp_path))


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"\n")
    with pytest.raises(ProfileError, match="empty"):
        roll.read_secret(tmp_path / "s", "here")


def test_the_secret_does_not_stand_in_the_repr(tmp_path: Path) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    assert toy.SECRET.decode() not in repr(roll.load(toy.profile(tmp_path)))


@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300))
def test_arbitrary_bytes_are_a_roll_or_a_profile_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("roll")
    (folder / "patients.csv").write_bytes(content)
    (folder / "roll.secret").write_bytes(b"s")
    with contextlib.suppress(ProfileError):
        roll.load(toy.profile(folder))
