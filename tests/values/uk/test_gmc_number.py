"""Reference numbers of doctors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import gmc_number


@pytest.mark.parametrize(("text", "canonical"),
    [
        ("3456789", "3456789"), ("C1234567", "1234567"),
    ],
)  # fmt: skip
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert gmc_number.canonical(text) == canonical
    assert gmc_number.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "0234567", "12345678", "9234567", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert gmc_number.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(gmc_number.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = gmc_number.canonical(text)
    assert found is None or gmc_number.canonical(found) == found
