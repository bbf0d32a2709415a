"""Any batch in, rows of the declared schemas out; the same batch gives the same rows."""

from __future__ import annotations

import csv
import json

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.model.batch import RECORD_FIELDS, Batch, Shape
from leakassay.model.item import in_memory
from leakassay.read.tabular import json as json_reader

CELLS = st.one_of(
    st.text(max_size=12),
    st.none(),
    st.sampled_from(
        [
            "9990000018",
            "999 000 0026",
            "SMITH",
            "John",
            "01/02/1970",
            "2023-12-31T09:15:00",
            "SE1 9RT",
            "M",
            "HIV",
            "Sodium",
            "138",
            "Not detected",
            "\u200b",
            "NHS No",
            "Surname",
            "DOB",
            "Result",
            "Test",
            "99",
            "9.99E+09",
        ]
    ),
)
HEADERS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "NHSNO",
            "SURNAME",
            "DOB",
            "TESTNAME",
            "RESULT",
            "FLAG",
            "RANGE",
            "COLLECTED",
            "COMMENT",
            "ADDRESS",
            "PATIENT NAME",
            "",
        ]
    ),
)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 7))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=0, max_size=12))
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(width)]
    data = pa.RecordBatch.from_arrays(columns, names=[str(place) for place in range(width)])
    headers = tuple(draw(st.lists(HEADERS, min_size=width, max_size=width)))
    return Batch(
        Shape.TABLE, data, headers, part=draw(st.sampled_from(["", "Sheet1"])), first_row=draw(st.integers(0, 1 << 40))
    )


@st.composite
def records(draw):
    names = draw(st.lists(st.sampled_from(RECORD_FIELDS), unique=True, min_size=1, max_size=12))
    count = draw(st.integers(0, 8))
    columns = {name: pa.array(draw(st.lists(CELLS, min_size=count, max_size=count)), pa.string()) for name in names}
    columns["subject"] = pa.array(draw(st.lists(st.integers(-1, 4), min_size=count, max_size=count)), pa.int64())
    return Batch(Shape.RECORD, pa.RecordBatch.from_pydict(columns))


PROSE = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "Re: Mr John Smith DOB: 01/02/1970",
                "NHS No: 999 000 0018",
                "SMITH, Ann born 3/4/1965 NHS 999 000 0026",
                "HIV test declined",
                "No evidence of malignancy.",
                "password = hunter2horse",
                "９９９ ０００ ００１８",
                "Dr Smith",
            ]
        ),
    ),
    max_size=8,
).map(lambda rows: Batch(Shape.TEXT, pa.RecordBatch.from_pydict({"text": pa.array(rows, pa.string())})))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(tables(), records(), PROSE), max_size=4))
def test_no_batch_breaks_an_assay_and_every_row_fits_its_table(assay, batches):
    found = assay(*batches)
    ordinals = found["sighting"]["ordinal"].to_pylist()
    assert ordinals == list(range(len(ordinals)))
    for name in ("event", "mention"):
        assert all(-1 <= ordinal < len(ordinals) for ordinal in found[name]["sighting_ordinal"].to_pylist())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(tables(), records(), PROSE), max_size=3))
def test_the_same_batches_give_the_same_rows(assay, batches):
    first, second = assay(*batches), assay(*batches)
    assert all(first[name].equals(second[name]) for name in first)


def test_a_table_cut_into_batches_gives_the_rows_of_the_whole(assay, table, numbers):
    headers = ("NHSNO", "SURNAME", "TESTNAME", "RESULT")
    rows = [(numbers[place % 200], "SMITH", "Sodium", str(place)) for place in range(7_000)]
    whole = assay(table(headers, rows))
    parts = assay(*(table(headers, rows[start : start + 900], first_row=start) for start in range(0, 7_000, 900)))
    for name in ("sighting", "event", "column", "fingerprint"):
        assert whole[name].sort_by(whole[name].schema.names[1]).num_rows == parts[name].num_rows
        assert whole[name].to_pylist() == parts[name].to_pylist()


def test_columns_without_rows_or_rows_without_columns_are_nothing(assay):
    empty = pa.RecordBatch.from_pydict({"a": pa.array([], pa.string())})
    assert all(rows.num_rows == 0 for rows in assay(Batch(Shape.TABLE, empty, ("NHSNO",))).values())


def test_many_tables_at_once_are_closed_in_turn(assay, table):
    batches = [table(("NHSNO", "SURNAME", f"extra {number}"), [("9990000018", "SMITH", "x")]) for number in range(40)]
    found = assay(*batches)
    assert found["sighting"].num_rows == 40
    assert found["column"].num_rows == 120


def test_reasons_names_and_keys_hold_no_values(assay, table, text):
    rows = [("9990000018", "SMITH", "JOHN", "Sodium", "138")]
    found = assay(
        table(("NHSNO", "SURNAME", "FORENAME", "TESTNAME", "RESULT"), rows), text("Re: Mr John Smith NHS 999 000 0018")
    )
    words = [row["reason"] for name in ("sighting", "mention", "column") for row in found[name].to_pylist()]
    words += [row["name"] + row["key"] for row in found["trait"].to_pylist()]
    assert not any(
        value in word.upper() for word in words for value in ("SMITH", "JOHN", "9990000018", "138", "SODIUM")
    )


@pytest.mark.field
def test_the_test_data_of_the_vaccination_service_are_counted_number_by_number(assay, table, field_data):
    """2,000 rows; all but a few hold a number of the 9xx range."""
    path = field_data / "s06-uk-vaccination-csv/tests/e2e_automation/input/testData.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        headers, *rows = csv.reader(stream)
    found = assay(table(headers, [row for row in rows if len(row) == len(headers)]))
    (column,) = [row for row in found["column"].to_pylist() if row["header"] == "nhs_number"]
    assert column["kind"] == "nhs_number"
    distinct = set(found["sighting"]["nhs_number"].to_pylist()) - {None}
    assert len(distinct) == column["distinct_valid"] >= 1_990


@pytest.mark.field
def test_a_register_of_practices_holds_no_patient(assay, table, field_data):
    for path in sorted((field_data / "s10-ods-gp-practices").rglob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as stream:
            rows = list(csv.reader(stream))
        width = max(map(len, rows))
        found = assay(table([""] * width, [row for row in rows if len(row) == width]))
        assert found["sighting"].num_rows == found["event"].num_rows == 0
        assert "nhs_number" not in found["column"]["kind"].to_pylist()


@pytest.mark.field
def test_american_texts_without_nhs_numbers_give_none_and_few_people(assay, text, field_data):
    texts = [
        entry["full_text"]
        for entry in json.loads((field_data / "s08-pii-presidio/data/synth_dataset_v2.json").read_text("utf-8"))
    ]
    found = assay(text(*texts))
    assert set(found["sighting"]["nhs_number"].to_pylist()) <= {None}
    assert found["sighting"].num_rows <= len(texts) // 100
    assert found["mention"].num_rows > 100


@pytest.mark.field
@pytest.mark.parametrize(("name", "people"), [("dataset1.csv", 1_000), ("dataset2.csv", 5_000)])
def test_linkage_data_without_any_number_are_people_by_name_and_birth(assay, table, field_data, name, people):
    with (field_data / "s07-linkage-febrl" / name).open(encoding="utf-8", newline="") as stream:
        headers, *rows = csv.reader(stream, skipinitialspace=True)
    found = assay(table(headers, rows))
    assert found["sighting"].num_rows >= 0.97 * people
    assert found["sighting"]["date_of_birth"].null_count <= 0.08 * people


@pytest.mark.field
def test_the_demographics_service_gives_its_fifty_eight_numbers(assay, field_data):
    """FHIR patients by the JSON reader: every number that stands under its identifier system, 5xx stubs included."""
    numbers: set[str | None] = set()
    for path in sorted((field_data / "s03-pds-fhir").rglob("*.json")):
        readings = json_reader.read(in_memory(path.read_bytes(), path.name))
        batches = [reading for reading in readings if isinstance(reading, Batch)]
        numbers |= set(assay(*batches)["sighting"]["nhs_number"].to_pylist())
    assert len(numbers - {None}) >= 58


_REPORT = ["Test", "Result"], [["White cells", "6.3 10*9/L"], ["Zonulin", "4.1 ng/L"], ["Sodium", "140 mmol/L"]]


def test_a_table_in_a_text_about_one_person_holds_their_results(assay, text, table):
    found = assay(text("Re: Mrs Ann Jones, DOB 03/02/1970, SE9 2WX. Sodium: 140 mmol/L"), table(*_REPORT))
    assert found["sighting"].num_rows == 1
    said = [(row["test_name"], row["sighting_ordinal"]) for row in found["event"].to_pylist()]
    assert said == [("Sodium", 0), ("White cells", 0), ("Zonulin", 0)]  # what the text told is not told twice


def test_a_table_in_a_text_about_two_people_or_none_holds_nobodys(assay, text, table):
    two = text("Re: Mrs Ann Jones, DOB 03/02/1970\n\nRe: Mr Luke Harvey, DOB 04/05/1981")
    assert assay(two, table(*_REPORT))["event"].num_rows == 0
    assert assay(text("Dear all"), table(*_REPORT))["event"].num_rows == 0


def test_two_extracts_joined_into_one_file_are_two_tables(assay, table):
    first = [["9990000018", "SMITH", "1/2/1970", "SE1 9RT"], ["9990000026", "JONES", "3/4/1981", "SE9 2WX"]]
    second = [["KHAN", "AYESHA", "5/6/1990", "9990000034"], ["DOE", "JANE", "7/8/1991", "9990000042"]]
    other = ["Family name", "Given name", "Born on", "NHS id"]
    headers = ["NHSNO", "SURNAME", "DOB", "POSTCODE"]
    found = assay(table(headers, [*first, headers, other, *second]))["sighting"].to_pylist()
    assert [(row["nhs_number"], row["surname"], row["row"]) for row in found] == [
        ("9990000018", "SMITH", 0), ("9990000026", "JONES", 1), ("9990000034", "KHAN", 4), ("9990000042", "DOE", 5),
    ]  # fmt: skip
    again = assay(table(headers, [*first, other]), table(headers, second))["sighting"].to_pylist()
    assert [(row["nhs_number"], row["surname"]) for row in again][2:] == [("9990000034", "KHAN"), ("9990000042", "DOE")]
