"""Numbers of companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import company_number


@pytest.mark.parametrize(
    ("text", "canonical"), [("00000006", "00000006"), ("sc000001", "SC000001"), ("R0000001", "R0000001")]
)
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert company_number.canonical(text) == canonical
    assert company_number.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "123456", "00000000", "XX123456", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert company_number.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(company_number.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = company_number.canonical(text)
    assert found is None or company_number.canonical(found) == found
