"""Overlap counts distinct numbers, per partition, and doubts a secret that fits nothing."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from attribute import toy
from leakassay.attribute import roll
from leakassay.attribute.overlap import Comparison, Overlap, among, compare
from leakassay.case.shelf import Shelf
from leakassay.model import keys

PEOPLE = toy.people(100, seed=3)
LIVE = toy.valid_numbers(2, seed=8, first="9")


def overlap(shelf: Shelf, rolls: tuple[roll.LoadedRoll, ...], *, count_test: bool = True) -> Comparison:
    return compare(shelf, shelf.sql("attribute", "place"), rolls, count_test=count_test)


@pytest.fixture
def rolls(tmp_path: Path) -> tuple[roll.LoadedRoll, ...]:
    toy.write_roll(tmp_path, PEOPLE[:80])
    return roll.load(toy.profile(tmp_path))


def test_numbers_are_counted_once_however_often_they_stand(rolls: tuple[roll.LoadedRoll, ...]) -> None:
    dump = toy.Dump()
    item = dump.part("disk1")
    for _ in range(3):
        dump.people(item, PEOPLE)
    assert overlap(dump.shelf(), rolls).rows == (
        Overlap("*", 100, 100, 80, 80, 80), Overlap("disk1", 100, 100, 80, 80, 80),
    )  # fmt: skip


def test_a_right_pair_in_one_folder_does_not_help_a_wrong_one_in_another(rolls: tuple[roll.LoadedRoll, ...]) -> None:
    dump = toy.Dump()
    dump.people(dump.part("disk1"), PEOPLE[:50])
    dump.people(dump.part("disk2"), [(number, PEOPLE[99][1]) for number, _ in PEOPLE[:50]])
    found = {row.partition: row.pair_hits for row in overlap(dump.shelf(), rolls).rows}
    assert found["disk1"] == 50
    assert found["disk2"] <= 1


def test_numbers_of_the_test_range_are_set_aside_when_told(rolls: tuple[roll.LoadedRoll, ...]) -> None:
    dump = toy.Dump()
    dump.people(dump.part("disk1"), PEOPLE)
    assert overlap(dump.shelf(), rolls, count_test=False).rows == ()


def test_an_unvouched_roll_without_a_single_hit_is_doubted() -> None:
    dump = toy.Dump()
    dump.people(dump.part("disk1"), PEOPLE)
    foreign = roll.LoadedRoll("tokens", b"s", pa.array(keys.tokens(b"other", ["1"]), pa.binary()))
    found = overlap(dump.shelf(), (foreign,))
    assert found.rows == ()
    assert "wrong secret" in found.faults[0]


def test_two_rolls_with_secrets_of_their_own_add_up(rolls: tuple[roll.LoadedRoll, ...]) -> None:
    dump = toy.Dump()
    dump.people(dump.part("disk1"), PEOPLE)
    numbers = pa.array(keys.tokens(b"second", [number for number, _ in PEOPLE[80:]]), pa.binary())
    found = overlap(dump.shelf(), (*rolls, roll.LoadedRoll("second", b"second", numbers)))
    assert [row.hits for row in found.rows] == [100, 100]
    assert found.roll_size == 100


def test_nothing_to_look_up_gives_nothing() -> None:
    assert len(among(b"s", [], pa.array([b"x"], pa.binary()))) == 0
