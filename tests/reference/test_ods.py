"""ODS reference: the shipped set and the user's own extracts."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.reference import ods
from leakassay.values.uk import ods_code, postcode


def line(code="X12345", name="EXAMPLE SURGERY", *, opened="19740401", closed="", setting="4", columns=27):
    cells = [code, name, "Y56", "QKK", "1 HIGH ST", "", "LONDON", "", "", "SE1 9RT", opened, closed, "A", "B", "72Q"]
    cells += ["20200401", "", "020 79460123", "", "", "", "0", "", "", "", setting, ""]
    return ",".join(f'"{cell}"' for cell in cells[:columns]) + "\r\n"


def test_the_shipped_set_holds_trusts_practices_and_boroughs_of_south_east_london():
    small = ods.load_small()
    assert small["RJ1"].kind == "trust"
    assert small["QKK"].kind == "icb"
    practices = [organisation for organisation in small.values() if organisation.kind == "practice"]
    assert len(practices) == 197
    assert {organisation.parent for organisation in practices} == {"72Q"}
    assert all(ods_code.kind(organisation.code) == "practice" for organisation in practices)
    assert sum(organisation.kind == "borough" for organisation in small.values()) == 6


def test_an_extract_of_27_columns_is_read(tmp_path):
    path = tmp_path / "epraccur.csv"
    path.write_bytes((line() + line("Y00001", "EXAMPLE CLINIC CAFÉ", setting="0", closed="20200331")).encode("cp1252"))
    practices = ods.load_epraccur(path)
    assert practices["X12345"] == ods.Organisation(
        "X12345", "EXAMPLE SURGERY", "practice", "72Q", "", "SE1 9RT", dt.date(1974, 4, 1), None
    )
    assert practices["Y00001"].kind == "other"
    assert practices["Y00001"].name.endswith("CAFÉ")


def test_an_organisation_was_open_between_its_days(tmp_path):
    path = tmp_path / "etr.csv"
    path.write_text(line(closed="20200331") + line("RX9", opened="99999999"), encoding="utf-8-sig")
    trusts = ods.load_etr(path)
    closed, unknown = trusts["X12345"], trusts["RX9"]
    assert [closed.was_open(dt.date(year, 3, 31)) for year in (1970, 1980, 2020, 2021)] == [False, True, True, False]
    assert unknown.open is None
    assert unknown.was_open(dt.date(1990, 1, 1))


@pytest.mark.parametrize("bad", [line(columns=26), line(code=" "), "Code,Name\r\n", "\x00\x01garbage"])
def test_a_file_that_is_no_extract_is_refused_with_line_and_remedy_but_no_content(tmp_path, bad):
    path = tmp_path / "epraccur.csv"
    path.write_text(line() + bad, encoding="utf-8")
    with pytest.raises(ods.OdsFileError, match=r"epraccur\.csv line 2: .*27") as caught:
        ods.load_epraccur(path)
    assert "EXAMPLE" not in str(caught.value)


def test_an_empty_extract_has_no_organisations(tmp_path):
    path = tmp_path / "epraccur.csv"
    path.write_bytes(b"")
    assert ods.load_epraccur(path) == {}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_by_name(tmp_path_factory, body):
    path = tmp_path_factory.mktemp("ods") / "epraccur.csv"
    path.write_bytes(body)
    with contextlib.suppress(ods.OdsFileError):
        assert all(code.strip() for code in ods.load_epraccur(path))


@pytest.mark.field
def test_a_national_extract_is_read_whole(field_data):
    """The 2015 list: 12,922 cost centres, 8,177 of them GP practices; 20 blank postcodes, two suspect ones."""
    practices = ods.load_epraccur(field_data / "s10-ods-gp-practices" / "epraccur_2015-11-27.csv")
    assert len(practices) == 12_922
    assert sum(organisation.kind == "practice" for organisation in practices.values()) == 8_177
    assert all(organisation.open is not None for organisation in practices.values())
    broken = [
        organisation.postcode for organisation in practices.values() if not postcode.is_valid(organisation.postcode)
    ]
    assert len(broken) == 22
    assert [code for code in broken if code and not postcode.is_suspect(code)] == []
