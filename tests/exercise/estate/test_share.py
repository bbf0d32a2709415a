"""Shares are fractions, each with a reason, and the wrong labels leave most specimens right."""

from leakassay.exercise.estate import share
from leakassay.exercise.estate.history import QUIRKS


def test_every_share_is_a_fraction_with_a_reason():
    assert all(0 < one.value < 1 and len(one.reason) > 15 for one in share.SHARES.values())


def test_most_specimens_are_labelled_as_they_should_be():
    assert sum(share.of(name) for name in QUIRKS) < 0.1
