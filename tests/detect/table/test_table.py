"""Tables in passing: shuffled, headerless, under a title, with wrong headers."""

from __future__ import annotations

import random

import pytest

HEADERS = (
    "LABNO",
    "NHSNO",
    "SURNAME",
    "FORENAME",
    "DOB",
    "SEX",
    "POSTCODE",
    "TESTCODE",
    "TESTNAME",
    "RESULT",
    "UNIT",
    "COLLECTED",
)
KINDS = (
    "specimen_id",
    "nhs_number",
    "surname",
    "forename",
    "date_of_birth",
    "sex",
    "postcode",
    "test_code",
    "test_name",
    "result",
    "result_unit",
    "collected_at",
)
SURNAMES = ("SMITH", "JONES", "PATEL", "KHAN", "TAYLOR", "BROWN", "WILSON", "EVANS", "BEGUM", "HUGHES")
FORENAMES = ("JOHN", "MARY", "ASHA", "IMRAN", "SUSAN", "DAVID", "EMMA", "PETER", "FATIMA", "OLIVIA")
TESTS = (
    ("NAA", "Sodium", "138", "mmol/L"),
    ("HBN", "Haemoglobin", "131", "g/L"),
    ("HIVC", "HIV 1/2 Ag/Ab", "Not detected", ""),
)


def rows(numbers, count=300):
    made = []
    for place in range(count):
        who = place % 100
        code, name, result, unit = TESTS[place % 3]
        made.append(
            (
                f"23L{place:06d}",
                numbers[who],
                SURNAMES[who % 10],
                FORENAMES[who // 10],
                f"{who % 28 + 1:02d}/{who % 12 + 1:02d}/{1930 + who % 70}",
                "MF"[who % 2],
                f"SE{who % 20 + 1} {who % 9 + 1}RT",
                code,
                name,
                result,
                unit,
                f"{place % 28 + 1:02d}/03/2023 09:{place % 60:02d}",
            )
        )
    return made


def kinds(found):
    return tuple(row["kind"] for row in found["column"].to_pylist())


def test_a_pathology_extract_is_understood(assay, table, numbers):
    found = assay(table(HEADERS, rows(numbers)))
    assert kinds(found) == KINDS
    assert found["sighting"].num_rows == found["event"].num_rows == 300


@pytest.mark.parametrize("seed", range(4))
def test_columns_may_stand_in_any_order(assay, table, numbers, seed):
    order = random.Random(seed).sample(range(12), 12)
    found = assay(
        table([HEADERS[place] for place in order], [[row[place] for place in order] for row in rows(numbers)])
    )
    assert kinds(found) == tuple(KINDS[place] for place in order)


def test_without_headers_the_shapes_speak(assay, table, numbers, told_by_profile):
    found = assay(table([""] * 12, rows(numbers)), settings=told_by_profile)
    assert kinds(found) == KINDS
    assert found["sighting"]["nhs_number"].null_count == 0


def test_wrong_headers_are_not_believed(assay, table, numbers):
    # the headers stand one column too far to the right
    shifted = (*HEADERS[-1:], *HEADERS[:-1])
    found = kinds(assay(table(shifted, rows(numbers))))
    assert found[1] == "nhs_number"
    assert found[4] == "date_of_birth"
    assert found[6] == "postcode"


def test_a_title_above_the_header_is_read_as_text_and_the_header_is_found(assay, table, numbers):
    above = [("Patient: Mr John Smith NHS 999 000 0018", *[""] * 11), ("",) * 12, HEADERS]
    found = assay(table([""] * 12, [*above, *rows(numbers)]))
    assert kinds(found) == KINDS
    assert found["sighting"]["row"].to_pylist()[:2] == [0, 3]


def test_a_first_record_that_was_taken_for_a_header_is_a_record(assay, table, numbers):
    first, *rest = rows(numbers)
    found = assay(table(first, rest, first_row=1))
    assert found["sighting"].num_rows == 300
    assert found["sighting"]["row"].to_pylist()[:2] == [0, 1]


def test_a_column_of_mobiles_without_their_nought_is_no_nhs_number(assay, table):
    mobiles = [(str(7_700_900_000 + place), f"item {place}") for place in range(150)]
    found = assay(table(("", ""), mobiles))
    assert kinds(found)[0] == "telephone"
    assert found["sighting"].num_rows == 0


def test_a_column_of_small_payments_is_no_person(assay, table):
    found = assay(
        table(
            ("Invoice", "Amount GBP", "Date"),
            [(str(4_500_000_000 + place), "12.50", "01/02/2023") for place in range(150)],
        )
    )
    assert found["sighting"].num_rows == 0
    assert "nhs_number" not in kinds(found)


def test_months_before_days_are_read_by_the_column(assay, table, numbers):
    people = [(numbers[place], "SMITH", f"{place % 12 + 1:02d}/{place % 28 + 1:02d}/1970") for place in range(60)]
    found = assay(table(("NHS No", "Surname", "DOB"), people))["sighting"]
    assert found["date_of_birth"].null_count == 0
    assert str(found["date_of_birth"][13].as_py()) == "1970-02-14"


def test_a_row_that_prints_the_headers_once_more_is_nobody(assay, table):
    headers = ["Hosp No", "Surname", "DOB"]
    rows = [["H100022", "SMITH", "1/2/1970"], headers, ["H100023", "JONES", "3/4/1981"]]
    assert [row["surname"] for row in assay(table(headers, rows))["sighting"].to_pylist()] == ["SMITH", "JONES"]
