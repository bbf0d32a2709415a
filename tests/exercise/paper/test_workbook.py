"""Worklists open with another program's reader; every row of the key stands where its locator says."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from lxml import etree

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.workbook import FAILSAFE, failsafe, worklist
from leakassay.exercise.paper.worksheet import FORMS, FULL_NAME, Form, form_of

NAMES = {FORMS.index(form_of(name)): name for name in (f"worklists/list{number}.xlsx" for number in range(30))}
PLACE = re.compile(r"sheet (.+) row (\d+)")


def read(document: Document) -> tuple[dict[str, Any], dict[str, list[list[Any]]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(document.data))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {sheet.name: sheet.visible for sheet in book.sheets_metadata}, sheets


def told(form: Form, line: list[Any]) -> dict[str, str]:
    """What a careful reader takes from a line: ISO dates, bare digits."""
    found = dict(zip((field for field, _ in form.columns), line, strict=False))
    if FULL_NAME in found:
        found["surname"], found["forename"] = found.pop(FULL_NAME).split(", ")
    born = found["date_of_birth"]
    if isinstance(born, float):
        born = (dt.datetime(1899, 12, 30) + dt.timedelta(days=born)).date()  # noqa: DTZ001  sheets have no zone
    found["date_of_birth"] = str(born) if "." not in str(born) else "-".join(reversed(born.split(".")))
    number = found["nhs_number"]
    found["nhs_number"] = str(int(number)) if isinstance(number, float) else number.replace(" ", "")
    return {field: str(value) for field, value in found.items()}


@pytest.mark.parametrize("name", [NAMES[place] for place in sorted(NAMES)])
def test_every_record_stands_in_the_row_that_its_locator_names(estate: Estate, name: str):
    document, form = worklist(name, records(estate, 0, 60), OURS), form_of(name)
    assert document.records is not None
    _, sheets = read(document)
    rows = [row for row in document.records.to_pylist() if row["locator"].startswith("sheet ")]
    assert document.records.num_rows == len(rows) + 1
    for row in rows:
        sheet, line = PLACE.fullmatch(row["locator"]).groups()  # type: ignore[union-attr]  # asserted by the pattern
        found = told(form, sheets[sheet][int(line) - 1])
        for field in {*document.shows, "test_name"}:
            assert found[field] == row[field], field


def test_no_row_is_lost_or_printed_twice(estate: Estate):
    rows = records(estate, 0, 60)
    for name in NAMES.values():
        kept = worklist(name, rows, OURS).records
        assert kept is not None
        assert sorted(kept["test_name"].to_pylist()) == sorted(rows["test_name"].to_pylist())
        assert kept["record"].to_pylist() == list(range(rows.num_rows))


def test_one_sheet_is_hidden_and_one_very_hidden_and_the_lookups_name_nobody(estate: Estate):
    visible, _ = read(worklist(NAMES[0], records(estate, 0, 60), OURS))
    kinds = python_calamine.SheetVisibleEnum
    assert list(visible.values()) == [kinds.Visible, kinds.Hidden, kinds.VeryHidden, kinds.Visible]


def test_a_note_holds_the_one_row_that_no_cell_holds(estate: Estate):
    document = worklist(NAMES[0], records(estate, 0, 60), OURS)
    assert document.records is not None
    row = document.records.slice(document.records.num_rows - 1).to_pylist()[0]
    assert row["locator"] == "note on sheet Worklist cell B3"
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        notes = etree.fromstring(package.read("xl/comments1.xml"))
    text = "".join(notes.itertext())
    assert [note.get("ref") for note in notes.iter("{*}comment")] == ["B3"]
    assert row["surname"] in text
    assert row["test_name"] in text
    assert row["nhs_number"] in text.replace(" ", "")
    assert row["postcode"] == row["specimen_id"] == ""


def test_the_old_date_system_gives_the_same_days(estate: Estate):
    document = worklist(NAMES[1], records(estate, 0, 60), OURS)
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        assert b'date1904="1"' in package.read("xl/workbook.xml")
    bled = read(document)[1]["Worklist"][3][9]
    assert isinstance(bled, dt.datetime)
    assert document.records is not None
    assert bled.isoformat()[:16] == document.records["collected_at"][0].as_py()[:16]


def test_nhs_numbers_are_number_cells_in_one_office_and_text_in_the_others(estate: Estate):
    kinds = []
    for place in range(4):
        name, number = NAMES[place], [field for field, _ in FORMS[place].columns].index("nhs_number")
        lines = read(worklist(name, records(estate, 0, 60), OURS))[1]["Worklist"][3:9]
        kinds.append({type(line[number]) for line in lines if line[number]})
    assert kinds == [{str}, {float}, {str}, {str}]


def test_a_filter_hides_most_rows_of_a_failsafe_list_and_the_key_has_them_all(estate: Estate):
    rows = records(estate, 0, 40)
    document = failsafe("failsafe.xlsx", rows, OURS)
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    hidden = [row for row in sheet.iter("{*}row") if row.get("hidden") == "1"]
    assert len(hidden) == rows.num_rows - -(-rows.num_rows // 5)
    assert sheet.find("{*}autoFilter") is not None
    lines = read(document)[1]["Failsafe"][4:]
    assert [told(FAILSAFE, line)["nhs_number"] for line in lines] == rows["nhs_number"].to_pylist()


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_short_lists_are_workbooks_too(estate: Estate, count: int):
    rows = records(estate, 0, 20).slice(0, count)
    document = worklist("short.xlsx", rows, OURS)
    assert document.records is not None
    assert document.records.num_rows == count
    assert read(document)[0]


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 0, 30)
    assert worklist(NAMES[0], rows, OURS).data == worklist(NAMES[0], rows, OURS).data
    assert failsafe("x.xlsx", rows, OURS).data == failsafe("x.xlsx", rows, OURS).data


def test_libreoffice_shows_the_rows(estate: Estate, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    document = worklist(NAMES[0], records(estate, 0, 30), OURS)
    (tmp_path / "list.xlsx").write_bytes(document.data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), "list.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert document.records is not None
    assert document.records["nhs_number"][0].as_py() in (tmp_path / "list.csv").read_text("utf-8")
