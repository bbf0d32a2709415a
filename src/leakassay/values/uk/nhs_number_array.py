"""NHS numbers by the column: the checks of `nhs_number` over numpy arrays, agreeing with it value for value."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from leakassay.values.printed import MAX_PRINTED
from leakassay.values.uk import nhs_number

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_NOT_A_DIGIT: Final = 255
_CHUNK: Final = 65_536
"""Rows checked at a time: ten columns of this many bytes stay in the second-level cache."""
_SPACED_DIGITS: Final = np.array([0, 1, 2, 4, 5, 6, 8, 9, 10, 11])
_LONGEST_BYTES: Final = MAX_PRINTED * 4
"""UTF-8 bytes of the longest text the scalar check looks at."""


def valid_mask(digits: Bytes) -> Mask:
    """Return which rows are NHS numbers.

    Args:
        digits: Shape (n, 10), values 0 to 9; anything above 9 is "not a digit" and makes the row invalid.

    Returns:
        Shape (n,): mod 11 holds and the ten digits are not all equal.
    """
    result = np.empty(len(digits), dtype=np.bool_)
    for start in range(0, len(digits), _CHUNK):
        result[start : start + _CHUNK] = _valid_columns(np.ascontiguousarray(digits[start : start + _CHUNK].T))
    return result


def in_test_range(digits: Bytes) -> Mask:
    """Return which rows of digits, shape (n, 10), lie in the 9xx test range."""
    return np.asarray(digits[:, 0] == 9)


def in_issued_range(digits: Bytes) -> Mask:
    """Return which rows of digits, shape (n, 10), lie in the live range of England, Wales and the Isle of Man."""
    first = digits[:, 0]
    return np.asarray((first == 4) | (first == 6) | (first == 7))


def digits_from_strings(values: Sequence[str | bytes]) -> Bytes:
    """Return the digits of printed numbers, shape (n, 10); rows that are not NHS-shaped are filled with 255."""
    result = np.full((len(values), 10), _NOT_A_DIGIT, dtype=np.uint8)
    for row, value in enumerate(values):
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        digits = nhs_number.digits_of(text)
        if digits is not None:
            result[row] = np.frombuffer(digits.encode("ascii"), dtype=np.uint8) - 48
    return result


def check(data: Bytes, offsets: NDArray[np.int32]) -> tuple[Mask, Bytes]:
    """Check the buffers of an Arrow string array.

    Plain ten-digit values and 3-3-4 with one ASCII separator are checked by the column; what could still be a number in
    another print is handed to `nhs_number.canonical` one by one.

    Args:
        data: The value buffer, UTF-8 bytes.
        offsets: The offset buffer, shape (n + 1,), 32 or 64 bits, not necessarily starting at 0.

    Returns:
        ``valid`` of shape (n,) and ``canonical`` of shape (n, 10): ASCII digits, zero bytes where not valid.
    """
    count = max(len(offsets) - 1, 0)
    valid = np.zeros(count, dtype=np.bool_)
    canonical = np.zeros((count, 10), dtype=np.uint8)
    for start in range(0, count, _CHUNK):
        stop = min(start + _CHUNK, count)
        _check_chunk(data, offsets[start : stop + 1], valid[start:stop], canonical[start:stop])
    return valid, canonical


def _check_chunk(data: Bytes, offsets: NDArray[np.int32], valid: Mask, canonical: Bytes) -> None:
    """Fill one chunk of the result in place (views of arrays that `check` made itself)."""
    starts = offsets[:-1]
    lengths = np.diff(offsets)
    plain = lengths == 10
    if plain.all():
        # Every value has ten bytes, so they lie back to back: no gathering.
        rows = data[starts[0] : offsets[-1]].reshape(-1, 10)
        valid[:], canonical[:] = _checked(rows)
        return
    if plain.any():
        valid[plain], canonical[plain] = _checked(_windows(data, starts[plain], 10))
    undecided = (lengths > 10) & (lengths <= _LONGEST_BYTES)
    spaced = np.flatnonzero(lengths == 12)
    if len(spaced):
        rows = _windows(data, starts[spaced], 12)
        spaced, rows = _with_separators(spaced, rows)
        valid[spaced], canonical[spaced] = _checked(rows)
        undecided[spaced] = False
    _check_singly(data, offsets, np.flatnonzero(undecided), (valid, canonical))


def _check_singly(data: Bytes, offsets: NDArray[np.int32], rows: NDArray[np.int64], into: tuple[Mask, Bytes]) -> None:
    """Hand the rows that hold at least ten digits or non-ASCII bytes to the scalar check."""
    if not len(rows):
        return
    base = int(offsets[0])
    bytes_here = data[base : int(offsets[-1])]
    promising = ((bytes_here >= 48) & (bytes_here <= 57)) | (bytes_here >= 128)
    seen = np.concatenate(([0], np.cumsum(promising)))
    enough = seen[offsets[rows + 1] - base] - seen[offsets[rows] - base] >= 10
    valid, canonical = into
    for row in rows[enough].tolist():
        text = data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "replace")
        number = nhs_number.canonical(text)
        if number is not None:
            valid[row] = True
            canonical[row] = np.frombuffer(number.encode("ascii"), dtype=np.uint8)


def _checked(rows: Bytes) -> tuple[Mask, Bytes]:
    """Return validity, and the rows with the invalid ones zeroed; ``rows`` are ASCII bytes, shape (n, 10)."""
    columns = np.ascontiguousarray(rows.T) - np.uint8(48)  # bytes below "0" wrap to above 200: still not digits
    mask = _valid_columns(columns)
    return mask, rows * mask[:, np.newaxis]


def _valid_columns(columns: Bytes) -> Mask:
    """Return validity for digits laid out as columns, shape (10, n)."""
    total = np.zeros(columns.shape[1], dtype=np.uint16)
    largest = columns[0].copy()
    equal = np.ones(columns.shape[1], dtype=np.bool_)
    for place, column in enumerate(columns):
        total += column * np.uint16(10 - place)
        np.maximum(largest, column, out=largest)
        equal &= column == columns[0]
    return np.asarray((total % 11 == 0) & (largest < 10) & ~equal)


def _windows(data: Bytes, starts: NDArray[np.int32], width: int) -> Bytes:
    """Return ``width`` bytes from each start, shape (n, width)."""
    return np.lib.stride_tricks.sliding_window_view(data, width)[starts]


def _with_separators(index: NDArray[np.int64], rows: Bytes) -> tuple[NDArray[np.int64], Bytes]:
    """Keep rows of twelve bytes printed 3-3-4 with a space, hyphen or dot; return their indices and ten digits."""
    separators = np.isin(rows[:, 3], (32, 45, 46)) & np.isin(rows[:, 7], (32, 45, 46))
    digits = rows[:, _SPACED_DIGITS]
    kept = separators & ((digits >= 48) & (digits <= 57)).all(axis=1)
    return index[kept], digits[kept]
