"""Papers about one person or a few: filed under names, versions beside them, poor scans, mails with attachments."""

import re

import pytest

from exercise.leak.makers.made import (
    called,
    everything,
    given_per_specimen,
    made,
    people_of,
    people_told,
    told_per_specimen,
)
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.makers.documents import (
    CONTRACTS,
    FILLERS,
    MAKERS,
    NAMED_EVERY,
    ODD_MAKERS,
    POOR_EVERY,
    VERSION_EVERY,
)

ALL = (*MAKERS, *ODD_MAKERS)
SPAN = (30, 31)


@pytest.mark.parametrize("name", ["_letters", "_word", "_rich", "_reports", "_scans", "_faxes"])
def test_a_paper_is_about_those_whose_specimens_it_was_given(estate: Estate, name: str):
    for span in (SPAN, (31, 34)):
        # the second fax of two is a TIFF, which has a page for each person
        assert people_told(made(called(ALL, name), estate, span, 2)) == people_of(estate, span)


def test_a_report_tells_every_test_of_its_specimens(estate: Estate):
    for span in (SPAN, (31, 34)):
        assert told_per_specimen(made(called(ALL, "_reports"), estate, span)) == given_per_specimen(estate, span)


@pytest.mark.parametrize("name", ["_reports", "_scans"])
def test_every_fifth_is_filed_under_the_name_of_the_patient(estate: Estate, name: str):
    row = Cut(estate).rows(SPAN).slice(0, 1).to_pylist()[0]
    who = f"{row['surname']} {row['forename']}"
    numbers = range(1, 4 * NAMED_EVERY + 1)
    filed = {number: made(called(ALL, name), estate, SPAN, number)[0] for number in numbers}
    named = {number: one.name for number, one in filed.items() if who in one.name}
    assert len(named) == 4
    # by turns the name of the file and that of the folder
    assert [f"{who}/" in path for path in named.values()] == [False, True, False, True]
    assert dict.fromkeys(named, row["person_id"]) == {
        number: one.named_person for number, one in filed.items() if one.named_person is not None
    }


@pytest.mark.parametrize("name", ["_scans", "_faxes"])
def test_every_third_scan_is_too_poor_to_name_anybody(estate: Estate, name: str):
    named = [bool(people_told(made(called(ALL, name), estate, SPAN, number))) for number in range(1, 7)]
    assert named == [number % POOR_EVERY != 0 for number in range(1, 7)]


@pytest.mark.parametrize("name", ["_letters", "_word", "_rich"])
def test_every_sixth_letter_has_a_second_version_that_says_something_else(estate: Estate, name: str):
    assert len(made(called(ALL, name), estate, SPAN, VERSION_EVERY - 1)) == 1
    first, second = made(called(ALL, name), estate, SPAN, VERSION_EVERY)
    assert " FINAL" in second.name
    assert first.data != second.data
    assert people_told([first]) == people_told([second])


def test_word_leaves_a_temporary_copy_behind(estate: Estate):
    letter, left = made(called(ALL, "_word"), estate, SPAN, 3)
    assert re.fullmatch(r"letters/~WRL\d{4}\.tmp", left.name)
    assert left.format == letter.format == "docx"


def test_attachments_are_by_turns_an_extract_a_report_both_or_none(estate: Estate):
    mails = called(ALL, "_mails")
    found = [[one.format for one in made(mails, estate, (30, 32), number)[0].members] for number in (1, 2, 3, 4)]
    assert found == [["pdf"], ["csv", "pdf"], [], ["csv"]]
    heavy = made(mails, estate, (30, 32), 3, rich=True)[0]
    assert [one.format for one in heavy.members] == ["docx", "pdf"]


@pytest.mark.parametrize("name", ["_mails", "_outlook"])
def test_a_mail_about_a_single_specimen_has_no_attachment_about_another(estate: Estate, name: str):
    for number in (1, 2, 3, 4):
        one = made(called(ALL, name), estate, SPAN, number, rich=True)
        assert people_told(everything(one)) == people_of(estate, SPAN)


def test_a_mailbox_holds_a_mail_for_each_specimen_and_every_other_tells_of_tests(estate: Estate):
    boxes = called(ALL, "_boxes")
    silent, telling = (made(boxes, estate, (30, 38), number)[0] for number in (1, 2))
    assert [silent.has_events, telling.has_events] == [False, True]
    for one in (silent, telling):
        assert one.records is not None
        assert one.records.num_rows == one.data.count(b"\nFrom ") + 1 == 8


def test_contracts_are_with_different_clients_until_all_have_one(estate: Estate):
    cut = Cut(estate, 3)
    assert len({FILLERS[0].make(cut, number, 1).data for number in range(1, 13)}) == 12
    assert FILLERS[0].make(cut, 1, 1).data == FILLERS[0].make(cut, 1 + CONTRACTS, 1).data
