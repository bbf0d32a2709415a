"""Keys of 7z."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers.seven_zip_key import Deciphered, deciphered, key_of
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory


def test_a_key_is_the_hash_of_salt_password_and_count_many_times() -> None:
    word = "p\u00e4ss".encode("utf-16-le")
    wanted = hashlib.sha256(b"".join(b"SA" + word + count.to_bytes(8, "little") for count in range(8))).digest()
    key, start = key_of("p\u00e4ss", bytes([0x80 | 0x40 | 3, 0x10 | 1]) + b"SA" + b"\x01\x02")
    assert (key, start) == (wanted, b"\x01\x02".ljust(16, b"\0"))


def test_power_63_means_no_hash() -> None:
    assert key_of("a", b"\x3f\0")[0] == b"a\0".ljust(32, b"\0")


@pytest.mark.parametrize("properties", [b"", b"\x13", b"\x53\x0f", b"\x3e\0"])
def test_damaged_or_hostile_properties_are_refused(properties: bytes) -> None:
    with pytest.raises(ItemError):
        key_of("a", properties)


def test_bytes_come_out_in_step_with_what_goes_in() -> None:
    out = b"".join(deciphered(iter((b"\0" * 10, b"\0" * 22)), b"\0" * 32, b"\0" * 16))
    assert len(out) == 32


@given(st.integers(0, 120), st.integers(0, 120))
def test_any_place_is_deciphered_as_in_a_row(count: int, offset: int) -> None:
    sealed, key, start = bytes(range(96)), b"k" * 32, b"s" * 16
    whole = b"".join(deciphered(iter((sealed,)), key, start))[:90]
    assert Deciphered(in_memory(b"xx" + sealed), 2, 90, (key, start)).pread(count, offset) == whole[offset:][:count]
