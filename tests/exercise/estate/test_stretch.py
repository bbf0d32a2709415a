"""Stretches of time: in order, within a year, small enough to be drawn at once, and nothing lost between them."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.stretch import EVENTS_AT_ONCE, stretches

FIRST, LAST = np.datetime64("2020-06-04"), np.datetime64("2024-06-02")
ONE = np.timedelta64(1, "D")


def test_half_a_million_results_are_one_stretch_without_a_name():
    (only,) = stretches(FIRST, LAST, EVENTS_AT_ONCE)
    assert (only.first, only.last, only.events, only.label) == (FIRST, LAST, EVENTS_AT_ONCE, "")


@given(st.integers(EVENTS_AT_ONCE + 1, 80_000_000))
def test_stretches_follow_one_another_and_share_out_every_result(events: int):
    made = stretches(FIRST, LAST, events)
    assert sum(one.events for one in made) == events
    assert (made[0].first, made[-1].last) == (FIRST, LAST)
    assert all(one.last + ONE == later.first for one, later in itertools.pairwise(made))
    # days are not cut: a stretch may have the results of one day more
    a_day = events // 1_460 + 1
    assert all(0 < one.events <= EVENTS_AT_ONCE + a_day for one in made)


def test_no_stretch_goes_over_a_new_year():
    made = stretches(FIRST, LAST, 3_000_000)
    assert all(str(one.first)[:4] == str(one.last)[:4] == one.label[:4] for one in made)
    assert [one.label for one in made][:3] == ["2020a", "2021a", "2021b"]


def test_labels_are_given_once_however_many_stretches_a_year_has():
    labels = [one.label for one in stretches(FIRST, LAST, 60_000_000)]
    assert len(labels) == len(set(labels)) > 26 * 4
