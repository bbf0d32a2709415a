"""Clinical life has a laboratory's rhythm, and a forger's does not."""

import numpy as np
import pytest

from leakassay.exercise.estate.history import FLAGS, History, Span, live
from leakassay.exercise.estate.test_menu import menu

FIRST, LAST = np.datetime64("2022-01-03"), np.datetime64("2023-12-31")


def lived(*, forged: bool = False, events: int = 20_000) -> History:
    return live(np.random.default_rng(4), np.arange(500), Span(events, FIRST, LAST, 6, forged))


@pytest.mark.parametrize("events", [200, 201, 3_333])
def test_the_number_of_results_is_exact(events: int):
    assert len(lived(events=events).test) == events


def test_specimens_are_numbered_in_order_of_time_within_a_year():
    history = lived()
    year = (history.minute // 1440).astype("datetime64[D]").astype("datetime64[Y]")
    for one in np.unique(year):
        assert (np.diff(history.serial[year == one]) > 0).all()
    assert (np.diff(history.minute) >= 0).all()


def test_weekdays_and_mornings_are_busy():
    minute = lived().minute
    weekday = (minute // 1440 + 3) % 7
    hour = minute % 1440 // 60
    assert (weekday >= 5).mean() < 0.12
    assert ((hour >= 8) & (hour < 12)).mean() > 0.4


def test_a_forger_works_around_the_clock_and_week():
    minute = lived(forged=True).minute
    assert ((minute // 1440 + 3) % 7 >= 5).mean() > 0.25
    assert abs((minute % 1440 < 720).mean() - 0.5) < 0.05


def test_flags_agree_with_value_and_range_unless_forged():
    def agreement(history: History) -> float:
        lines = [menu()[test] for test in history.test]
        right = [
            FLAGS[flag] == ("H" if value > line.high else "L" if value < line.low else "")
            for line, value, flag in zip(lines, history.value, history.flag, strict=True)
            if line.is_number and not np.isnan(value)
        ]
        return sum(right) / len(right)

    assert agreement(lived()) == 1.0
    assert agreement(lived(forged=True)) < 0.5


def test_some_tests_were_ordered_and_never_resulted():
    assert 0.02 < np.isnan(lived().value).mean() < 0.04


def test_tests_of_a_stretch_are_the_tests_of_its_specimens():
    history = lived(events=500)
    piece = history.tests_of(3, 7)
    assert set(history.specimen[piece]) == {3, 4, 5, 6}
    assert history.specimen[piece.stop] == 7
