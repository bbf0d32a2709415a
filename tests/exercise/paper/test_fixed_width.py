"""Print files are cut back into columns by their ruler, and into reports by their form feeds."""

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS, PARTNER, House
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.fixed_width import PAGE, boxed, cut, print_file, printed_reports


def cells(line: str, ruler: str) -> list[str]:
    return [line[found.start() : found.end()].strip() for found in re.finditer("=+", ruler)]


def number_of(locator: str) -> int:
    return int(locator.split()[1])


@pytest.mark.parametrize("house", [OURS, PARTNER])
def test_every_record_stands_on_the_line_its_locator_names(estate: Estate, house: House):
    document = print_file("x.lis", records(estate, 0, 300), house)
    lines = document.data.decode("cp1252").split("\r\n")
    ruler = next(line for line in lines if line.startswith("==="))
    key = document.records
    assert key is not None
    assert key.num_rows > 5 * PAGE
    for row in key.to_pylist():
        found = cells(lines[number_of(row["locator"]) - 1], ruler)
        person = f"{row['surname']}, {row['forename']}"
        assert [found[0], found[1].replace(" ", ""), found[2]] == [row["specimen_id"], row["nhs_number"], person]
        assert found[4:7] == [row["sex"], row["test_code"], row["test_name"]]
        assert found[8:11] == [row["unit"], row["value_flag"], row["client_code"]]
        assert sorted(re.split("[/-]", found[3])) == sorted(row["date_of_birth"].split("-"))
        assert found[11].endswith(row["collected_at"][11:16])


def test_findings_stand_in_their_column_or_below(estate: Estate):
    document = print_file("x.lis", records(estate, 0, 900), OURS)
    lines = document.data.decode("cp1252").replace("\f", "").split("\r\n")
    ruler = next(line for line in lines if line.startswith("==="))
    assert document.records is not None
    texts = [row for row in document.records.to_pylist() if len(row["value"]) > 22]
    assert texts
    for row in document.records.to_pylist():
        place = number_of(row["locator"])
        if len(row["value"]) <= 22:
            assert cells(lines[place - 1], ruler)[7] == row["value"]
        else:
            below = " ".join(line.strip(" |") for line in lines[place : place + 20] if line.startswith(" " * 28 + "|"))
            assert " ".join(row["value"].split())[:60] in below


def test_pages_have_a_heading_a_footer_and_totals_close_the_list(estate: Estate):
    document = print_file("x.lis", records(estate, 0, 300), OURS)
    *pages, totals = document.data.decode("cp1252").split("\f")
    assert all(page.startswith("EXAMPLE PATHOLOGY") and "Run by " in page for page in pages)
    assert all(len(page.split("\r\n")) == PAGE + 7 for page in pages[:-1])
    assert document.records is not None
    assert f"{document.records.num_rows:>9}" in totals
    assert totals.endswith("*** END OF LIST ***\r\n")


def test_what_does_not_fit_is_cut_in_the_key_too(estate: Estate):
    rows = records(estate, 0, 1)
    names = pa.array(["WOLSTENHOLME-FOTHERINGHAM-SMYTHE Ł"] * rows.num_rows)
    document = print_file("x", rows.set_column(rows.column_names.index("surname"), "surname", names), OURS)
    assert document.records is not None
    assert document.records["surname"][0].as_py() == "WOLSTENHOLME-FOTHERING"
    assert b"WOLSTENHOLME-FOTHERING, " in document.data


@pytest.mark.parametrize("house", [OURS, PARTNER])
def test_every_report_begins_on_the_page_its_locator_names(estate: Estate, house: House):
    document = printed_reports("x.prn", records(estate, 0, 120), house)
    pages = document.data.decode("cp1252").split("\f")
    assert document.records is not None
    for row in document.records.to_pylist():
        page = pages[number_of(row["locator"]) - 1]
        assert f"Name   : {row['surname']}, {row['forename']}" in page
        assert row["nhs_number"] in page.replace(" ", "")
        assert f"Lab ref: {row['specimen_id']} " in page
        assert f"{row['test_code']:<7}{row['test_name']}" in page
        assert row["postcode"] in page
        assert row["status"] != "requested" or "to follow" in page
        assert row["value"][:30] in page
    assert len(pages) == len(set(document.records["record"].to_pylist()))


def test_a_long_report_goes_on_under_the_same_head(estate: Estate):
    rows = pa.concat_tables([records(estate, 0, 1)] * 80)
    document = printed_reports("x.prn", rows, OURS)
    pages = document.data.decode("cp1252").split("\f")
    assert len(pages) > 2
    assert len({page.split("-----\r\n")[1] for page in pages}) == 1
    assert "continued" in pages[0]
    assert "Signed off by Dr " in pages[-1]
    assert document.records is not None
    assert set(document.records["locator"].to_pylist()) == {"page 1"}


@pytest.mark.parametrize("writer", [print_file, printed_reports])
def test_the_same_rows_give_the_same_bytes(estate: Estate, writer):
    rows = records(estate, 0, 60)
    assert writer("x", rows, OURS).data == writer("x", rows, OURS).data


@given(st.lists(st.text(st.characters(codec="cp850", exclude_categories=["C"]), max_size=12), min_size=1, max_size=8))
def test_boxed_texts_are_read_back_from_their_bytes(texts: list[str]):
    grid = boxed(pa.array(texts, pa.string()), 12, "cp850")
    assert grid.shape == (len(texts), 12)
    assert [row.tobytes().decode("cp850") for row in grid] == [text.ljust(12) for text in texts]


@given(st.text(max_size=30), st.integers(1, 20))
def test_a_cut_text_fits_and_begins_as_the_whole(text: str, width: int):
    short = cut(pa.table({"a": pa.array([text], pa.string())}), {"a": width})["a"][0].as_py()
    assert len(short) <= width
    assert text.startswith(short)
