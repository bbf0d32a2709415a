"""Word letters open with python-docx and say what the key says; their bytes follow from the rows alone."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from exercise.paper.exact import assert_key_is_exact, specimens
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import docx_file
from leakassay.exercise.paper.docx_file import contract_docx, letter_docx
from leakassay.exercise.paper.letter import one_row_each


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def text_of(paper: docx.document.Document) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.mark.parametrize("patients", [1, 3])
def test_another_reader_finds_exactly_what_the_key_says(estate: Estate, patients: int):
    for rows in specimens(estate, 24 * patients, patients):
        document = letter_docx("x.docx", rows, OURS)
        text = text_of(opened(document.data))
        assert_key_is_exact(document, text, one_row_each(rows).to_pylist())


def test_the_further_tests_of_a_specimen_stand_in_the_rows_that_the_key_names(estate: Estate):
    listed = 0
    for rows in specimens(estate, 40):
        document = letter_docx("x.docx", rows, OURS)
        assert document.records is not None
        tables = opened(document.data).tables
        rest = document.records.to_pylist()[1:]
        assert bool(tables) == bool(rest)
        for row in rest:
            _, _, _, number = row["locator"].split()
            assert tables[0].rows[int(number) - 1].cells[0].text == row["test_name"]
            assert row["status"] in {"requested", "resulted", "negated"}
            listed += 1
    assert listed > 10


def test_people_stand_in_the_paragraphs_that_the_key_names(estate: Estate):
    for start in range(0, 60, 3):
        document = letter_docx("x.docx", records(estate, start, start + 3), OURS)
        assert document.records is not None
        paragraphs = opened(document.data).paragraphs
        for row in document.records.to_pylist():
            place = int(row["locator"].removeprefix("paragraph ")) - 1
            assert row["surname"].casefold() in paragraphs[place].text.casefold()


def test_a_letter_has_a_picture_a_footer_and_the_properties_of_an_office(estate: Estate):
    paper = opened(letter_docx("x.docx", records(estate, 1, 2), OURS).data)
    assert OURS.host in paper.sections[0].footer.paragraphs[0].text
    assert "image" in "".join(part.partname for part in paper.part.package.iter_parts())
    assert paper.core_properties.author == paper.core_properties.last_modified_by != ""
    assert paper.core_properties.last_printed is not None


def test_some_letters_keep_a_tracked_change_and_a_comment(estate: Estate):
    papers = [opened(letter_docx("x", records(estate, start, start + 1), OURS).data) for start in range(20)]
    xml = [paper.element.xml for paper in papers]
    assert any("w:delText" in one for one in xml)
    assert any("w:commentReference" in one for one in xml)
    assert not all("w:delText" in one for one in xml)
    assert [comment.text for comment in papers[0].comments] == ["Who has the original?"]


def test_the_stationery_made_anew_gives_the_same_bytes(estate: Estate):
    rows = records(estate, 1, 2)
    first = letter_docx("x.docx", rows, OURS).data
    docx_file._stationery.cache_clear()
    assert first == letter_docx("y.docx", rows, OURS).data
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(2024, 6, 3, 9, 0, 0)}


def test_a_name_with_signs_of_xml_stays_what_it_is(estate: Estate):
    rows = records(estate, 1, 2)
    place = rows.column_names.index("surname")
    rows = rows.set_column(place, "surname", [["O'<B>&C"] * rows.num_rows])
    assert "O'<B>&C".casefold() in text_of(opened(letter_docx("x", rows, OURS).data)).casefold()


def test_a_contract_names_its_client_and_nobody_else():
    document = contract_docx("x.docx", OURS, OURS.clients[0])
    assert document.records is None
    assert OURS.clients[0].name in text_of(opened(document.data))


def test_a_word_processor_opens_letters(estate: Estate, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here")
    document = letter_docx("x.docx", records(estate, 1, 2), OURS)
    (tmp_path / "x.docx").write_bytes(document.data)
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, tmp_path / "x.docx"],
        check=True, capture_output=True, timeout=90,
    )  # fmt: skip
    assert document.records is not None
    said = (tmp_path / "x.txt").read_text("utf-8-sig").casefold()
    assert document.records["surname"][0].as_py().casefold() in said
