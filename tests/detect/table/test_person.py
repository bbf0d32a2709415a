"""One sighting per row that names somebody, with canonical values and in order."""

from __future__ import annotations

import datetime as dt

import pytest

HEADERS = ("NHS No", "Surname", "Forename", "DOB", "Sex", "Address1", "Address2", "Postcode")
ROW = ("999 000 0018", "o’Hara", "Mr Ann-Marie", "03/02/1970", "female", "1 Kiln Lane", "Southwark", "se19rt")


def one(assay, table, **changes):
    row = [changes.get(header, value) for header, value in zip(HEADERS, ROW, strict=True)]
    return assay(table(HEADERS, [row]))["sighting"].to_pylist()


def test_a_row_becomes_a_sighting_with_canonical_values(assay, table):
    (found,) = one(assay, table)
    assert found["nhs_number"] == "9990000018"
    assert (found["surname"], found["forename"], found["sex"]) == ("O'HARA", "ANN-MARIE", "F")
    assert found["date_of_birth"] == dt.date(1970, 2, 3)
    assert (found["postcode"], found["address"]) == ("SE1 9RT", "1 Kiln Lane, Southwark")
    assert (found["ordinal"], found["row"], found["person_type"]) == (0, 0, "patient")


def test_the_reason_says_test_range_and_holds_no_value(assay, table):
    (found,) = one(assay, table)
    assert found["reason"].endswith("test range")
    assert not any(character.isdigit() for character in found["reason"])


@pytest.mark.parametrize(
    "printed",
    [
        "9990000018",
        "999-000-0018",
        "999\u00a0000\u00a00018",
        "999\u202f000 0018",
        "９９９ ０００ ００１８",
        "999\u200b0000018",
        " 999  000  0018 ",
        "9990000018.0",
    ],
)
def test_an_nhs_number_is_read_in_every_print(assay, table, printed):
    (found,) = one(assay, table, **{"NHS No": printed})
    assert found["nhs_number"] == "9990000018"


@pytest.mark.parametrize(
    "printed", ["9990000019", "9991234560", "1111111111", "0000000000", "9.99E+09", "not known", ""]
)
def test_a_number_that_fails_its_check_stays_empty_and_the_person_stays(assay, table, printed):
    (found,) = one(assay, table, **{"NHS No": printed})
    assert found["nhs_number"] is None
    assert found["surname"] == "O'HARA"


NEVER_ISSUED = "5900056597"
"""Valid mod 11, in the 5xx range: stands in the public test service of the demographics service."""


@pytest.mark.parametrize(("header", "kept"), [("NHS number", NEVER_ISSUED), ("", None)])
def test_a_number_that_was_never_issued_counts_only_under_its_label(assay, table, numbers, header, kept):
    rows = [(number, "SMITH", "JOHN", "01/01/1980") for number in numbers[:50]]
    rows.append((NEVER_ISSUED, "JONES", "ANN", "01/01/1981"))
    found = assay(table((header, "Surname", "Forename", "DOB"), rows))["sighting"].to_pylist()
    assert found[-1]["nhs_number"] == kept
    assert kept is None or "never issued" in found[-1]["reason"]


def test_a_row_without_anybody_gives_no_sighting(assay, table, numbers):
    rows = [(numbers[0], "SMITH", "JOHN"), ("", "", ""), ("", "UNKNOWN", ""), (numbers[1], "", "")]
    found = assay(table(("NHS number", "Surname", "Forename"), rows))["sighting"].to_pylist()
    assert [(row["row"], row["ordinal"]) for row in found] == [(0, 0), (3, 1)]


def test_names_in_one_cell_are_split(assay, table, numbers):
    rows = [(numbers[0], "SMITH, John (Mr)"), (numbers[1], "Mrs Ann JONES"), (numbers[2], "PATEL, Asha")]
    found = assay(table(("NHS No", "Patient Name"), rows))["sighting"].to_pylist()
    assert [(row["surname"], row["forename"]) for row in found] == [
        ("SMITH", "JOHN"),
        ("JONES", "ANN"),
        ("PATEL", "ASHA"),
    ]


def test_a_staff_list_names_staff(assay, table):
    rows = [("Smith", "John", "Porter", "j.smith@example.test"), ("Jones", "Ann", "Clerk", "a.jones@example.test")]
    found = assay(table(("Surname", "Forename", "Job title", "Email"), rows))["sighting"].to_pylist()
    assert {row["person_type"] for row in found} == {"staff"}


def test_doctors_in_a_column_of_their_own_are_not_patients(assay, table, numbers):
    rows = [(number, "SMITH", "JOHN", "Dr Imelda Quill") for number in numbers[:5]]
    found = assay(table(("NHS No", "Surname", "Forename", "Consultant"), rows))["sighting"].to_pylist()
    assert len(found) == 5
    assert {row["surname"] for row in found} == {"SMITH"}


def test_address_lines_are_joined_and_a_row_without_any_keeps_its_place(assay, table):
    rows = [
        ("SMITH", "JOHN", "1 Kiln Lane", "", "Southwark"),
        ("JONES", "ANN", "", "", ""),
        ("", "", "", "", ""),
        ("PATEL", "ASHA", "", "2 Elder Road", ""),
    ]
    found = assay(table(("Surname", "Forename", "Address 1", "Address 2", "City"), rows))["sighting"]
    assert found["address"].to_pylist() == ["1 Kiln Lane, Southwark", None, "2 Elder Road"]


def test_a_row_with_its_number_under_the_same_header_written_otherwise_is_one_person(assay, table):
    rows = [["9990000018", "", "HILL"], ["", "9990000026", "MOSS"]]
    found = assay(table(("NHS No", "NHS NO", "Surname"), rows))["sighting"].to_pylist()
    assert [(one["nhs_number"], one["surname"]) for one in found] == [("9990000018", "HILL"), ("9990000026", "MOSS")]


def test_a_number_that_differs_in_the_same_row_is_somebody_elses(assay, table):
    """A mother's beside her baby's: neither is lost, and no name is given to the wrong one."""
    rows = [["9990000018", "9990000026", "HILL"], ["9990000034", "9990000034", "MOSS"], ["", "9990000042", "REED"]]
    found = assay(table(("NHS No", "Mother NHS No", "Surname"), rows))["sighting"].to_pylist()
    assert sorted((one["nhs_number"] or "", one["surname"] or "") for one in found) == [
        ("", "REED"), ("9990000018", "HILL"), ("9990000026", ""), ("9990000034", "MOSS"), ("9990000042", ""),
    ]  # fmt: skip
    assert len({one["ordinal"] for one in found}) == 5
    assert {one["person_type"] for one in found if not one["surname"]} == {"unknown"}
