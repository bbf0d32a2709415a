"""P03: hits speak for our people, misses for strangers, and a partner is never parted from us."""

from __future__ import annotations

from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import roll_number
from leakassay.model.outcomes import Hypothesis

PEOPLE = toy.people(200, seed=3)


def overlap(folder: Path, hits: int, misses: int) -> toy.Dump:
    toy.write_roll(folder, PEOPLE)
    dump = toy.Dump()
    dump.people(dump.part("disk1"), PEOPLE[:hits] + toy.people(misses, seed=4))
    return dump


def test_people_on_the_roll_speak_against_strangers_and_invention(tmp_path: Path) -> None:
    found = said(roll_number, overlap(tmp_path, 195, 5), toy.profile(tmp_path))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.ANOTHER_BODY) > 1
    assert decades(found, Hypothesis.OURS, Hypothesis.FABRICATED) > 1
    assert "195 of 200" in found.note


def test_people_on_no_roll_speak_against_us(tmp_path: Path) -> None:
    found = said(roll_number, overlap(tmp_path, 1, 199), toy.profile(tmp_path))["disk1"]
    assert decades(found, Hypothesis.ANOTHER_BODY, Hypothesis.OURS) > 1


def test_a_partners_copy_of_the_same_people_is_not_parted_from_ours(tmp_path: Path) -> None:
    found = said(roll_number, overlap(tmp_path, 195, 5), toy.profile(tmp_path))["disk1"]
    assert not found.separates(Hypothesis.OURS, Hypothesis.PARTNER)


def test_without_a_roll_or_numbers_it_is_silent(tmp_path: Path) -> None:
    assert said(roll_number, overlap(tmp_path, 100, 0)) == {}
    assert said(roll_number, overlap(tmp_path, 4, 0), toy.profile(tmp_path)) == {}


def test_chance_is_0_73_per_cent_for_a_roll_of_two_million_live_numbers() -> None:
    from leakassay.attribute.overlap import Overlap

    live = Overlap("disk1", numbers=100, test=0, hits=0, paired=0, pair_hits=0)
    assert round(roll_number.chance(live, 2_000_000), 4) == 0.0073
