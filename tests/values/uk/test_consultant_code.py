"""Codes of consultants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import consultant_code


@pytest.mark.parametrize(("text", "canonical"),
    [
        ("C3456789", "C3456789"), ("cd123456", "CD123456"),
    ],
)  # fmt: skip
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert consultant_code.canonical(text) == canonical
    assert consultant_code.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "C345678", "CE123456", "C9999998", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert consultant_code.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(consultant_code.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = consultant_code.canonical(text)
    assert found is None or consultant_code.canonical(found) == found
