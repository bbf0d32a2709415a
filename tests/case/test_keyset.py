"""Holders: each opens the case with what is theirs, nobody else does, and a changed list is seen."""

from __future__ import annotations

from dataclasses import asdict, replace

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.case import keyset
from leakassay.case.keys import CaseKeys
from leakassay.case.keyset import KeySet
from leakassay.case.secret import Identities, Passphrase
from leakassay.model.errors import CaseKeyError

MASTER = CaseKeys(bytes(range(32)), ((7, b"a" * 32),))
FILE = b"k" * 32
WORDS = Passphrase("correct horse battery")
IDENTITY = pyrage.x25519.Identity.generate()
ID = "00ff"


def made() -> KeySet:
    holders = (
        keyset.wrap(MASTER, FILE, "operator"),
        keyset.wrap(MASTER, WORDS, "night shift"),
        keyset.wrap_for(MASTER, str(IDENTITY.to_public()), "dpo"),
    )
    return keyset.sealed(MASTER, ID, 1, holders)


SET = made()


@pytest.mark.parametrize(
    ("secret", "name"), [(FILE, "operator"), (WORDS, "night shift"), (Identities((IDENTITY,)), "dpo")]
)
def test_every_holder_opens_the_case_with_their_own(secret, name) -> None:
    keys, holder = keyset.unwrap(keyset.parse(SET.as_json()), ID, secret)
    assert (keys.master, keys.earlier, holder.name) == (MASTER.master, MASTER.earlier, name)
    assert MASTER.master.hex() not in repr(SET)


@pytest.mark.parametrize(
    "secret", [bytes(32), Passphrase("incorrect horse"), Identities((pyrage.x25519.Identity.generate(),))]
)
def test_nobody_else_does(secret) -> None:
    with pytest.raises(CaseKeyError, match="does not open"):
        keyset.unwrap(SET, ID, secret)


def test_a_holder_who_was_renamed_removed_or_moved_in_from_elsewhere_is_seen() -> None:
    one, two, three = SET.holders
    other = keyset.wrap(CaseKeys(bytes(32)), FILE, "operator")
    for holders in ((replace(one, name="mallory"), two, three), (one, three), (two, one, three), (one, other, three)):
        with pytest.raises(CaseKeyError, match="mark"):
            keyset.unwrap(replace(SET, holders=holders), ID, FILE)
    with pytest.raises(CaseKeyError, match="mark"):
        keyset.unwrap(SET, "another case", FILE)
    with pytest.raises(CaseKeyError, match="mark"):
        keyset.unwrap(replace(SET, epoch=2), ID, FILE)


@given(st.sampled_from(["known_answer", "ring", "mark"]), st.text("0123456789abcdefgé", max_size=70))
@settings(deadline=None, max_examples=60)
def test_a_changed_field_is_refused_with_a_sentence(name: str, changed: str) -> None:
    if asdict(SET)[name] == changed:
        return
    with pytest.raises(CaseKeyError):
        keyset.unwrap(replace(SET, **{name: changed}), ID, FILE)


@given(st.sampled_from(["salt", "wrapped", "kind"]), st.text("0123456789abcdefgé", max_size=70))
@settings(deadline=None, max_examples=60)
def test_a_changed_wrap_is_refused_with_a_sentence(name: str, changed: str) -> None:
    only = SET.holders[0]
    if asdict(only)[name] == changed:
        return
    with pytest.raises(CaseKeyError):
        keyset.unwrap(replace(SET, holders=(replace(only, **{name: changed}),)), ID, FILE)


@pytest.mark.parametrize("change", [{"holders": 5}, {"holders": [{}]}, {"epoch": "1"}, {"mark": 5}, {"ring": None}])
def test_a_set_of_another_shape_is_refused(change) -> None:
    with pytest.raises(CaseKeyError, match="restore"):
        keyset.parse(SET.as_json() | change)


def test_names_are_given_once_and_are_plain() -> None:
    assert keyset.free_name(SET, "", "key_file") == "key file"
    assert keyset.free_name(SET, "Caldicott guardian", "age") == "Caldicott guardian"
    for name in ("operator", "a\nb", "x" * 65, "\x1b[31m"):
        with pytest.raises(CaseKeyError, match="--name"):
            keyset.free_name(SET, name, "age")


def test_the_last_holder_stays() -> None:
    assert [holder.name for holder in keyset.without(SET, "dpo")] == ["operator", "night shift"]
    with pytest.raises(CaseKeyError, match="last holder"):
        keyset.without(replace(SET, holders=SET.holders[:1]), "operator")
    with pytest.raises(CaseKeyError, match="no holder"):
        keyset.without(SET, "stranger")
