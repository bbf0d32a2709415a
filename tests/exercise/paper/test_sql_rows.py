"""Rows become statements that a database reads back as the same values."""

import sqlite3

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.sql_rows import Column, SqlTable, copy_rows, inserts_rows, lines, mysql_rows, tsql_rows

TABLE = SqlTable("t", (Column("k", "key"), Column("a"), Column("b", "text")))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ROWS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6)


def arrow(rows: list[tuple[str, str]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    texts = [pa.array(column, pa.string()) for column in columns]
    return pa.table([pa.array(range(len(rows)), pa.int64()), *texts], names=["k", "a", "b"])


@given(ROWS)
def test_sqlite_reads_doubled_quotes_as_the_same_text(rows: list[tuple[str, str]]):
    base = sqlite3.connect(":memory:")
    base.executescript("ATTACH ':memory:' AS public; CREATE TABLE public.t (k, a, b)")
    base.executescript(inserts_rows(TABLE, arrow(rows)).decode())
    found = [(a or "", b or "") for a, b in base.execute("SELECT a, b FROM public.t ORDER BY k")]
    base.close()
    assert found == rows


@given(ROWS)
def test_copy_lines_have_one_line_per_row_and_one_tab_between_values(rows: list[tuple[str, str]]):
    found = copy_rows(TABLE, arrow(rows)).decode().split("\n")
    assert found.pop() == ""
    signs = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r", "\\N": ""}
    cells = [line.split("\t") for line in found]
    assert [tuple(unescaped(cell, signs) for cell in row[1:]) for row in cells] == rows


def unescaped(text: str, signs: dict[str, str]) -> str:
    """By the manual: a backslash and the sign behind it are one character."""
    out, place = "", 0
    while place < len(text):
        width = 2 if text[place] == "\\" else 1
        out += signs.get(text[place : place + width], text[place : place + width])
        place += width
    return out


@given(ROWS)
def test_statements_of_mysql_hold_no_bare_quote_and_no_line_break(rows: list[tuple[str, str]]):
    text = mysql_rows(TABLE, arrow(rows)).decode()
    assert text.count("\n") == 1
    signs = {f"\\{sign}": value for sign, value in zip("\\'\"nr0Z", "\\'\"\n\r\0\x1a", strict=True)}
    body = text.removeprefix("INSERT INTO `t` VALUES (").removesuffix(");\n")
    # with escaped signs set aside, every quote left opens or closes a value
    bare = body.replace("\\\\", "").replace("\\'", "")
    assert bare.count("'") == 2 * sum(bool(cell) for row in rows for cell in row)
    first = body.split(",", 1)[1]
    assert unescaped(first, signs).startswith(f"'{rows[0][0]}'" if rows[0][0] else "NULL")


def test_a_go_follows_every_hundred_rows():
    text = tsql_rows(TABLE, arrow([("x", "O'Brien")] * 250)).decode()
    parts = text.split("GO\r\n")
    assert [part.count("INSERT [dbo].[t]") for part in parts] == [100, 100, 50, 0]
    assert "N'O''Brien'" in parts[0]


def test_missing_values_are_null():
    assert mysql_rows(TABLE, arrow([("", "x"), ("y", "")])) == b"INSERT INTO `t` VALUES (0,NULL,'x'),(1,'y',NULL);\n"
    assert copy_rows(TABLE, arrow([("", "x")])) == b"0\t\\N\tx\n"


def test_neighbouring_texts_are_merged():
    assert lines(["a", "b", pa.array(["1", "2"]), "c"]).to_pylist() == ["ab1c", "ab2c"]
