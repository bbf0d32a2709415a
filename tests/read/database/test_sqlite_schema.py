"""Columns by the statement that made the table; a hostile statement makes nothing."""

from __future__ import annotations

import pytest

from leakassay.read.database.sqlite_schema import shape_of


@pytest.mark.parametrize(
    ("sql", "columns", "key", "has_rowid"),
    [
        ("create table t (id integer primary key, b)", ("id", "b"), 0, True),
        ("create table t (b, id integer, primary key (id))", ("b", "id"), 1, True),
        ("create table t (id int primary key, b)", ("id", "b"), -1, True),
        ('CREATE TABLE "t x" (a, b, c, PRIMARY KEY (c, a)) WITHOUT ROWID', ("c", "a", "b"), -1, False),
        ("create table t (a, b as (a + 1), c as (a) stored)", ("a", "c"), -1, True),
        ("create table t (a int, b text", ("a", "b"), -1, True),
        ("create table t as select 1", (), -1, True),
        ("drop table t", (), -1, True),
        ("create table t (a); drop table t", (), -1, True),
        ("create virtual table t using fts5(a)", (), -1, True),
        ("", (), -1, True),
    ],
)
def test_the_shape_of_a_table(sql: str, columns: tuple[str, ...], key: int, has_rowid: bool) -> None:
    shape = shape_of(sql)
    assert (shape.key, shape.has_rowid) == (key, has_rowid)
    if sql not in ("create table t (a int, b text", "create table t (a); drop table t"):
        assert shape.columns == columns


def test_a_statement_reaches_no_file(tmp_path) -> None:
    shape_of(f"create table t (a default (load_extension('{tmp_path}/x')))")
    shape_of(f"attach '{tmp_path}/y' as y")
    assert list(tmp_path.iterdir()) == []
