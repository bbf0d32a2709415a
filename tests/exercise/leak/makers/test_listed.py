"""What holds for every maker and filler: formats as declared, no name twice, nobody from elsewhere, equal bytes."""

import pytest

from exercise.leak.makers.made import everything, made, people_of, people_told, tables
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut, Filler, Maker
from leakassay.exercise.leak.makers.listed import FILLERS, LISTED, MAKERS
from leakassay.exercise.leak.mix import mix

START = 20
NEAR = 0.25
"""How far from the bytes asked for a filler may be."""
every_maker = pytest.mark.parametrize("maker", MAKERS, ids=lambda one: one.make.__name__)
every_filler = pytest.mark.parametrize("filler", FILLERS, ids=lambda one: one.make.__name__)


def test_every_maker_is_listed_once():
    assert len({one.make for one in LISTED}) == len(LISTED)


def test_every_maker_and_filler_is_written_for_a_line_of_the_mix():
    assert {one.category for one in LISTED} == {line.name for line in mix()}


def test_a_line_with_specimens_has_a_maker_and_one_without_has_none():
    with_people = {one.category for one in MAKERS}
    assert with_people == {line.name for line in mix() if line.specimens}


@every_maker
def test_documents_have_the_formats_that_the_maker_declares_and_no_format_is_never_written(
    maker: Maker, estate: Estate
):
    span = (START, START + (maker.per or 30))
    outer = [one.format for number in (1, 2) for one in made(maker, estate, span, number)]
    inner = {one.format for one in everything(made(maker, estate, span))}
    assert set(outer) <= set(maker.formats)
    assert set(maker.formats) <= set(outer) | inner


@every_maker
def test_no_name_comes_twice(maker: Maker, estate: Estate):
    size = maker.per or 12
    names = [
        one.name
        for number in range(1, 7)
        for one in made(maker, estate, (START + number * size, START + (number + 1) * size), number)
    ]
    assert len(set(names)) == len(names)
    assert not any(name.startswith("/") or ".." in name for name in names)


@every_maker
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_the_last_specimens_of_a_block_make_whole_documents(maker: Maker, estate: Estate, size: int):
    documents = made(maker, estate, (START, START + size))
    assert all(one.data for one in documents)
    assert all(table.num_rows for table in tables(documents))


@every_maker
def test_nobody_stands_there_whose_specimens_were_not_given(maker: Maker, estate: Estate):
    for number in (1, 2, 3, 4, 6):
        span = (START, START + (maker.per or 30))
        assert people_told(made(maker, estate, span, number)) <= people_of(estate, span)


@every_maker
def test_a_person_in_a_name_is_one_of_those_given(maker: Maker, estate: Estate):
    span = (START, START + (maker.per or 8))
    named = {one.named_person for one in everything(made(maker, estate, span))} - {None}
    assert named <= people_of(estate, span)


@every_maker
def test_the_same_specimens_give_the_same_bytes(maker: Maker, estate: Estate):
    span = (START, START + (maker.per or 30))
    once, twice = ([(one.name, one.data) for one in made(maker, estate, span, 3)] for _ in range(2))
    assert once == twice


@every_filler
def test_a_filler_names_nobody_and_is_what_it_declares(filler: Filler, estate: Estate):
    one = filler.make(Cut(estate, 3), 1, filler.small or filler.typical)
    assert one.format in filler.formats
    assert [(part.records, part.named_person) for part in everything([one])] == [(None, None)]


@every_filler
def test_a_filler_is_about_as_large_as_asked(filler: Filler, estate: Estate):
    one = filler.make(Cut(estate, 3), 1, filler.typical)
    assert len(one.data) == pytest.approx(filler.typical, rel=NEAR)


@every_filler
def test_two_fillers_of_a_kind_differ_and_the_same_one_does_not(filler: Filler, estate: Estate):
    small = filler.small or filler.typical // 4
    first, again, second = (filler.make(Cut(estate, 3), number, small) for number in (1, 1, 2))
    assert (first.name, first.data) == (again.name, again.data)
    assert first.name != second.name
    assert first.data != second.data
