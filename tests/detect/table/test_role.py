"""Header, shape, check digits and neighbours together."""

from __future__ import annotations

import pyarrow as pa
import pytest

from leakassay.detect.table.role import judge


def roles(kit, **columns):
    return [role.kind for role in judge(list(columns), [pa.array(values) for values in columns.values()], kit)]


def test_a_header_is_believed_when_the_values_have_its_shape(kit):
    assert roles(kit, DOB=["01/02/1970"], Postcode=["SE1 9RT"], Sex=["M"]) == ["date_of_birth", "postcode", "sex"]


@pytest.mark.parametrize("header", ["DOB", "Postcode", "Email", "Telephone"])
def test_a_header_over_values_of_another_shape_is_not(kit, header):
    assert roles(kit, **{header: ["lorem", "ipsum", "dolor"]}) == ["other"]


def test_an_empty_column_is_what_its_header_says(kit):
    (role,) = judge(["DOB"], [pa.array(["", ""])], kit)
    assert (role.kind, role.reason) == ("date_of_birth", "header only: the column is empty")


def test_in_a_table_that_is_understood_an_own_header_is_not_overruled(kit):
    race = ["white", "black", "asian", "white"]
    assert roles(kit, NHSNO=["9990000018"] * 4, DOB=["01/02/1970"] * 4, Race=race)[2] == "other"


def test_a_table_of_nothing_has_roles_too(kit):
    assert roles(kit, a=["", ""], b=["", ""]) == ["other", "other"]


def test_of_two_columns_headed_as_tests_the_short_codes_are_the_codes(kit):
    names = ["Sodium", "Potassium", "Creatinine", "HIV 1/2 Ag/Ab"]
    assert roles(kit, Test=["NAA", "KKK", "CRE", "HIVC"], **{"Test name": names}) == ["test_code", "test_name"]
    assert roles(kit, Test=names, **{"Test name": names}).count("test_code") == 0


def test_numbered_names_under_a_header_of_names_are_names(kit):
    found = roles(
        kit,
        BIRTHDATE=["1970-02-01", "1981-12-24"],
        FIRST=["Maynard46", "Curt84"],
        LAST=["Mosciski958", "Schmidt332"],
    )
    assert found == ["date_of_birth", "forename", "surname"]


@pytest.mark.parametrize(("rows", "kind"), [(2, "other"), (3, "nhs_number")])
def test_a_few_numbers_beside_postcodes_need_no_header(kit, rows, kind):
    numbers, postcodes = ["9990000018", "9990000026", "9990000034"], ["ZE1 1AA", "ZE2 2AA", "ZE3 3AA"]
    assert roles(kit, a=numbers[:rows], b=postcodes[:rows])[0] == kind


def test_dates_of_decades_ago_under_a_header_of_their_own_are_no_dates_of_tests(kit):
    """Else the first event of a leak would be as old as its oldest patient."""
    enrolled = [f"{year}-03-04" for year in range(1942, 2002, 10)]
    taken = [f"2023-0{month}-04" for month in range(1, 7)]
    columns = {"NHSNO": ["9990000018"] * 6, "Surname": ["MOUSE"] * 6, "Enrolled": enrolled, "Bled": taken}
    assert roles(kit, **columns)[2:] == ["other", "date"]


def test_birth_alone_is_a_date_of_birth(kit):
    assert roles(kit, birth=["1991-11-03"], mf=["M"])[0] == "date_of_birth"


def test_a_header_that_is_repeated_further_down_is_no_value(kit):
    assert roles(kit, **{"NHS no": ["9990000018"] * 3, "DOB": ["1/2/1970"] * 3, "m/f": ["F", "m/f", "M"]})[2] == "sex"
