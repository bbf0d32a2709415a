"""A block of delimited text becomes columns; ragged rows keep their place."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.tabular.delimited_block import from_rows, table
from leakassay.values.text_dialect import Dialect

THREE = Dialect(",", '"', 3, (), 0, "", 1.0, 10)


def rows(content: bytes, dialect: Dialect = THREE, *, torn: bool = False) -> list[list[str]]:
    return [list(row.values()) for row in table(content, dialect, torn=torn).rows.to_pylist()]


def test_short_and_long_rows_stay_where_they_stood() -> None:
    assert rows(b"a,b,c\nd,e\nf,g,h,i\nj,k,l\n") == [
        ["a", "b", "c"],
        ["d", "e", ""],
        ["f", "g", "h,i"],
        ["j", "k", "l"],
    ]


def test_trailing_delimiters_are_no_content() -> None:
    assert rows(b"a,b,c,,,\n") == [["a", "b", "c"]]


def test_numbers_keep_their_leading_zeros_and_nothing_becomes_null() -> None:
    assert rows(b"007,NULL,\n") == [["007", "NULL", ""]]


def test_a_torn_block_is_read_line_by_line() -> None:
    assert rows(b'a,"b,c\nd,e,f\n', torn=True) == [["a", "b,c", ""], ["d", "e", "f"]]


def test_a_thorn_is_a_delimiter_too() -> None:
    thorn = Dialect("þ", '"', 3, (), 0, "", 1.0, 10)
    assert rows("aþbþc\ndþe\n".encode(), thorn) == [["a", "b", "c"], ["d", "e", ""]]


def test_nul_bytes_are_data() -> None:
    assert rows(b"a\0b,c,d\n") == [["a\0b", "c", "d"]]


@pytest.mark.parametrize(
    ("content", "runs_on"),
    [
        (b"a,b,c\nd,e,fXg,h,i\n", True),  # a line end became an X
        (b"a,b,c\nd,e,f,g,h,i\n", True),
        (b"a,b,c\nd,e,f,g\n", False),  # a delimiter inside a value
        (b"a,b,c\nd,e,f,,,\n", False),  # trailing delimiters
        (b"a,b,c\nd,e\n", False),
        (b"a,b,c\nd,e\rf,g\nh,i,j\n", True),  # a stray carriage return cut a record
        (b"a,b,c\rd,e\rf,g,h\r", False),
    ],
)
def test_damaged_line_ends_are_noticed(content: bytes, runs_on: bool) -> None:
    assert table(content, THREE).is_doubtful == runs_on


def test_a_record_as_wide_as_two_is_noticed_line_by_line_too() -> None:
    assert table(b"a,b,c\nd,e,f,g,h,i\n", THREE, torn=True).is_doubtful


def test_in_a_table_of_two_columns_a_surplus_says_nothing() -> None:
    assert not table(b"a,b\nc,d,e\n", Dialect(",", '"', 2, (), 0, "", 1.0, 10)).is_doubtful


def test_no_rows_give_an_empty_table_of_the_right_width() -> None:
    assert from_rows([], THREE).rows.num_columns == 3
    assert table(b"\n\n", THREE).rows.num_rows == 0


@settings(deadline=None)
@given(st.lists(st.lists(st.text(alphabet='ab1 "\n,é', max_size=6), min_size=3, max_size=3), min_size=1, max_size=30))
def test_what_csv_wrote_comes_back(written: list[list[str]]) -> None:
    full = [row for row in written if any(row)]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(full)
    assert rows(out.getvalue().encode()) == full


@settings(deadline=None)
@given(st.text(alphabet='ab1,"\n\r\0 þ', max_size=300), st.booleans(), st.sampled_from([",", "þ", "\t"]))
def test_any_text_becomes_a_table_of_the_right_width(text: str, torn: bool, delimiter: str) -> None:
    dialect = Dialect(delimiter, '"', 3, (), 0, "", 1.0, 10)
    found = table(text.encode(), dialect, torn=torn).rows
    assert found.num_columns == 3
    joined = "".join("".join(row.values()) for row in found.to_pylist())
    for letter in "ab1":  # nothing with content is lost
        assert joined.count(letter) == text.count(letter)
