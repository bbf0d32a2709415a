"""P04: numbers of real people beside drawn birthdays are a forgery; typing errors are not."""

from __future__ import annotations

from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import roll_pair
from leakassay.model.outcomes import Hypothesis

PEOPLE = toy.people(200, seed=3)


def pairs(folder: Path, right: int, wrong: int) -> toy.Dump:
    toy.write_roll(folder, PEOPLE)
    dump = toy.Dump()
    shifted = [(number, PEOPLE[0][1]) for number, _ in PEOPLE[1 + right : 1 + right + wrong]]
    dump.people(dump.part("disk1"), PEOPLE[1 : 1 + right] + shifted)
    return dump


def test_right_birthdays_speak_against_invention(tmp_path: Path) -> None:
    found = said(roll_pair, pairs(tmp_path, 98, 2), toy.profile(tmp_path))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.FABRICATED) > 1.5


def test_drawn_birthdays_speak_for_invention(tmp_path: Path) -> None:
    found = said(roll_pair, pairs(tmp_path, 0, 100), toy.profile(tmp_path))["disk1"]
    assert decades(found, Hypothesis.FABRICATED, Hypothesis.OURS) > 3
    assert found.share is not None
    assert found.share.passed == 0


def test_dates_unknown_to_the_roll_or_absent_from_the_dump_are_silent(tmp_path: Path) -> None:
    toy.write_roll(tmp_path, PEOPLE)
    dump = toy.Dump()
    item = dump.part("disk1")
    for number, _ in PEOPLE:
        dump.add("sighting", item_id=item, nhs_number=number)
    assert said(roll_pair, dump, toy.profile(tmp_path)) == {}


def test_few_dated_numbers_do_not_speak_for_the_mixture_of_all(tmp_path: Path) -> None:
    dump = pairs(tmp_path, 20, 0)
    for number, _ in PEOPLE[50:150]:
        dump.add("sighting", item_id=1, nhs_number=number)
    assert said(roll_pair, dump, toy.profile(tmp_path))["disk1"].share is None
