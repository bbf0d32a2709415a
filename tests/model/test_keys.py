"""Ids come from structure, tokens need a key."""

from __future__ import annotations

import hmac

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model import keys

_part = st.text(max_size=9) | st.binary(max_size=9) | st.integers()


def test_an_id_is_the_same_on_every_machine() -> None:
    """A change of this number makes every older case unreadable."""
    assert keys.structural_id("a", b"\xff", 3) == keys.structural_id("a", b"\xff", 3) == 0x7B1A2EA34C17BBCE


@given(st.lists(_part, max_size=4), st.lists(_part, max_size=4))
def test_framing_keeps_parts_apart(one, two) -> None:
    same = [str(p).encode() if not isinstance(p, bytes) else p for p in one] == [
        str(p).encode() if not isinstance(p, bytes) else p for p in two
    ]
    assert (keys.structural_id(*one) == keys.structural_id(*two)) == same


def test_text_that_is_no_utf8_has_an_id() -> None:
    assert keys.structural_id(b"\xff".decode("utf-8", "surrogateescape")) == keys.structural_id(b"\xff")


@given(st.integers(0, (1 << 64) - 1))
def test_row_ids_of_one_base_are_distinct(base: int) -> None:
    made = keys.row_ids(base, np.arange(2000, dtype=np.int64))
    assert made.dtype == np.uint64
    assert len(np.unique(made)) == 2000


@given(st.integers(0, (1 << 64) - 1))
def test_an_id_survives_sqlites_signs_and_its_print(value: int) -> None:
    assert -(1 << 63) <= keys.signed(value) < 1 << 63
    assert keys.unsigned(keys.signed(value)) == value
    assert int(keys.as_text(value), 16) == value
    assert keys.as_text(keys.signed(value)) == keys.as_text(value)
    assert len(keys.as_text(value)) == 16


def test_a_token_is_an_hmac_under_the_key() -> None:
    assert keys.token(b"k", "9990000018") == hmac.new(b"k", b"9990000018", "sha256").digest()
    assert keys.tokens(b"k", ["a", "b"]) == [keys.token(b"k", "a"), keys.token(b"k", "b")]
    assert keys.token(b"k", "a") != keys.token(b"l", "a")
