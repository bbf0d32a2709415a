"""PINs of nurses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import nmc_pin


@pytest.mark.parametrize(("text", "canonical"),
    [
        ("71A2998E", "71A2998E"), ("98 I 1234 e", "98I1234E"),
    ],
)  # fmt: skip
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert nmc_pin.canonical(text) == canonical
    assert nmc_pin.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "71M2998E", "7A2998E", "71A29981", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert nmc_pin.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(nmc_pin.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = nmc_pin.canonical(text)
    assert found is None or nmc_pin.canonical(found) == found
