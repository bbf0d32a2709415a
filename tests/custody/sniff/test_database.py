"""SQL dumps are told by their statements, whole or in pieces; texts about SQL are texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.sniff import database
from leakassay.custody.sniff.database import sql_dump

MYSQL = b"""-- MySQL dump 10.13  Distrib 8.0.36
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `patient`;
CREATE TABLE `patient` (
  `id` bigint NOT NULL
);
INSERT INTO `patient` VALUES (1,'9990000018'),(2,'9990000026');
"""
POSTGRES = b"""--
-- PostgreSQL database dump
--
\\restrict abc
SET client_encoding = 'UTF8';
COPY public.patient (id, nhs) FROM stdin;
1\t9990000018
\\.
"""
SERVER = "USE [LIMS]\r\nGO\r\nINSERT [dbo].[Patient Results] ([id]) VALUES (1)\r\nGO\r\n"
ORACLE = b"REM exported\nPROMPT loading\nset define off\nInsert into LIMS.PATIENT (ID,NHS) values (1,'9990000018');\n"


def score(raw: bytes, name: str = "", size: int | None = None, tail: bytes | None = None) -> int:
    return sql_dump(raw, raw if tail is None else tail, name, len(raw) if size is None else size)


@pytest.mark.parametrize("raw", [MYSQL, POSTGRES, SERVER.encode(), SERVER.encode("utf-16"), ORACLE])
def test_a_dump_is_told_whatever_wrote_it(raw: bytes) -> None:
    """Above a table that falls into columns by chance (58), messages in a log (70)."""
    assert score(raw) == 72


def test_tables_behind_a_long_preamble_are_seen_in_the_tail() -> None:
    head = b"SET NOCOUNT ON\n" + b"-- procedures only\n" * 3000
    assert score(head, size=10**6) == 0
    assert score(head, size=10**6, tail=b"x')\nINSERT INTO patient VALUES (1)\n") == 72


def test_a_piece_out_of_the_middle_is_told_by_its_rows() -> None:
    rows = b"".join(b"(%d,'SMITH','9990000018')," % number for number in range(50))
    assert 50 < score(rows, size=10**6) < 60
    assert 50 < score(b"'x');\n" + b"INSERT INTO p VALUES (1,'x');\n" * 3) < 60


@pytest.mark.parametrize(
    "raw",
    [
        b"Set the table for dinner.\nInsert into the slot a coin; create a table of results.\n",
        b"Dear colleague,\nplease run this:\nINSERT INTO p VALUES (1);\nthank you\n",
        b"Select committee minutes\n\nThe update was noted.\n",
        b"patient,note\n1,INSERT new barcode (blue)\n",
        b"",
        bytes(range(256)) * 4,
    ],
)
def test_other_texts_are_no_dump(raw: bytes) -> None:
    assert score(raw, "minutes.txt") == 0


@pytest.mark.parametrize(
    ("raw", "due"),
    [
        (b"Ada','9990000018'),\n('Bell','Eve','9990000026'),\n('Carr','Ann','9990000034');\n-- Dump completed\n", 52),
        (b"8','x'),\r\n  (2,NULL,'Eve'), \r\n\r\n  (3,'it''s','Ann');\r\n", 52),
        (b"8','x'),\n('Bell','Eve');\n", 0),
        (b"(1, 2),\n(3, 4),\n(5, 6);\n", 0),
        (b"('a','b'),\n('c','d'),\nand\nfour\nlines\nof prose\n", 0),
        (b"('quoted' he said\n('as it were'\n", 0),
    ],
)
def test_a_dump_without_its_front_is_told_by_lines_that_are_rows(raw: bytes, due: int) -> None:
    assert score(raw, "results.txt") == due


def test_a_script_that_calls_itself_sql_is_one() -> None:
    raw = b"/* purge */\nDELETE FROM audit WHERE day < '2020-01-01';\n"
    assert (score(raw, "purge.sql"), score(raw, "purge.txt")) == (72, 0)


@pytest.mark.parametrize(
    "part", [b"/**/", b"/*", b"COPY a(\n", b"INSERT\n", b"CREATE a\n", b"INSERT [", b") ", b"REM ", b"-"]
)
def test_hostile_heads_cost_no_time(part: bytes) -> None:
    begun = time.process_time()
    score((part * 65536)[:65536])
    assert time.process_time() - begun < 1


@given(st.lists(st.sampled_from([b"INSERT ", b"INTO ", b"`a`", b"(", b"),(1", b"/*", b"*/", b"\n", b"GO", b"--"])))
@settings(deadline=None)
def test_any_bytes_have_a_score(parts: list[bytes]) -> None:
    assert score(b"".join(parts)) in {0, 52, 72}


def test_a_data_file_of_sql_server_is_known_by_its_first_page() -> None:
    page = bytearray(8192)
    page[:2], page[36:38] = b"\x01\x0f", b"\x01\0"
    assert database.mssql_data(bytes(page), b"", "", 8192) == 80
    assert database.mssql_data(b"\x01\x0f" + bytes(100), b"", "", 102) == 0


def test_rows_of_copy_are_told_by_the_mark_that_ends_them() -> None:
    rows = b"1\t9990000018\n2\t\\N\n\\.\n\n\n"
    assert database.pg_copy(rows, rows, "3355.dat", len(rows)) == 72
    assert database.pg_copy(b"\\.\n\n\n", b"\\.\n\n\n", "", 5) == 72
    for other in (rows[:-5], b"1\t2\n3\n\\.\n", POSTGRES, b"\xff\xfe\x00\x01" + rows):
        assert database.pg_copy(other, other, "", len(other)) == 0
