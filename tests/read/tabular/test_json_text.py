"""JSON is parsed without losing keys or digits."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular.json_rows import printed
from leakassay.read.tabular.json_text import parse


def test_a_repeated_key_is_kept_under_a_number() -> None:
    assert parse(b'{"nhs": "9990000018", "nhs": "9990000026"}') == {"nhs": "9990000018", "nhs#2": "9990000026"}


def test_nan_and_endless_numbers_come_as_text() -> None:
    assert parse(b'{"a": NaN, "b": 1e999}') == {"a": "NaN", "b": "1e999"}


def test_long_integers_keep_every_digit() -> None:
    assert printed(parse(b'{"a": 12345678901234567890123}')["a"]) == "12345678901234567890123"


def test_an_integer_of_two_hundred_thousand_digits_is_text() -> None:
    assert parse(b"[" + b"9" * 200_000 + b"]") == ["9" * 200_000]


@pytest.mark.parametrize("raw", [b"[" * 200_000, b'{"a":' * 50_000, b'{"a": 1', b"", b"{'a': 1}"])
def test_nested_cut_and_broken_documents_are_malformed(raw: bytes) -> None:
    with pytest.raises(ItemError) as caught:
        parse(raw)
    assert caught.value.reason is Reason.MALFORMED


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(alphabet='ab":{}é', max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet="abc", max_size=3), inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_what_json_wrote_comes_back(value: Any) -> None:
    assert _texts(parse(json.dumps(value).encode())) == _texts(value)


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    return [_texts(inner) for inner in value] if isinstance(value, list) else printed(value)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_parse_or_are_malformed(raw: bytes) -> None:
    with suppress(ItemError):
        parse(raw)
