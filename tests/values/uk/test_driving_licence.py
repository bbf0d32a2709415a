"""Driver numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import driving_licence


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("MORGA657054SM9IJ", "MORGA657054SM9IJ"),
        ("morga 657054 sm9ij", "MORGA657054SM9IJ"),
        ("FOX99801010AB9CD", "FOX99801010AB9CD"),
    ],
)
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert driving_licence.canonical(text) == canonical
    assert driving_licence.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "MORGA663154SM9IJ", "MORGA653334SM9IJ", "MORGA657054SM9I", "9MORG657054SM9IJ", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert driving_licence.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(driving_licence.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = driving_licence.canonical(text)
    assert found is None or driving_licence.canonical(found) == found
