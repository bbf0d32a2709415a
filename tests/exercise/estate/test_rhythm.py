"""The rhythm of days, hours and numbers, and what each kind of forger lacks of it."""

import numpy as np

from leakassay.exercise.estate.rhythm import CARELESS, DILIGENT, TRUE, Style, minutes, serials, years

FIRST, LAST = np.datetime64("2022-01-03"), np.datetime64("2023-12-31")


def drawn(style: Style) -> np.ndarray:
    return np.sort(minutes(np.random.default_rng(4), 20_000, FIRST, LAST, style))


def test_weekdays_and_mornings_are_busy():
    minute = drawn(TRUE)
    assert ((minute // 1440 + 3) % 7 >= 5).mean() < 0.12
    hour = minute % 1440 // 60
    assert ((hour >= 8) & (hour < 12)).mean() > 0.4


def test_a_forger_works_around_the_clock_and_week():
    for style in (CARELESS, DILIGENT):
        minute = drawn(style)
        assert ((minute // 1440 + 3) % 7 >= 5).mean() > 0.25
        assert abs((minute % 1440 < 720).mean() - 0.5) < 0.05


def test_every_day_of_the_span_is_met_and_no_other():
    day = (drawn(TRUE) // 1440).astype("datetime64[D]")
    assert (day.min(), day.max()) == (FIRST, LAST)


def test_numbers_rise_within_a_year_and_start_anew():
    minute = drawn(TRUE)
    serial = serials(np.random.default_rng(1), minute)
    for one in np.unique(years(minute)):
        mine = serial[years(minute) == one]
        assert (np.diff(mine) > 0).all()
        assert mine[0] <= 6


def test_lanes_of_one_laboratory_never_give_the_same_number():
    minute = drawn(TRUE)
    lanes = [set(serials(np.random.default_rng(lane), minute[:9_000], 0, lane).tolist()) for lane in range(3)]
    assert sum(map(len, lanes)) == len(set().union(*lanes)) == 27_000


def test_numbering_goes_on_behind_an_earlier_stretch_of_the_year():
    minute = drawn(TRUE)[:500]
    first = serials(np.random.default_rng(1), minute, lane=2)
    later = serials(np.random.default_rng(2), minute, int(first[-1]))
    assert later[0] > first[-1]


def test_a_forgers_numbers_follow_no_order():
    serial = serials(np.random.default_rng(1), drawn(CARELESS), style=CARELESS)
    assert 0.45 < (np.diff(serial) > 0).mean() < 0.55
