"""CHI numbers by the column agree with the scalar check."""

import numpy as np
import pytest

from leakassay.values.uk import chi_number, chi_number_array


def test_the_column_check_agrees_with_the_scalar_check_on_near_misses():
    rng = np.random.default_rng(11)
    digits = rng.integers(0, 10, (20_000, 10)).astype(np.uint8)
    digits[:, 0] = rng.integers(0, 4, len(digits))
    digits[:, 2] = rng.integers(0, 2, len(digits))
    expected = [chi_number.is_valid("".join(map(str, row))) for row in digits]
    assert chi_number_array.valid_mask(digits).tolist() == expected
    assert 0 < sum(expected) < len(expected)


def test_values_that_are_no_digits_are_never_valid():
    assert not chi_number_array.valid_mask(np.full((3, 10), 255, dtype=np.uint8)).any()


def test_one_random_number_in_three_hundred_passes():
    """Design fact: 0.33% of uniform ten-digit strings (measured there 0.326%)."""
    digits = np.random.default_rng(20261123).integers(0, 10, (50_000, 10)).astype(np.uint8)
    assert chi_number_array.valid_mask(digits).mean() == pytest.approx(0.0033, abs=0.001)


def test_one_in_eleven_timestamps_passes():
    """Design fact: DDMMYYHHMM passes in 9.1% of cases, so a time column must never be taken for CHI numbers."""
    rng = np.random.default_rng(5)
    columns = [rng.integers(low, high, 50_000) for low, high in ((1, 29), (1, 13), (15, 25), (0, 24), (0, 60))]
    digits = np.stack([part for column in columns for part in (column // 10, column % 10)], axis=1).astype(np.uint8)
    assert chi_number_array.valid_mask(digits).mean() == pytest.approx(0.0909, abs=0.006)
