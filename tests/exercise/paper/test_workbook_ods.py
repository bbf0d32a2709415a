"""OpenDocument worklists open with calamine and LibreOffice; one sheet is hidden, and the key has all rows."""

import datetime as dt
import io
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
import python_calamine

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.workbook_ods import worklist_ods
from leakassay.exercise.paper.worksheet import FORMS, form_of

NAMES = {FORMS.index(form_of(name)): name for name in (f"lists/list{number}.ods" for number in range(30))}


def opened(data: bytes) -> python_calamine.CalamineWorkbook:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@pytest.mark.parametrize("place", sorted(NAMES))
def test_every_record_stands_in_its_row(estate: Estate, place: int):
    document = worklist_ods(NAMES[place], records(estate, 0, 40), OURS)
    book = opened(document.data)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    fields = [field for field, _ in FORMS[place].columns]
    assert document.records is not None
    for row in document.records.to_pylist():
        sheet, line = re.fullmatch(r"sheet (.+) row (\d+)", row["locator"]).groups()  # type: ignore[union-attr]  # it fits always
        found = sheets[sheet][int(line) - 1]
        assert found[fields.index("test_name")] == row["test_name"]
        number = found[fields.index("nhs_number")]
        assert (str(int(number)) if isinstance(number, float) else number.replace(" ", "")) == row["nhs_number"]


def test_one_sheet_is_hidden(estate: Estate):
    sheets = opened(worklist_ods(NAMES[0], records(estate, 0, 40), OURS).data).sheets_metadata
    assert [str(sheet.visible).rsplit(".", 1)[-1] for sheet in sheets] == ["Visible", "Hidden"]


def test_days_are_real_dates_and_no_mark_of_the_frame_is_left(estate: Estate):
    document = worklist_ods(NAMES[0], records(estate, 0, 10), OURS)
    assert document.records is not None
    line = opened(document.data).get_sheet_by_index(0).to_python(skip_empty_area=False)[3]
    assert line[4] == dt.date.fromisoformat(document.records["date_of_birth"][0].as_py())
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        assert b"rows of " not in package.read("content.xml")


def test_the_clock_leaves_no_trace(estate: Estate):
    rows = records(estate, 0, 9)
    first = worklist_ods("x.ods", rows, OURS).data
    # the library stamps to the second
    time.sleep(1.1)
    assert worklist_ods("x.ods", rows, OURS).data == first


def test_libreoffice_shows_the_rows(estate: Estate, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    document = worklist_ods(NAMES[0], records(estate, 0, 30), OURS)
    (tmp_path / "list.ods").write_bytes(document.data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), "list.ods"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert document.records is not None
    assert document.records["nhs_number"][0].as_py() in (tmp_path / "list.csv").read_text("utf-8")
