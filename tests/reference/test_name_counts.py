"""Name counts: canonical names, frequencies, breadth."""

import pytest

from leakassay.reference import name_counts
from leakassay.values import person_name


def test_frequencies_add_up_to_one_and_are_positive():
    assert sum(name_counts.surnames().values()) == pytest.approx(1)
    assert sum(weight for weight, _ in name_counts.forenames().values()) == pytest.approx(1)
    assert min(name_counts.surnames().values()) > 0


def test_every_name_is_in_canonical_form():
    for name in [*name_counts.surnames(), *name_counts.forenames()]:
        assert person_name.canonical(name) == name


def test_the_lists_are_broad_and_hold_names_of_many_origins():
    assert 500 <= len(name_counts.surnames()) <= 1_500
    assert 500 <= len(name_counts.forenames()) <= 1_500
    assert {"SMITH", "KHAN", "OKAFOR", "NGUYEN", "PATEL", "KOWALSKI", "O'BRIEN", "SILVA"} <= set(name_counts.surnames())
    assert {sex for _, sex in name_counts.forenames().values()} == {"F", "M", "X"}


def test_a_caller_cannot_change_the_shared_list():
    name_counts.surnames().clear()
    assert name_counts.surnames()


def test_a_column_of_names_is_told_from_a_column_of_words():
    assert name_counts.share_of_names({"SMITH": 3, "JOHN": 2, "WIBBLE": 5}) == pytest.approx(0.5)
    assert name_counts.share_of_names({}) == 0.0
    assert not name_counts.is_surname("POTASSIUM")
    assert name_counts.is_forename("FATIMA")
