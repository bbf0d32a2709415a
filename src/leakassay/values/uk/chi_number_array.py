"""CHI numbers by the column: the check of `chi_number` over arrays of digits, agreeing with it row for row."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from leakassay.values.uk import nhs_number_array

_DAYS: Final = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.uint8)


def valid_mask(digits: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which rows are CHI numbers.

    Args:
        digits: Shape (n, 10), values 0 to 9; anything above 9 makes the row invalid.

    Returns:
        Shape (n,): the first six digits are a date in 19YY or 20YY and mod 11 holds.
    """
    clean = np.minimum(digits, 9)  # rows with other values fail the check-digit mask below anyway
    day = clean[:, 0] * 10 + clean[:, 1]
    month = clean[:, 2] * 10 + clean[:, 3]
    year = clean[:, 4] * 10 + clean[:, 5]
    in_month = (month >= 1) & (month <= 12)
    # Year 00 is 2000, a leap year, so 29 February stands in every year divisible by four.
    leap_day_missing = (month == 2) & (day == 29) & (year % 4 != 0)
    date = in_month & (day >= 1) & (day <= _DAYS[np.where(in_month, month, 0)]) & ~leap_day_missing
    return np.asarray(date & nhs_number_array.valid_mask(digits))
