"""Numbers of passports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import passport_number


@pytest.mark.parametrize(("text", "canonical"),
    [
        ("123456789", "123456789"), ("A12345678", "A12345678"),
    ],
)  # fmt: skip
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert passport_number.canonical(text) == canonical
    assert passport_number.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "12345678", "AB1234567", "000000000", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert passport_number.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(passport_number.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = passport_number.canonical(text)
    assert found is None or passport_number.canonical(found) == found
