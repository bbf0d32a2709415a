"""The mix is whole and leaves specimens for the bulk extract."""

import pytest

from leakassay.exercise.leak.makers.listed import FILLERS, MAKERS
from leakassay.exercise.leak.mix import mix


def test_shares_of_bytes_sum_to_one_and_those_of_specimens_leave_a_rest():
    assert sum(one.share for one in mix()) == pytest.approx(1)
    assert 0.3 < sum(one.specimens for one in mix()) < 0.8


def test_every_line_of_the_mix_can_be_written():
    assert {one.name for one in mix()} == {one.category for one in (*MAKERS, *FILLERS)}


def test_every_line_says_what_of_a_real_server_it_stands_for():
    assert all(one.replaces for one in mix())
