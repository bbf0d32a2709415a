"""Archives: other programs list what the key lists, and what is sealed is told of nobody."""

import io
import zipfile

import pytest

from exercise.leak.makers.made import called, everything, given_per_specimen, made, told_per_specimen
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.makers.containers import MAKERS, ODD_MAKERS
from leakassay.exercise.paper.zip_crypto import PASSWORDS

ALL = (*MAKERS, *ODD_MAKERS)
SPAN = (400, 430)


def test_every_test_in_a_batch_is_told_once_however_deep_it_lies(estate: Estate):
    assert told_per_specimen(made(called(ALL, "_batches"), estate, SPAN)) == given_per_specimen(estate, SPAN)


def test_a_zip_holds_the_members_that_the_key_lists(estate: Estate):
    (outer,) = made(called(ALL, "_batches"), estate, SPAN)
    for one in everything([outer]):
        if one.format == "zip":
            with zipfile.ZipFile(io.BytesIO(one.data)) as opened:
                assert {name: opened.read(name) for name in opened.namelist()} == {
                    member.name: member.data for member in one.members
                }


def test_half_of_the_specimens_of_a_solid_archive_are_sealed_and_told_of_nobody(estate: Estate):
    for number in (1, 2):
        opened, locked = made(called(ALL, "_solid"), estate, SPAN, number)
        told = told_per_specimen([opened, locked])
        assert set(told) == set(given_per_specimen(estate, (415, 430)))
        assert not told_per_specimen([locked])
        assert (locked.outcome, locked.reason) == ("encrypted", "password")


def test_locked_archives_come_by_turns_as_7z_and_as_zip(estate: Estate):
    locked = [made(called(ALL, "_solid"), estate, SPAN, number)[1] for number in (1, 2)]
    assert [one.format for one in locked] == ["7z", "zip"]
    assert [one.data[:4] for one in locked] == [b"7z\xbc\xaf", b"PK\x03\x04"]
    assert [one.name.rpartition(".")[2] for one in locked] == ["7z", "zip"]


def test_a_locked_zip_holds_specimens_for_whoever_has_the_password(estate: Estate):
    locked = made(called(ALL, "_solid"), estate, SPAN, 2)[1]
    with zipfile.ZipFile(io.BytesIO(locked.data)) as opened:
        assert opened.namelist() == [member.name for member in locked.members]
        text = opened.read("results.csv", PASSWORDS[0].encode()).decode("utf-8")
    assert all(specimen in text for specimen in given_per_specimen(estate, (400, 415)))


def test_a_solid_archive_opens_with_another_library(estate: Estate):
    py7zr = pytest.importorskip("py7zr")
    whole = made(called(ALL, "_solid"), estate, SPAN)[0]
    with py7zr.SevenZipFile(io.BytesIO(whole.data)) as opened:
        assert opened.testzip() is None
        assert sorted(opened.getnames()) == sorted(member.name for member in whole.members)
