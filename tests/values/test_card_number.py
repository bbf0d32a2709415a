"""Payment cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import card_number


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("4111 1111 1111 1111", "4111111111111111"),
        ("5500-0000-0000-0004", "5500000000000004"),
        ("3400 000000 00009", "340000000000009"),
        ("6011000000000004", "6011000000000004"),
        ("2223003122003222", "2223003122003222"),
        ("180016070420458", "180016070420458"),
    ],
)
def test_what_is_printed_has_one_canonical_form(text: str, canonical: str) -> None:
    assert card_number.canonical(text) == canonical
    assert card_number.is_valid(text)


@pytest.mark.parametrize("text",
    [
        "4111 1111 1111 1112", "1234567812345670", "411111111111", "", " ",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    assert card_number.canonical(text) is None


def test_behind_a_label_the_check_digit_alone_decides() -> None:
    assert card_number.canonical("060426070011") is None
    assert card_number.labelled("0604 2607 0011") == "060426070011"
    assert card_number.labelled("0604 2607 0012") is None
    assert card_number.labelled("18") is None


@given(st.text(max_size=24) | st.from_regex(card_number.PATTERN.replace(r"(?:\b|_)", ""), fullmatch=True))
def test_any_text_gives_none_or_a_stable_canonical_form(text: str) -> None:
    found = card_number.canonical(text)
    assert found is None or card_number.canonical(found) == found


def test_one_number_of_an_issuer_in_ten_passes() -> None:
    import random

    draw = random.Random(20261128)
    passed = sum(card_number.is_valid(f"4{draw.randrange(10**15):015}") for _ in range(20_000))
    assert passed / 20_000 == pytest.approx(0.1, abs=0.008)
