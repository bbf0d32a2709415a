"""Tests as a house prints them: code, name, range, value with its decimals, words, reports, and what became of them."""

import functools

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.history import History
from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.narrative import KINDS, hashed, reports
from leakassay.exercise.estate.result import FLAGS, MOST_WORDS
from leakassay.exercise.estate.test_menu import MenuTest, menu

_Mask = npt.NDArray[np.bool_]
_Ints = npt.NDArray[np.int64]


def printed(house: House, history: History, tests: slice, seed: int) -> dict[str, pa.Array]:
    """Returns one value per test of each column of a record that is about the test.

    Args:
        house: whose codes and names.
        history: the tests.
        tests: which of them.
        seed: draws the narratives, together with the position of each test in the history.
    """
    position = history.test[tests]
    index = pa.array(position)
    columns = {name: column.take(index) for name, column in _menu_columns(house).items()}
    columns["value"], columns["status"] = _results(history, tests, seed)
    columns["value_flag"] = _flags().take(pa.array(history.flag[tests]))
    return columns


def printed_test(line: MenuTest, house: House) -> tuple[str, str]:
    """Returns code and name of a test as a house prints them."""
    if house.guessed_codes:
        # who never saw a code table makes codes from names
        return "".join(filter(str.isalnum, line.name))[:8].upper(), line.name
    return (line.partner_code, line.partner_name) if house.partner_codes else (line.code, line.name)


@functools.cache
def _menu_columns(house: House) -> dict[str, pa.Array]:
    lines = menu()
    return {
        "test_code": pa.array([printed_test(line, house)[0] for line in lines]),
        "test_name": pa.array([printed_test(line, house)[1] for line in lines]),
        "test_class": pa.array([line.test_class for line in lines]),
        "tier": pa.array([line.tier for line in lines], pa.int8()),
        "unit": pa.array([line.unit for line in lines]),
        "range_low": pa.array([_limit(line.low, line) for line in lines]),
        "range_high": pa.array([_limit(line.high, line) for line in lines]),
    }


@functools.cache
def _flags() -> pa.Array:
    return pa.array(FLAGS)


def _limit(value: float, line: MenuTest) -> str:
    return f"{value:.{line.decimals}f}" if line.is_number else ""


@functools.cache
def _decimals() -> _Ints:
    """Decimals of each test, -1 where its results are no numbers."""
    return np.array([line.decimals if line.is_number else -1 for line in menu()])


@functools.cache
def _narratives() -> npt.NDArray[np.object_]:
    return np.array([line.narrative for line in menu()], dtype=object)


@functools.cache
def _words() -> tuple[_Mask, pa.Array]:
    """Which tests have words for results, and all words, `MOST_WORDS` places for each test."""
    words = [word for line in menu() for word in [*line.outcomes, *[""] * MOST_WORDS][:MOST_WORDS]]
    return np.array([bool(line.outcomes) for line in menu()]), pa.array(words, pa.string())


def _results(history: History, tests: slice, seed: int) -> tuple[pa.Array, pa.Array]:
    position, value = history.test[tests], history.value[tests]
    known = ~np.isnan(value)
    text = pa.repeat("", len(position))
    status = pc.if_else(pa.array(known), "resulted", "requested")
    decimals = _decimals()[position]
    for places in np.unique(decimals[decimals >= 0]).tolist():
        chosen = known & (decimals == places)
        text = _put(text, chosen, _numbers(value[chosen], places))
    has_words, words = _words()
    worded = known & has_words[position]
    text = _put(text, worded, words.take(pa.array(position[worded] * MOST_WORDS + value[worded].astype(np.int64))))
    for kind in KINDS:
        chosen = known & (_narratives()[position] == kind)
        if chosen.any():
            places_in_history = tests.start + np.flatnonzero(chosen)
            reported, denies = reports(kind, hashed(seed, places_in_history))
            text = _put(text, chosen, reported)
            status = _put(status, chosen, pc.if_else(pa.array(denies), "negated", "resulted"))
    return text, status


def _numbers(value: npt.NDArray[np.float64], places: int) -> pa.Array:
    """Returns numbers from 0 with a fixed number of decimals."""
    scaled = np.rint(value * 10.0**places).astype(np.int64)
    if places == 0:
        return pa.array(scaled).cast(pa.string())
    whole, rest = scaled // 10**places, scaled % 10**places
    return pc.binary_join_element_wise(pa.array(whole).cast(pa.string()), digits(rest, places), ".")


def digits(numbers: _Ints, places: int) -> pa.Array:
    """Returns numbers below 10^places as text with leading zeros."""
    return pc.utf8_slice_codeunits(pa.array(numbers + 10**places).cast(pa.string()), 1)


def _put(text: pa.Array, chosen: _Mask, values: pa.Array) -> pa.Array:
    return pc.replace_with_mask(text, pa.array(chosen), values) if len(values) else text
