"""Codes of general practitioners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import gmp_code


@pytest.mark.parametrize(("text", "canonical"),
    [
        ("G9999999", "G9999999"), ("g1234521", "G1234521"),
    ],
)  # fmt: skip
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert gmp_code.canonical(text) == canonical
    assert gmp_code.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "G6234521", "G123452", "H1234521", "G12345210", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert gmp_code.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(gmp_code.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = gmp_code.canonical(text)
    assert found is None or gmp_code.canonical(found) == found
