"""Health numbers by the column: NHS, CHI and H&C numbers told apart by check digit and range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.detect.canon.lookup import buffers
from leakassay.values.uk import nhs_number_array

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Checked:
    """A column after the check digit.

    Attributes:
        valid: (n,) passes mod 11, not all equal, any range.
        digits: (n, 10) ASCII digits, zeros where not valid.
        numbers: (n,) the ten digits as int64, 0 where not valid.
    """

    valid: Mask
    digits: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.int64]

    @property
    def _first(self) -> npt.NDArray[np.int64]:
        return self.numbers // 10_000_000

    @property
    def test(self) -> Mask:
        """Which lie in the 9xx test range."""
        return self._first >= 900

    @property
    def nhs(self) -> Mask:
        """Which lie in a range that stands for people of England, Wales and Man, or in the test range."""
        first = self._first
        return ((first >= 400) & (first <= 499)) | ((first >= 600) & (first <= 799)) | (first >= 900)

    @property
    def unissued(self) -> Mask:
        """Which pass but lie in no issuer's range (5xx, the gaps, no birthday below 320): test data under a label."""
        first = self._first
        irish = (first >= 800) & (first <= 859)
        return np.asarray(self.valid & ~self.nhs & ~self.hc & ~self.chi & ~irish)

    @property
    def hc(self) -> Mask:
        """Which lie in the range of Northern Ireland."""
        first = self._first
        return (first >= 320) & (first <= 399)

    @property
    def chi(self) -> Mask:
        """Which begin with a day and a month, as CHI numbers do."""
        day, month = self.numbers // 100_000_000, self.numbers // 1_000_000 % 100
        return self.valid & (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)

    def text(self, mask: Mask) -> pa.Array:
        """Return the canonical numbers as strings, null where the mask is False."""
        count = len(self.valid)
        if count == 0:
            return pa.array([], pa.string())
        offsets = pa.py_buffer(np.arange(0, 10 * count + 10, 10, dtype=np.int32))
        data = pa.py_buffer(np.where(self.valid[:, np.newaxis], self.digits, np.uint8(48)).tobytes())
        validity = pa.py_buffer(np.packbits(mask, bitorder="little").tobytes())
        return pa.Array.from_buffers(pa.string(), count, [validity, offsets, data], null_count=int((~mask).sum()))


_WEIGHTS = 10 ** np.arange(9, -1, -1, dtype=np.int64)


def check(column: pa.Array) -> Checked:
    """Check a column of printed numbers (n values, nulls count as empty)."""
    data, offsets = buffers(column)
    if len(offsets) != len(column) + 1:
        offsets = np.zeros(len(column) + 1, np.int32)
    valid, digits = nhs_number_array.check(data, offsets)
    numbers: npt.NDArray[np.int64] = np.zeros(len(valid), np.int64)
    for place in range(10):
        numbers += (digits[:, place].astype(np.int64) - 48) * _WEIGHTS[place]
    numbers[~valid] = 0
    return Checked(valid, digits, numbers)


_WRAPPED = r"^(?:[^0-9]*[^0-9])?(?P<ten>[0-9]{3}[ \-]?[0-9]{3}[ \-]?[0-9]{4})(?:[^0-9].*)?$"
LONGEST = 14
"""Bytes of a number in print with its spaces and marks; what is longer holds something else besides."""


def unwrapped(column: pa.Array) -> pa.Array:
    """Take numbers out of cells that hold more than them: a lost delimiter, a note, a second number.

    Args:
        column: cells of a column of health numbers (n,); those of usual length stay as they are.
    """
    import pyarrow.compute as pc

    long = pc.fill_null(pc.greater(pc.binary_length(column), LONGEST), False)  # noqa: FBT003  Arrow's own signature
    if not pc.any(long).as_py():
        return column
    found = pc.struct_field(pc.extract_regex(column.filter(long), _WRAPPED), "ten")
    return pc.replace_with_mask(column, long, pc.coalesce(found, column.filter(long)))


def candidates(column: pa.Array) -> Any:
    """Return which values have ten digits in NHS print (n,), whatever their check digit."""
    import pyarrow.compute as pc

    shaped = pc.match_substring_regex(column, r"^[ _]*[0-9]{3}[ .\-]{0,2}[0-9]{3}[ .\-]{0,2}[0-9]{4}(?:\.0)?[ _]*$")
    return pc.fill_null(shaped, False).to_numpy(zero_copy_only=False)  # noqa: FBT003  Arrow's own signature
