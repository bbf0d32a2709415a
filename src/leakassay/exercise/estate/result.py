"""Results of tests in numbers: values by the usual distribution of each test, and the flags they get."""

import functools

import numpy as np
import numpy.typing as npt

from leakassay.exercise.estate import share
from leakassay.exercise.estate.rhythm import Style
from leakassay.exercise.estate.test_menu import menu

FLAGS = ("", "H", "L", "A")
"""As files print them: within range, high, low, abnormal."""
MOST_WORDS = 8
"""Outcomes of one qualitative test."""

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


def values(rng: np.random.Generator, test: _Ints, style: Style) -> _Floats:
    """Returns a number, or the index of an outcome, per test; NaN where it was never resulted."""
    lines = menu()
    mean, sd = (np.array([getattr(line, name) for line in lines])[test] for name in ("mean", "sd"))
    words = np.array([max(1, len(line.outcomes)) for line in lines])[test]
    number = np.maximum(mean + sd * rng.standard_normal(len(test)), mean * 0.05)
    scale = 10.0 ** np.array([line.decimals for line in lines])[test]
    if style.rounded:
        # whoever thinks numbers up takes round ones: multiples of half of the standard deviation's leading place
        step = 10.0 ** np.floor(np.log10(np.where(sd > 0, sd, 1.0))) / 2
        number = np.round(number / step) * step
    number = np.round(number * scale) / scale
    value = np.where(sd > 0, number, np.floor(rng.random(len(test)) * words))
    return np.where(rng.random(len(test)) < share.of("not_resulted"), np.nan, value)


def flags(rng: np.random.Generator, test: _Ints, value: _Floats, style: Style) -> _Ints:
    """Returns the index in `FLAGS` per test: by range and outcome, or at random where the style says so."""
    if not style.flags:
        return rng.integers(0, 3, len(test))
    low = np.array([line.low for line in menu()])[test]
    high = np.array([line.high for line in menu()])[test]
    number = np.array([line.is_number for line in menu()])[test]
    found = _positive()[test, np.nan_to_num(value).astype(np.int64).clip(0, MOST_WORDS - 1)]
    flag = np.where(number & (value > high), 1, np.where(number & (value < low), 2, 0))
    return np.asarray(np.where(~number & found & ~np.isnan(value), 3, flag), dtype=np.int64)


@functools.cache
def _positive() -> npt.NDArray[np.bool_]:
    """Returns tests x words: whether a word of a qualitative test means that something was found."""
    table = np.zeros((len(menu()), MOST_WORDS), dtype=bool)
    for row, line in enumerate(menu()):
        for column, word in enumerate(line.outcomes):
            table[row, column] = (
                word != line.outcomes[0] and line.test_class != "GENERAL" and word != "Repeat requested"
            )
    return table
