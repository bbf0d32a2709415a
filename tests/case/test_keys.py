"""Keys: a wrong one, a changed one and a damaged file are told apart, and nothing else comes out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from leakassay.case import keys
from leakassay.case.keys import CaseKeys
from leakassay.model.errors import CaseKeyError

OPERATOR = bytes(range(32))
SALT = bytes(16)


def first(master: bytes) -> dict[str, str]:
    """`key` of a case.json of format 1, as that version made it."""
    wrapped = bytes(12) + AESGCM(OPERATOR).encrypt(bytes(12), master, SALT)
    return {"salt": SALT.hex(), "wrapped": wrapped.hex(), "known_answer": keys.known_answer(master), "by": "key_file"}


def test_the_operators_key_opens_a_case_of_format_1() -> None:
    made = keys.new_keys()
    assert keys.unwrap_first(OPERATOR, first(made.master)).master == made.master


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(CaseKeyError, match="does not open"):
        keys.unwrap_first(bytes(32), first(keys.new_keys().master))


@given(st.sampled_from(["salt", "wrapped", "known_answer"]), st.text("0123456789abcdefg", max_size=130))
def test_a_changed_wrap_is_refused_with_a_sentence(name: str, changed: str) -> None:
    """Whatever stands there: no other error than ours."""
    said = first(OPERATOR)
    if changed == said[name]:
        return
    with pytest.raises(CaseKeyError):
        keys.unwrap_first(OPERATOR, said | {name: changed})


def test_a_passphrase_gives_the_same_key_again_and_another_gives_another() -> None:
    assert keys.from_passphrase("correct horse battery", SALT) == keys.from_passphrase("correct horse battery", SALT)
    assert keys.from_passphrase("correct horse battery", SALT) != keys.from_passphrase("correct horse batterz", SALT)


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "k"
    key = keys.new_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == key.hex() + "\n"
    with pytest.raises(CaseKeyError, match="never overwritten"):
        keys.new_key_file(path)
    assert path.read_text() == key.hex() + "\n"


def test_a_key_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CaseKeyError):
        keys.new_key_file(tmp_path / "link")
    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseKeyError, match="cannot be written"):
        keys.new_key_file(tmp_path / "none" / "k")


@given(st.binary(max_size=300))
def test_a_name_is_sealed_and_opened_and_never_twice_alike(name: bytes) -> None:
    case = CaseKeys(OPERATOR)
    sealed = case.seal_name(name)
    assert case.open_name(sealed) == name
    assert sealed != case.seal_name(name)
    assert len(name) < 4 or name not in sealed


@given(st.binary(min_size=1, max_size=50), st.data())
def test_a_sealed_name_that_was_changed_does_not_open(name: bytes, data: st.DataObject) -> None:
    case = CaseKeys(OPERATOR)
    sealed = bytearray(case.seal_name(name))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1
    with pytest.raises(CaseKeyError):
        case.open_name(bytes(sealed))


def test_sub_keys_differ_by_purpose_and_by_case() -> None:
    one, two = CaseKeys(OPERATOR), CaseKeys(os.urandom(32))
    made = [
        one.spool,
        one.audit,
        one.parts,
        one.derive("x"),
        one.part_key("a"),
        one.part_key("b"),
        two.spool,
    ]
    assert len(set(made)) == len(made)
    assert OPERATOR.hex() not in repr(one)
