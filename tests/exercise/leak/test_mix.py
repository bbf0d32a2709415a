"""The mix is whole and leaves specimens for the bulk extract."""

import pytest

from leakassay.exercise.leak.makers.listed import FILLERS, MAKERS
from leakassay.exercise.leak.mix import mix
from leakassay.exercise.leak.plan import RESERVE


def test_shares_of_bytes_sum_to_one_and_those_of_specimens_leave_a_rest():
    assert sum(one.share for one in mix()) == pytest.approx(1)
    # the bulk extract keeps a third: what is promised beyond that would never come to the last lines of the mix
    assert 0.5 < sum(one.specimens for one in mix()) <= 1 - 1 / RESERVE + 1e-9


def test_every_line_of_the_mix_can_be_written():
    assert {one.name for one in mix()} == {one.category for one in (*MAKERS, *FILLERS)}


def test_every_line_says_what_of_a_real_server_it_stands_for():
    assert all(one.replaces for one in mix())
