"""Packed parts of mails that stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.encoded_part import has_encoded_part

PART = b"Content-Type: text/csv\nContent-Transfer-Encoding: base64\n\n" + b"TkhTTk8s" * 9 + b"\n"


@pytest.mark.parametrize("raw", [PART, PART.upper(), PART.replace(b"\n", b"\r\n"), b"Dear all,\n" * 500 + PART])
def test_a_packed_part_in_a_text_is_seen(raw: bytes) -> None:
    assert has_encoded_part(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Content-Transfer-Encoding: base64\n\nDear all,\n",
        b"Content-Transfer-Encoding: 7bit\n\n" + b"TkhTTk8s" * 9,
        PART[30:],
        PART.replace(b"\n\n", b"\n\n" + b"words of a letter\n" * 400),
    ],
)
def test_words_are_none(raw: bytes) -> None:
    assert not has_encoded_part(raw)


@given(st.binary(max_size=200))
def test_any_bytes_are_told(raw: bytes) -> None:
    assert has_encoded_part(PART + raw)
    assert not has_encoded_part(raw)
