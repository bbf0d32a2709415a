"""Papers without a patient: they name nobody, lie once in a block, and the staff in them are a trap."""

import io
import zipfile

import pyarrow.compute as pc

from exercise.leak.makers.made import everything
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.makers.business import FILLERS, FIXED
from leakassay.exercise.leak.mix import mix
from leakassay.exercise.paper.document import Document


def fixed(estate: Estate, seed: int = 3) -> list[Document]:
    return [one for _, _, papers in FIXED for one in papers(Cut(estate, seed))]


def readable(document: Document) -> bytes:
    """The bytes of a paper; those of all parts of a workbook."""
    if document.format != "xlsx":
        return document.data
    with zipfile.ZipFile(io.BytesIO(document.data)) as opened:
        return b"\n".join(opened.read(name) for name in opened.namelist())


def test_no_fixed_paper_names_anybody_but_those_who_work_there(estate: Estate):
    naming = {one.name for one in everything(fixed(estate)) if one.records is not None}
    assert naming == {"users/shared/telephone list.xlsx", "users/shared/rota.csv"}
    assert all(one.named_person is None for one in everything(fixed(estate)))


def test_papers_about_staff_show_their_names_and_no_test(estate: Estate):
    for one in fixed(estate):
        if one.records is not None:
            assert one.shows == {"surname", "forename"}
            assert not one.has_events
            text = readable(one).decode("utf-8")
            assert all(surname in text for surname in one.records["surname"].to_pylist()), one.name


def test_no_number_of_a_patient_stands_in_a_fixed_paper(estate: Estate):
    people = estate.people
    known = {
        value.encode()
        for name in ("nhs_number", "hospital_number")
        for value in pc.unique(people[name]).to_pylist()
        if len(value) >= 8
    }
    assert len(known) > 500
    for one in everything(fixed(estate)):
        data = readable(one)
        assert not any(value in data for value in known), one.name


def test_fixed_papers_have_names_of_their_own_and_belong_to_the_mix(estate: Estate):
    names = [one.name for one in fixed(estate)]
    assert len(set(names)) == len(names)
    assert all(name.count("$RECYCLE.BIN") <= 1 for name in names)
    assert {category for category, _, _ in FIXED} <= {line.name for line in mix()}


def test_fixed_papers_are_equal_for_equal_seeds(estate: Estate):
    once, twice = ([(one.name, one.data) for one in fixed(estate)] for _ in range(2))
    assert once == twice
    assert once != [(one.name, one.data) for one in fixed(estate, seed=4)]


def test_staff_who_are_patients_too_stand_in_the_telephone_list(estate: Estate):
    people = estate.people
    working = set(people.filter(pc.not_equal(people["staff"], ""))["person_id"].to_pylist())
    listed = next(one for one in fixed(estate) if one.name.endswith("telephone list.xlsx"))
    assert listed.records is not None
    assert working & set(listed.records["person_id"].to_pylist())


def test_what_a_careful_reader_cannot_read_is_said_to_be_so(estate: Estate):
    outcomes = {one.name: one.outcome for one in everything(fixed(estate))}
    assert outcomes["misc/untitled.txt"] == "empty"
    assert outcomes["misc/broken_upload.zip"] == "read_partly"
    assert outcomes["misc/private.zip"] == "encrypted"
    assert "refused" in outcomes.values()


def test_every_tenth_picture_bears_a_label(estate: Estate):
    overviews = next(one for one in FILLERS if one.formats == ("jpeg",))
    cut = Cut(estate, 3)
    plain, labelled = (overviews.make(cut, number, 1) for number in (9, 10))
    assert plain.name != labelled.name
    assert plain.data[:2] == labelled.data[:2] == b"\xff\xd8"


def test_a_fixed_paper_is_of_a_format_that_its_line_declares(estate: Estate):
    for _, formats, papers in FIXED:
        assert {one.format for one in papers(Cut(estate, 3))} == set(formats)
