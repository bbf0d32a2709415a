"""Households: couples and their children, twins, namesakes, babies; homes with valid postcodes."""

import numpy as np

from leakassay.exercise.estate.household import BIRTHS_FROM, REFERENCE_DAY, Kin, draw_homes, draw_kin
from leakassay.exercise.estate.name import load_names
from leakassay.values.uk import postcode

KIN: Kin = draw_kin(np.random.default_rng(5), 8_000, load_names())
MOTHERS = np.flatnonzero(KIN.mother >= 0)
AGE = (REFERENCE_DAY - KIN.born).astype(int) / 365.25


def test_a_mother_is_a_woman_of_the_same_home_and_old_enough():
    mother = KIN.mother[MOTHERS]
    assert (KIN.sex[mother] == "F").all()
    assert (KIN.household[mother] == KIN.household[MOTHERS]).all()
    assert (AGE[mother] - AGE[MOTHERS] > 14).all()
    assert len(MOTHERS) > 1_000


def test_babies_were_born_within_the_years_of_the_histories():
    young = KIN.born[MOTHERS] >= BIRTHS_FROM
    assert 200 < young.sum() < 1_500


def test_twins_share_a_birthday_and_a_surname_but_no_forename():
    pairs = np.flatnonzero((KIN.household[1:] == KIN.household[:-1]) & (KIN.born[1:] == KIN.born[:-1]))
    twins = [place for place in pairs if KIN.mother[place] >= 0 and KIN.surname[place] == KIN.surname[place + 1]]
    assert len(twins) > 15


def test_a_namesake_is_a_child_with_the_whole_name_of_a_parent():
    same = (KIN.surname[1:] == KIN.surname[:-1]) & (KIN.forename[1:] == KIN.forename[:-1])
    juniors = np.flatnonzero(same & (KIN.household[1:] == KIN.household[:-1]) & (AGE[:-1] - AGE[1:] > 14))
    assert len(juniors) > 20


def test_two_in_a_hundred_were_born_on_the_first_of_january():
    days = KIN.born.astype(str)
    share = sum(day.endswith("-01-01") for day in days) / len(days)
    assert 0.015 < share < 0.035


def test_nobody_is_unborn_or_older_than_anybody_ever_was():
    assert (AGE > 0).all()
    assert AGE.max() < 110


def test_homes_have_valid_postcodes_and_the_given_practices():
    homes = draw_homes(np.random.default_rng(1), 500, ["A00001", "A00002"])
    assert all(postcode.is_valid(one) for one in homes.postcode)
    assert set(homes.practice) == {"A00001", "A00002"}
