"""Heads of statements, in the words of each program."""

from __future__ import annotations

import time

import pytest

from leakassay.read.database.sql_statement import BORDER, UNREAD_DATA, bare, columns_of, next_head


@pytest.mark.parametrize(
    ("text", "kind", "table", "columns"),
    [
        ("INSERT INTO `t` VALUES (", "insert", "t", ()),
        ("INSERT IGNORE INTO `a b`.`t` (`x`,`y z`) VALUES (", "insert", "t", ("x", "y z")),
        ("INSERT [dbo].[t] ([a], [b]) VALUES (", "insert", "t", ("a", "b")),
        ('Insert into "S"."T" ("A",B) values (', "insert", "T", ("A", "B")),
        ("INSERT ALL INTO t (a) VALUES (", "insert", "t", ("a",)),
        ("  INTO t (a) VALUES (", "insert", "t", ("a",)),
        ("REPLACE INTO t VALUES (", "insert", "t", ()),
        ("INSERT OR IGNORE INTO t VALUES(", "insert", "t", ()),
        ("INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES (", "insert", "t", ("a",)),
        ('COPY public.t (a, "B") FROM stdin;\n', "copy", "t", ("a", "B")),
        ("CREATE TABLE IF NOT EXISTS s.t (", "create", "t", ()),
        ("CREATE GLOBAL TEMPORARY TABLE t (", "create", "t", ()),
        ("),\n('", "run", "", ()),
    ],
)
def test_a_head_is_known(text: str, kind: str, table: str, columns: tuple[str, ...]) -> None:
    head = next_head("/* x */;\n" + text + "1", 0)
    assert head is not None
    assert (head.kind, head.table, head.columns) == (kind, table, columns)


def test_prose_is_no_head() -> None:
    assert next_head("Insert the tube into the rack (values (1) are printed), then (2).", 0) is None


def test_columns_of_a_table() -> None:
    text = """(
      -- the key
      `id` int(11) NOT NULL COMMENT 'a, b) c', /* why */
      [nhs no] varchar(10) DEFAULT (concat('x',',')),
      "DOB" date, forename text CHECK (forename <> ''),
      PRIMARY KEY (`id`), CONSTRAINT c UNIQUE (a,b), KEY k (x)
    ) ENGINE=InnoDB;"""
    shape = columns_of(text, 0)
    assert shape is not None
    assert shape[0] == ("id", "nhs no", "DOB", "forename")
    assert text[shape[1] - 1] == ")"
    assert columns_of("(a int, b", 0) is None


@pytest.mark.parametrize(
    "text", ["UPDATE t SET a='x'", "MERGE INTO t", "INSERT INTO t SELECT 1", "INSERT INTO t SET a=1"]
)
def test_values_that_are_not_taken_apart_are_seen(text: str) -> None:
    assert UNREAD_DATA.search(text)


def test_borders_begin_lines() -> None:
    assert BORDER.search("x;\nINSERT INTO t VALUES (1)")
    assert not BORDER.search("x INSERT INTO t VALUES (1)")


def test_the_last_part_of_a_name_counts() -> None:
    assert bare('"a.b"."c""d"') == 'c"d'


@pytest.mark.parametrize(
    "unit",
    [
        "INTO a(",
        "INSERT ",
        "CREATE ",
        "CREATE TABLE a(",
        "COPY a (",
        "),",
        "INTO a.",
        "a.",
        "/*",
        "'",
        "[",
        "INTO a(b,",
    ],
)
def test_no_text_costs_more_than_its_length(unit: str) -> None:
    text = unit * 100_000
    start = time.process_time()
    at = 0
    while at < len(text) and (head := next_head(text, at)):
        at = (columns_of(text, head.end) or ((), len(text)))[1] if head.kind == "create" else head.end
    UNREAD_DATA.search(text)
    columns_of("(" + text, 0)
    assert time.process_time() - start < 3
