"""Rows of VALUES in every dialect; damage is told, nothing is guessed."""

from __future__ import annotations

import sqlite3
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.database.sql_values import ESCAPED, STANDARD, DamageError, UnendedError, row_at, unescaped


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("(1,'a',NULL,-2.5)", ["1", "a", "", "-2.5"]),
        ("( 1 , N'a''b' , null )", ["1", "a'b", ""]),
        ("('(x),(y)',';','--no')", ["(x),(y)", ";", "--no"]),
        ("('C:\\',2)", ["C:\\", "2"]),
        ("(E'it\\'s\\n',2)", ["it's\n", "2"]),
        ("($$it's$$,$a$x$$y$a$)", ["it's", "x$$y"]),
        ("(0x39393930303030303138,X'41424344',0xFFD8FFE0)", ["9990000018", "ABCD", "0xFFD8FFE0"]),
        ("('\\x39393930303030303138')", ["9990000018"]),
        ('("double ""quoted""", 1)', ['double "quoted"', "1"]),
        ("(_binary 'abc',_utf8mb4'x')", ["abc", "x"]),
        ("(CAST(N'2024-06-01' AS Date),CAST(12.50 AS Decimal(9, 2)))", ["2024-06-01", "12.50"]),
        ("(CAST(0x0000A4B900000000 AS DateTime),CAST(0x5B950A00 AS Date))", ["2015-06-16 00:00:00", "1900-01-01"]),
        ("(to_date('01-JAN-50','DD-MON-RR'),'x'||CHR(10)||'y')", ["01-JAN-50", "x\ny"]),
        ("(TIMESTAMP '2024-01-01 09:00:00', DATE '1950-02-03', '1'::text)",
         ["2024-01-01 09:00:00", "1950-02-03", "1"]),
        ("(1, -- first\n 'b' /* it's */)", ["1", "b"]),
        ("(now(), UUID(), 3 + 4)", ["now()", "UUID()", "3 + 4"]),
        ("(N'one' 'two')", ["onetwo"]),
        ("(CHR('\N{SUPERSCRIPT TWO}'),CHAR(" + "1" * 5000 + "))", ["\N{SUPERSCRIPT TWO}", "1" * 5000]),
    ],
)  # fmt: skip
def test_a_row_is_taken_apart(text: str, cells: list[str]) -> None:
    row = row_at(text, 0, STANDARD)
    assert row.cells == cells
    assert row.end == len(text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [(r"('O\'Brien','a\nb','x\\')", ["O'Brien", "a\nb", "x\\"]), (r"('it''s \"q\"',1)", ['it\'s "q"', "1"])],
)
def test_backslashes_escape_where_the_dialect_says_so(text: str, cells: list[str]) -> None:
    assert row_at(text, 0, ESCAPED).cells == cells


def test_long_bytes_that_are_no_text_are_counted() -> None:
    assert row_at(f"(1,0x{'8100ff83' * 40})", 0, STANDARD).blobs == 1
    assert row_at(f"(1,CAST(0x{'8100ff83' * 40} AS varbinary))", 0, STANDARD).blobs == 1


@pytest.mark.parametrize("text", ["('a'b',1)", "('Smith,'Anne','x')", "(1;2)", "(1 'x' (2))"])
def test_a_quote_too_many_is_damage(text: str) -> None:
    with pytest.raises(DamageError):
        row_at(text + "," + text, 0, STANDARD)


@pytest.mark.parametrize("text", ["(", "(1", "(1,'a", "(1,'a'", "(E'", "($$x", "(f(1"])
def test_a_row_that_stops_is_unended(text: str) -> None:
    with pytest.raises(UnendedError):
        row_at(text, 0, STANDARD)


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_what_sqlite_quotes_comes_back(values: list[str]) -> None:
    base = sqlite3.connect(":memory:")
    values = [value.replace("\0", "") for value in values if value.isprintable() or True]
    try:
        printed = [base.execute("select quote(?)", (value,)).fetchone()[0] for value in values]
    except UnicodeEncodeError:
        return
    row = row_at("(" + ",".join(printed) + ")", 0, STANDARD)
    assert row.cells == [unescaped_hex(value) for value in values]


def unescaped_hex(value: str) -> str:
    """A text that looks like PostgreSQL's bytes is read as such."""
    return row_at(f"('{value}')", 0, STANDARD).cells[0] if value.startswith("\\x") else value


@given(st.text(alphabet="(),'\"\\$;-/*NEx01a \n"))
def test_any_text_is_a_row_or_is_not(text: str) -> None:
    for dialect in (STANDARD, ESCAPED):
        try:
            row = row_at(text, 0, dialect)
        except (DamageError, UnendedError):
            continue
        assert 0 < row.end <= len(text)


@pytest.mark.parametrize("unit", ["(", "'", "('", "(1,", "\\'", "/*", "$a", "f((", "'a' || ", '"', "CAST(", "[", "''"])
def test_no_text_costs_more_than_its_length(unit: str) -> None:
    text = "(" + unit * 50_000
    start = time.process_time()
    for dialect in (STANDARD, ESCAPED):
        with pytest.raises((DamageError, UnendedError)):
            row_at(text, 0, dialect)
    assert time.process_time() - start < 2


def test_escapes_of_postgres() -> None:
    assert unescaped(r"\x41\u00e9\101\t") == "AéA\t"
    assert unescaped(r"\ud800") == "�"
    assert unescaped(r"\9 \8 \²") == "9 8 ²"
