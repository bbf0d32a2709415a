"""Taxpayer references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import utr


@pytest.mark.parametrize(
    ("text", "canonical"), [("1955839661", "1955839661"), ("19558 39661", "1955839661"), ("1955839661K", "1955839661")]
)
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert utr.canonical(text) == canonical
    assert utr.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "19558396", "1955839662", "2955839661", "2000000000", "",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert utr.canonical(text) is None


@given(st.text(max_size=24) | st.from_regex(utr.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = utr.canonical(text)
    assert found is None or utr.canonical(found) == found


def test_one_number_in_ten_passes() -> None:
    import random

    draw = random.Random(20261128)
    passed = sum(utr.is_valid(f"{draw.randrange(10**10):010}") for _ in range(40_000))
    assert passed / 40_000 == pytest.approx(0.0996, abs=0.005)
