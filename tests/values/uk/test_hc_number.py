"""Health and Care number: the range 320 to 399 of the NHS number's scheme."""

import random

import pytest

from leakassay.values.uk import hc_number


@pytest.mark.parametrize("text", ["3990000101", "399 000 0128"])
def test_computed_examples_are_valid(text):
    assert hc_number.canonical(text) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["3200000000", "3111111111", "9990000018", "3990000102", ""])
def test_other_ranges_and_wrong_check_digits_are_refused(text):
    assert not hc_number.is_valid(text)


def test_chance_passes_in_seven_of_a_thousand():
    """Design fact: 0.73% of uniform ten-digit strings (measured there 0.72%)."""
    draw = random.Random(20261123)
    passed = sum(hc_number.is_valid(f"{draw.randrange(10**10):010d}") for _ in range(50_000))
    assert passed / 50_000 == pytest.approx(0.0073, abs=0.0016)
