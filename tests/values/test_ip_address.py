"""Addresses of machines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import ip_address


@pytest.mark.parametrize(
    ("text", "canonical"), [("10.0.0.1", "10.0.0.1"), (" 192.0.2.7 ", "192.0.2.7"), ("2001:DB8::1", "2001:db8::1")]
)
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert ip_address.canonical(text) == canonical
    assert ip_address.is_valid(text)


@pytest.mark.parametrize(
    "text",
    ["1.2.3.256", "1.2.3", "01.2.3.4", "::::", "x" * 60, ""],
)
def test_what_is_none_is_refused(text: str) -> None:
    assert ip_address.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(ip_address.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = ip_address.canonical(text)
    assert found is None or ip_address.canonical(found) == found
