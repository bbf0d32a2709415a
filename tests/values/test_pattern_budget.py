"""Pattern budget: hostile patterns are refused by counting, useful ones pass."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import pattern_budget


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        (r"\d{2}[A-Z]\d{6}", 1),
        (r"\d{2}[A-Z]\d{6}\d?", 2),
        (r"U[A-Z]\d{2}-\d{1,6}", 6),
        (r"(?:AB|CD)\d+", 128),
        (r"(?:a?){3}", 8),
        (r"[\]a-z]{2}", 1),
        (r"S\d{6}", 1),
        (r"", 1),
    ],
)
def test_ways_are_counted(pattern, ways):
    assert pattern_budget.ways(pattern) == ways


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+", r"(\d+)*x", "(?:a?){30}a{30}", r"\d+\d+\d+", "([a-z]+)*", "(?:x{0,9}){0,9}"]
)
def test_catastrophic_patterns_are_refused(pattern):
    with pytest.raises(pattern_budget.PatternRefusedError, match="ways"):
        pattern_budget.check(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"(a)\1", "(?=a)b", "(?<!a)b", "(?i)a", "(?P<n>a)", "a++", "a+?", "(a", "a)", "[a", "*a", "a{3,2}", "\\x41",
     "[z-a]", "[[a]", "a" * 300],
)  # fmt: skip
def test_what_lies_outside_the_subset_is_refused_with_a_sentence(pattern):
    with pytest.raises(pattern_budget.PatternRefusedError):
        pattern_budget.check(pattern)


@given(st.text(r"ab\d[]()|?*+{},12", max_size=14))
def test_every_pattern_is_either_refused_or_runs_in_no_time(pattern):
    try:
        pattern_budget.check(pattern)
    except pattern_budget.PatternRefusedError:
        return
    began = time.perf_counter()
    re.compile(pattern).fullmatch("a" * 63 + "!")
    assert time.perf_counter() - began < 0.5
