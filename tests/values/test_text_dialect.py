"""Dialects are told from the head: delimiter, width, header, preamble."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.values import text_dialect
from leakassay.values.text_dialect import DELIMITERS, fields, one_column, records, sniff

ROWS = "NHSNO{d}SURNAME{d}DOB{d}RESULT\n" + "".join(
    f"99900000{n:02d}{{d}}SMITH{{d}}01/02/19{n}{{d}}{n}.5\n" for n in range(18, 60)
)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_delimiter_is_found_with_its_header(delimiter: str) -> None:
    dialect = sniff(ROWS.format(d=delimiter), complete=True)
    assert dialect is not None
    assert (dialect.delimiter, dialect.width, dialect.headers[0]) == (delimiter, 4, "NHSNO")


def test_a_first_row_of_data_is_no_header() -> None:
    dialect = sniff("9990000018,SMITH,01/02/1950\n9990000026,JONES,03/04/1960\n", complete=True)
    assert dialect is not None
    assert dialect.headers == ()
    assert dialect.data_at == 0


def test_title_lines_before_the_header_are_the_preamble() -> None:
    text = "Pathology extract\nPrinted 3 May\n\n" + ROWS.format(d=",")
    dialect = sniff(text, complete=True)
    assert dialect is not None
    assert dialect.preamble.startswith("Pathology extract")
    assert text[dialect.data_at :].startswith("9990000018")


def test_a_quoted_line_break_in_the_header_is_counted() -> None:
    text = '"NHS\nnumber",name,dob\n9990000018,SMITH,1950-01-02\n9990000026,JONES,1950-01-03\n'
    dialect = sniff(text, complete=True)
    assert dialect is not None
    assert dialect.headers[0] == "NHS\nnumber"
    assert text[dialect.data_at :].startswith("9990000018")


def test_prose_with_commas_is_no_table() -> None:
    prose = "Thank you, as always, for seeing this lady.\nShe is well, I think.\nNo fever, no cough, nothing.\n"
    assert sniff(prose * 3, complete=True) is None


def test_a_concordance_file_has_thorns_for_quotes() -> None:
    text = "þIDþ\x14þNAMEþ\x14þDATEþ\n" + "þ17þ\x14þSMITHþ\x14þ2020-01-02þ\n" * 4
    dialect = sniff(text, complete=True)
    assert dialect is not None
    assert records(text, dialect)[1] == ["17", "SMITH", "2020-01-02"]


def test_a_list_of_numbers_is_one_column() -> None:
    dialect = one_column("nhs_number\n9990000018\n9990000026\n", complete=True)
    assert (dialect.width, dialect.headers) == (1, ("nhs_number",))


def test_a_long_run_of_digits_does_not_cost_quadratic_time() -> None:
    text = ("1" * 60_000 + "x,2\n") + "a,b\n" * 10
    start = time.process_time()
    sniff(text, complete=True)
    assert time.process_time() - start < 2


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('ab1,;|\t"\n\r \0é'), max_size=400), st.booleans())
def test_any_text_gets_an_answer(text: str, complete: bool) -> None:
    dialect = sniff(text, complete=complete) or one_column(text, complete=complete)
    assert dialect.width >= 1
    assert 0 <= dialect.data_at <= len(text)


@settings(deadline=None)
@given(st.lists(st.lists(st.text(alphabet='ab1 "\n,é', min_size=1, max_size=6), min_size=3, max_size=3), min_size=1))
def test_records_written_by_csv_come_back(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    dialect = text_dialect.Dialect(",", '"', 3, (), 0, "", 1.0, len(rows))
    assert records(written.getvalue(), dialect) == rows


def test_one_record_is_split_whatever_its_quotes() -> None:
    dialect = text_dialect.Dialect(",", '"', 3, (), 0, "", 1.0, 1)
    assert fields('a,"b,c",d', dialect) == ["a", "b,c", "d"]
    assert fields('a,"never closed,d', dialect)[0] == "a"
    assert fields("a\rb,c,d", dialect) == ["a\rb", "c", "d"]


@pytest.mark.field
def test_the_odd_delimiters_of_cancer_registry_files_are_found(field_data: Path) -> None:
    folder = field_data / "s12-ndr-import"
    told = {}
    for name, encoding in (
        ("normal_thorn.csv", "cp1252"),
        ("normal_pipe.csv", "utf-8"),
        ("high_ascii_delimited_example_two.txt", "cp1252"),
        ("not_sign_delimited.txt", "utf-8"),
    ):
        dialect = sniff((folder / name).read_bytes().decode(encoding), complete=True)
        told[name] = dialect and (dialect.delimiter, dialect.width)
    assert list(told.values()) == [("þ", 26), ("|", 26), ("ý", 26), ("¬", 3)]


@pytest.mark.parametrize(
    "header",
    ["NHS NO,SURNAME,DOBxSEX", "NHS NO,SURNAME,DOB,SEXx9990000018,MOUSE,01/02/1950,F", "NHS NO,SURNAME,DOB@SEX"],
    ids=["comma", "line", "a sign that no header has"],
)
def test_a_header_of_another_width_still_names_its_columns(header: str) -> None:
    """A lost delimiter, a lost line break: without a header a list of four people has no numbers."""
    rows = "".join(f"999000001{n},MOUSE,0{n + 1}/02/1950,F\n" for n in range(4))
    dialect = text_dialect.sniff(f"{header}\n{rows}", complete=True)
    assert dialect is not None
    assert (dialect.width, dialect.headers[:2], dialect.has_odd_header) == (4, ("NHS NO", "SURNAME"), True)
    assert len(dialect.headers) == 4
