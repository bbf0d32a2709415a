"""What stands around the rows opens and closes each table, as the program of its name writes it."""

import pytest
import sqlglot

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper.sql_dialect import DIALECTS
from leakassay.exercise.paper.sql_rows import Column, SqlTable

TABLE = SqlTable("child", (Column("no", "key"), Column("parent_no", "key"), Column("when_at", "time")), "parent")


@pytest.mark.parametrize("name", DIALECTS)
def test_a_table_that_points_to_another_says_so(name: str):
    way = DIALECTS[name]
    text = way.opening(TABLE) + way.closing(TABLE)
    assert "FOREIGN KEY" in text
    assert "REFERENCES" in text
    assert "parent" in text.split("REFERENCES")[1]


@pytest.mark.parametrize("name", ["mysqldump", "pg_dump_inserts", "tsql"])
def test_the_shape_of_a_table_is_sql_that_another_parser_reads(name: str):
    text = DIALECTS[name].opening(TABLE).replace("GO\r\n", ";\n")
    start = text.index("CREATE TABLE")
    glot = {"mysqldump": "mysql", "pg_dump_inserts": "postgres", "tsql": "tsql"}[name]
    tree = sqlglot.parse_one(text[start : text.index(";", start)], read=glot)
    assert [column.name for column in tree.find_all(sqlglot.exp.ColumnDef)] == ["no", "parent_no", "when_at"]


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dump_names_the_system_it_was_taken_from(name: str):
    head = DIALECTS[name].head(OURS)
    assert OURS.host in head or OURS.software in head
    assert DIALECTS[name].tail(OURS)
