"""A pivot table without its data sheet: the cells name nobody, the cache keeps every row."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import python_calamine
from lxml import etree

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.pivot import pivot_summary
from leakassay.exercise.paper.worksheet import FORMS

NAMES = ("activity/p1.xlsx", "activity/p0.xlsx")


def cached(document: Document) -> list[list[str]]:
    """The records of the cache with indices looked up, as a forensic reader would print them."""
    with zipfile.ZipFile(io.BytesIO(document.data)) as package:
        definition = etree.fromstring(package.read("xl/pivotCache/pivotCacheDefinition1.xml"))
        body = etree.fromstring(package.read("xl/pivotCache/pivotCacheRecords1.xml"))
    shared = [[item.get("v") for item in field.iter("{*}s")] for field in definition.iter("{*}cacheField")]
    rows = []
    for record in body:
        row = []
        for place, cell in enumerate(record):
            kind = etree.QName(cell).localname
            value = cell.get("v", "")
            row.append(shared[place][int(value)] if kind == "x" else value.removesuffix("T00:00:00"))
        rows.append(row)
    assert body.get("count") == definition.get("recordCount") == str(len(rows))
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_the_cache_keeps_every_row_at_its_place(estate: Estate, name: str):
    document = pivot_summary(name, records(estate, 0, 40), OURS)
    assert document.records is not None
    rows = cached(document)
    width = len(rows[0])
    fields = next([field for field, _ in form.columns] for form in (FORMS[0], FORMS[2]) if len(form.columns) == width)
    assert len(rows) == document.records.num_rows
    for place, (line, row) in enumerate(zip(rows, document.records.to_pylist(), strict=True), start=1):
        found = dict(zip(fields, line, strict=True))
        assert row["locator"] == f"pivot cache row {place}"
        assert found["nhs_number"].replace(" ", "") == row["nhs_number"]
        assert all(found[field] == row[field] for field in ("surname", "date_of_birth", "test_name", "client_code"))


def test_the_two_names_are_two_forms(estate: Estate):
    rows = records(estate, 0, 5)
    assert len({frozenset(pivot_summary(name, rows, OURS).shows) for name in NAMES}) == 2


def test_the_cells_show_counts_and_name_nobody(estate: Estate):
    rows = records(estate, 0, 40)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(pivot_summary(NAMES[0], rows, OURS).data))
    assert book.sheet_names == ["Summary", "Read me"]
    lines = book.get_sheet_by_name("Summary").to_python()
    assert lines[-1] == ["Grand Total", rows.num_rows]
    assert sum(line[1] for line in lines[-2:1:-1] if isinstance(line[1], float)) == rows.num_rows
    printed = {str(cell) for line in lines for cell in line}
    assert not printed & set(rows["surname"].to_pylist())


def test_a_missing_day_of_birth_makes_the_field_a_text(estate: Estate):
    rows = records(estate, 0, 4)
    place = rows.column_names.index("date_of_birth")
    days = pc.if_else(pc.equal(rows["record"], 0), "", rows["date_of_birth"])
    document = pivot_summary(NAMES[0], rows.set_column(place, "date_of_birth", pa.chunked_array(days)), OURS)
    assert cached(document)[0][4] == ""


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 0, 9)
    assert pivot_summary(NAMES[0], rows, OURS).data == pivot_summary(NAMES[0], rows, OURS).data


def test_libreoffice_keeps_the_cache_through_a_round_trip(estate: Estate, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    rows = records(estate, 0, 20)
    (tmp_path / "p.xlsx").write_bytes(pivot_summary(NAMES[0], rows, OURS).data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "p.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "out" / "p.xlsx") as package:
        definition = package.read("xl/pivotCache/pivotCacheDefinition1.xml").decode()
    assert rows["nhs_number"][0].as_py() in definition
