"""Values and flags: by range and outcome, or as a forger sets them."""

import numpy as np

from leakassay.exercise.estate.result import FLAGS, flags, values
from leakassay.exercise.estate.rhythm import CARELESS, DILIGENT, TRUE, Style
from leakassay.exercise.estate.test_menu import menu

TESTS = np.random.default_rng(1).integers(0, len(menu()), 20_000)


def drawn(style: Style) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    value = values(rng, TESTS, style)
    return value, flags(rng, TESTS, value, style)


def agreement(style: Style) -> float:
    right = [
        FLAGS[flag] == ("H" if value > line.high else "L" if value < line.low else "")
        for line, value, flag in zip([menu()[test] for test in TESTS], *drawn(style), strict=True)
        if line.is_number and not np.isnan(value)
    ]
    return sum(right) / len(right)


def test_flags_agree_with_value_and_range_unless_a_careless_forger_set_them():
    assert agreement(TRUE) == agreement(DILIGENT) == 1.0
    assert agreement(CARELESS) < 0.5


def test_some_tests_were_ordered_and_never_resulted():
    assert 0.02 < np.isnan(drawn(TRUE)[0]).mean() < 0.04


def test_a_diligent_forger_thinks_of_round_numbers():
    sodium = next(place for place, line in enumerate(menu()) if line.name == "Platelets")
    here = np.full(2_000, sodium)

    def fives(style: Style) -> float:
        value = values(np.random.default_rng(3), here, style)
        return float((value[~np.isnan(value)] % 5 == 0).mean())

    assert fives(TRUE) < 0.3
    assert fives(DILIGENT) == 1.0


def test_words_that_mean_something_was_found_are_flagged():
    value, flag = drawn(TRUE)
    hiv = next(place for place, line in enumerate(menu()) if line.code == "HIVC")
    here = np.flatnonzero((hiv == TESTS) & ~np.isnan(value))
    found = {menu()[hiv].outcomes[int(value[place])]: FLAGS[flag[place]] for place in here}
    assert found == {"Not detected": "", "DETECTED": "A"}
