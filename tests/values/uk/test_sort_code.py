"""Sort code and account: shape only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import sort_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [("08-99-99 66374958", "089999 66374958"), ("107999 88837491", "107999 88837491"), ("08-99-99", "089999")],
)
def test_printed_forms_become_one(text, expected):
    assert sort_code.canonical(text) == expected


@pytest.mark.parametrize("text", ["08-99-9 66374958", "089999", "000000 12345678", "08-99-99 6637495", "", "x" * 99])
def test_other_shapes_are_refused(text):
    assert not sort_code.is_valid(text)


def test_a_pair_is_split():
    assert sort_code.split_pair("08 99 99 / 66374958") == ("089999", "66374958")


@given(st.text("0123456789- /", max_size=24))
def test_any_run_gives_none_or_a_stable_pair(text):
    pair = sort_code.split_pair(text)
    assert pair is None or sort_code.split_pair(" ".join(pair)) == pair
