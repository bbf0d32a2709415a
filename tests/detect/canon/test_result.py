"""What a printed result says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.canon import result


@pytest.mark.parametrize(
    ("text", "value"), [("5.3", 5.3), ("<0.5", 0.5), (">= 90", 90.0), ("5.3 mmol/L", None), ("", None), ("1e9", None)]
)
def test_a_number_is_read_without_its_sign_of_comparison(text, value):
    assert result.number(text) == value


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("DETECTED", "positive"),
        ("Not detected", "negative"),
        ("NON-REACTIVE", "negative"),
        ("Weak positive", "positive"),
        ("No variant found", "negative"),
        ("Equivocal", "equivocal"),
        ("138", ""),
        ("", ""),
        ("Heterozygous F508del", "positive"),
    ],
)
def test_words_have_their_sense(text, flag):
    assert result.flag_of_text(text) == flag


@pytest.mark.parametrize(
    ("text", "flag"), [("H", "high"), ("lo", "low"), ("*", "abnormal"), ("S", ""), ("R", ""), ("I", ""), ("", "")]
)
def test_susceptibility_letters_are_no_flags(text, flag):
    assert result.flag_of_flag(text) == flag


@pytest.mark.parametrize(
    ("text", "limits"),
    [("3.5 - 5.3", (3.5, 5.3)), ("(10-20)", (10, 20)), ("<5", (None, 5)), (">90", (90, None)), ("adult", (None, None))],
)
def test_a_range_in_one_cell_is_taken_apart(text, limits):
    assert result.limits(text) == limits


@given(st.text(max_size=100))
def test_no_text_breaks_them(text):
    result.number(text)
    result.flag_of_text(text)
    result.flag_of_flag(text)
    result.limits(text)
