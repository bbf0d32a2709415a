"""Keys of RAR, against values out of an archive of RAR itself (password `password`)."""

from __future__ import annotations

import pytest

from leakassay.custody.openers.rar_block import Seal
from leakassay.custody.openers.rar_key import is_right, key_of, keyed_sum
from leakassay.model.errors import ItemError

SALT = bytes.fromhex("a798cbfb5c85ea540a42d4d4c2872790")
SEAL = Seal(SALT, bytes(16), 15, bytes.fromhex("1d29a48fc21e63ea"))


def test_the_check_value_tells_the_right_password() -> None:
    assert is_right("password", SEAL)
    assert not is_right("Password", SEAL)
    assert is_right("anything", Seal(SALT, bytes(16), 15))


def test_a_key_has_the_length_of_its_cipher_and_depends_on_the_salt() -> None:
    assert len(key_of("a", SEAL)[0]) == 32
    old, older = key_of("a", Seal(b"12345678")), key_of("a", Seal(b"87654321"))
    assert len(old[0]) == len(old[1]) == 16
    assert old != older


def test_a_keyed_sum_is_another_for_another_password() -> None:
    assert keyed_sum(1, "a", SEAL) != keyed_sum(1, "b", SEAL)


def test_a_header_that_asks_for_years_of_hashing_is_hostile() -> None:
    with pytest.raises(ItemError):
        key_of("a", Seal(SALT, bytes(16), 60))
