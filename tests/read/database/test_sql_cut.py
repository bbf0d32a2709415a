"""Where a dump is cut, and what a unit knows of the statement it begins in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leakassay.model.item import in_memory
from leakassay.read.database.sql_cut import context, cuts, dialect_of
from leakassay.read.database.sql_values import ESCAPED, STANDARD


@pytest.mark.parametrize(
    ("head", "has_backslash"),
    [(b"-- MySQL dump", True), (b"INSERT INTO `t` VALUES (1)", True), (b"INSERT INTO t VALUES ('O\\'B')", True),
     (b"INSERT INTO t VALUES ('C:\\', 1)", False), (b"-- PostgreSQL database dump", False)],
)  # fmt: skip
def test_the_head_tells_what_a_backslash_means(head: bytes, has_backslash: bool) -> None:
    assert dialect_of(in_memory(head), "utf-8") == (ESCAPED if has_backslash else STANDARD)


@pytest.mark.parametrize(
    ("before", "kind", "table", "columns"),
    [
        ("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1,2),", "insert", "t", ("a", "b")),
        ("COPY s.t (a, b) FROM stdin;\n1\t2\n", "copy", "t", ("a", "b")),
        ("COPY s.t (a, b) FROM stdin;\n1\t2\n\\.\n", "", "", ()),
        ("nothing of the kind ", "", "", ()),
    ],
)
def test_a_unit_looks_back_for_its_statement(before: str, kind: str, table: str, columns: tuple[str, ...]) -> None:
    item = in_memory((before + "(3,4);\n").encode())
    place = context(replace(item, offset=len(before)), "utf-8")
    assert (place.kind, place.table, place.columns) == (kind, table, columns)


def test_a_unit_that_begins_with_a_statement_looks_at_nothing() -> None:
    raw = b"INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (2);\n" * 400
    item = in_memory(raw)
    units = cuts(item, "utf-8", 5000)
    assert all(raw[at:].startswith(b"INSERT") for at, *_ in units)
    assert {context(replace(item, offset=unit[0], anchors=unit[2:]), "utf-8").kind for unit in units} == {""}


def test_a_unit_inside_a_statement_is_told_where_it_began_and_what_tables_there_are() -> None:
    front = b"CREATE TABLE t (a int, b int);\n" + b"-- x\n" * 3_000
    raw = front + b"INSERT INTO t VALUES " + b"(1,2)," * 3_000 + b"(3,4);\n"
    units = cuts(in_memory(raw), "utf-8", 5_000)
    inside = [unit for unit in units if unit[0] > len(front) + 21]
    assert {unit[2:] for unit in inside} == {(len(front) + len("INSERT "), 0)}
    assert {context(replace(in_memory(raw), offset=unit[0], anchors=unit[2:]), "utf-8").columns for unit in inside} == {
        ("a", "b")
    }
    assert {unit[2:] for unit in units[1:] if unit not in inside} == {(0, 0)}


def test_a_copy_that_ended_is_not_open() -> None:
    raw = b"-- x\nCOPY s.t (a, b) FROM stdin;\n1\t2\n\\.\n" + b"-- x\n" * 3_000
    units = cuts(in_memory(raw), "utf-8", 5_000)
    assert {context(replace(in_memory(raw), offset=unit[0], anchors=unit[2:]), "utf-8").kind for unit in units[1:]} == {
        ""
    }
    assert {unit[2:] for unit in units} == {()}
