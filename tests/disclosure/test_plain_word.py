"""Folder names that name nobody may be shown; anything that could be a person or a number may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.disclosure.plain_word import WORDS, is_plain
from leakassay.reference.name_counts import surnames


@pytest.mark.parametrize("name", ["disk1", "LIMS", "results_2023", "letters", "Copy of worklists", "letter_0004"])
def test_plain_names_are_shown(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        "SMITH JOHN",
        "letters Okafor",
        "9990000018",
        "999 000 0018",
        "08-03-1957",
        "scan 1957 03",
        "results_19710312",
        "",
        "•",
        "Ward 3",
        "Price",
    ],
)
def test_names_that_may_be_somebody_are_not(name: str) -> None:
    assert not is_plain(name)


def test_no_plain_word_is_a_common_surname() -> None:
    assert not WORDS & {name.lower() for name in surnames()}


@given(st.text(max_size=40))
def test_a_name_with_an_unknown_word_is_never_plain(text: str) -> None:
    assert not is_plain(text + " zarquon")
