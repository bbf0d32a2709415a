"""Clinical life: exact numbers of results, people who could have had the test, and the rhythm of the house."""

import numpy as np
import pytest

from leakassay.exercise.estate.history import (
    NEWBORN_DAYS,
    QUIRK_NONE,
    History,
    Span,
    last_serial,
    live,
    lives,
    without_quirks,
)
from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.estate.rhythm import TRUE, years
from leakassay.exercise.estate.test_menu import menu

FIRST, LAST = np.datetime64("2022-01-03"), np.datetime64("2023-12-31")
PEOPLE = draw_people(np.random.default_rng(9), 3_000)
KNOWN = lives(PEOPLE)
EVERYONE = np.arange(3_000)


def lived(*, forged: bool = False, events: int = 30_000) -> History:
    return live(np.random.default_rng(4), EVERYONE, Span(events, FIRST, LAST, 6, forged), KNOWN)


HISTORY = lived()
DAY = HISTORY.minute // 1440
PERSON_OF_TEST = HISTORY.person[HISTORY.specimen]


def of_tests(*codes: str) -> np.ndarray:
    wanted = [place for place, line in enumerate(menu()) if line.code in codes]
    return np.isin(HISTORY.test, wanted)


@pytest.mark.parametrize("events", [200, 201, 3_333])
def test_the_number_of_results_is_exact(events: int):
    assert len(lived(events=events).test) == events


def test_specimens_are_numbered_in_order_of_time_within_a_year():
    year = years(HISTORY.minute)
    for one in np.unique(year):
        assert (np.diff(HISTORY.serial[year == one]) > 0).all()
    assert (np.diff(HISTORY.minute) >= 0).all()
    assert last_serial(HISTORY) == HISTORY.serial[-1]


def test_nobody_has_a_specimen_before_birth_or_after_death():
    assert (KNOWN.born[HISTORY.person] < DAY).all()
    assert (KNOWN.died[HISTORY.person] >= DAY).all()
    # the register holds some of both, so that this says something
    first, last = DAY[0], DAY[-1]
    assert ((first < KNOWN.died) & (last > KNOWN.died)).sum() > 10
    assert (first < KNOWN.born).sum() > 10


def test_prostates_are_tested_in_men_and_pregnancies_in_women_of_that_age():
    assert not KNOWN.female[PERSON_OF_TEST[of_tests("PSA")]].any()
    pregnant = of_tests("BHCG", "NIPT", "POCX")
    age = (DAY[HISTORY.specimen] - KNOWN.born[PERSON_OF_TEST])[pregnant] / 365.25
    women = KNOWN.female[PERSON_OF_TEST[pregnant]]
    newborn = age < 1
    assert women[~newborn].all()
    assert ((age[~newborn] >= 15) & (age[~newborn] < 50)).all()


def test_babies_have_a_specimen_in_their_first_weeks():
    age = DAY - KNOWN.born[HISTORY.person]
    newborn = np.unique(HISTORY.person[(age <= NEWBORN_DAYS) & KNOWN.baby[HISTORY.person]])
    born = KNOWN.baby & (DAY[0] <= KNOWN.born) & (DAY[-1] - NEWBORN_DAYS > KNOWN.born)
    assert len(newborn) > born.sum() * 0.8


def test_without_known_lives_anybody_may_have_anything():
    history = live(np.random.default_rng(4), np.arange(5), Span(500, FIRST, LAST, 2))
    assert set(history.person.tolist()) == set(range(5))


def test_somebody_has_the_specimens_even_where_nobody_lived_all_the_time():
    history = live(np.random.default_rng(4), np.flatnonzero(KNOWN.died < 10**6)[:3], Span(300, FIRST, LAST, 2), KNOWN)
    assert len(history.test) == 300


def test_a_forger_has_no_rhythm_and_no_order():
    forged = lived(forged=True)
    assert ((forged.minute // 1440 + 3) % 7 >= 5).mean() > 0.25
    assert (np.diff(forged.serial) > 0).mean() < 0.6


def test_a_style_says_more_than_forged_does():
    span = Span(2_000, FIRST, LAST, 2, forged=True, style=TRUE)
    history = live(np.random.default_rng(4), EVERYONE, span, KNOWN)
    assert ((history.minute // 1440 + 3) % 7 >= 5).mean() < 0.15


def test_labels_can_be_made_right():
    assert (HISTORY.quirk != QUIRK_NONE).mean() > 0.04
    assert not without_quirks(HISTORY).quirk.any()


def test_tests_of_a_stretch_are_the_tests_of_its_specimens():
    piece = HISTORY.tests_of(3, 7)
    assert set(HISTORY.specimen[piece]) == {3, 4, 5, 6}
    assert HISTORY.specimen[piece.stop] == 7
