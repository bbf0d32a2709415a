"""Printed forms: folding keeps the value and removes the print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("９９９", "999"),
        ("a\u00a0b\u202fc\u2011d", "a b c-d"),
        ("\u200b\ufeffx\u00ad", "x"),
        ("O’Brien", "O'Brien"),
        ("\tx\n", "x"),
        ("_value_", "value"),
        ("ＳＥ１", "SE1"),
    ],
)
def test_wide_invisible_and_odd_signs_are_folded(text, expected):
    assert printed.folded(text) == expected


def test_compact_drops_separators_and_refuses_prose():
    assert printed.compact(" ab 12-34.56 c ") == "AB123456C"
    assert printed.compact("x" * (printed.MAX_PRINTED + 1)) is None


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    once = printed.folded(text)
    assert printed.folded(once) == once
