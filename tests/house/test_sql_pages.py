"""SQL is a page: one SELECT with its inputs, its output and its question on top, over tables and columns that exist."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from house.tree import PACKAGE, modules, shown, syntax
from leakassay.case.sqlpage import parse
from leakassay.model.tables.registry import TABLES

PAGES = tuple(sorted(PACKAGE.rglob("sql/*.sql")))

every_page = pytest.mark.parametrize("path", PAGES, ids=shown)


@cache
def _tree(path) -> exp.Expression:
    found = sqlglot.parse(path.read_text(encoding="utf-8"), dialect="duckdb")
    assert len(found) == 1, "one statement a page"
    assert found[0] is not None
    return found[0]


@cache
def _words_of(room: str) -> frozenset[str]:
    """Every string constant in the modules of a room: names of pages and of lent tables are among them."""
    found = set()
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
    return frozenset(found)


def _tables_read(path) -> set[str]:
    tree = _tree(path)
    own = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name and table.name not in own}


def test_there_are_pages():
    """A walk over nothing would be green."""
    assert len(PAGES) > 50


@every_page
def test_a_page_is_one_select_under_a_header_and_a_question(path):
    """`-- in: a, b  out: c`, then a question in words."""
    page = parse(shown(path), path.read_text(encoding="utf-8"))
    assert isinstance(_tree(path), exp.Select | exp.Union | exp.Subquery)
    assert len(page.question.split()) >= 3
    assert re.fullmatch(r"[a-z][a-z0-9_]*", page.output)


@every_page
def test_a_page_reads_what_its_header_says(path):
    """No more, no less: the header is what the shelf registers."""
    page = parse(shown(path), path.read_text(encoding="utf-8"))
    assert _tables_read(path) == set(page.inputs)


@every_page
def test_the_inputs_of_a_page_are_tables_of_the_shelf_or_lent_by_its_room(path):
    """A lent table is named in a module of the room."""
    room = path.relative_to(PACKAGE).parts[0]
    page = parse(shown(path), path.read_text(encoding="utf-8"))
    assert [name for name in page.inputs if name not in TABLES and name not in _words_of(room)] == []


@every_page
def test_a_page_is_asked_for(path):
    """A question that nobody asks goes; exports are asked for by the name of the table."""
    room = path.relative_to(PACKAGE).parts[0]
    assert path.stem in _words_of(room) or path.stem.startswith("export_")


def _strange_columns(path) -> list[str]:
    """Columns of declared tables that these do not have, where the table a column belongs to is plain to see."""
    strange = []
    for scope in traverse_scope(_tree(path)):
        sources = {name: source for name, source in scope.sources.items() if isinstance(source, exp.Table)}
        for column in scope.columns:
            if isinstance(column.this, exp.Star):
                continue
            source = sources.get(column.table) if column.table else None
            if source is not None and source.name in TABLES and column.name not in TABLES[source.name].schema.names:
                strange.append(f"{column.table}.{column.name}")
    return strange


@every_page
def test_the_columns_of_a_page_exist(path):
    """A misspelt column of a declared table is found here, not in the field."""
    assert _strange_columns(path) == []


@every_page
def test_a_page_binds_its_parameters(path):
    """Python never writes into a page: no format braces."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\{(?:[a-z_]\w*)?\}|%s|%\(\w+\)s", text)


_SELECT = re.compile(r"\s*(?:select|with)\s+\S+.*\sfrom\s", re.IGNORECASE | re.DOTALL)


def test_python_holds_no_select_over_the_shelf():
    """Queries over the shelf are pages; the ledger (SQLite) is the corridor's and the case's own affair."""
    over_the_ledger = {"case", "pipeline", "cli"}
    rooms = [path for path in modules() if path.relative_to(PACKAGE).parts[0] not in over_the_ledger]
    words = [(path, node) for path in rooms for node in ast.walk(syntax(path)) if isinstance(node, ast.Constant)]
    assert [f"{shown(p)}:{n.lineno}" for p, n in words if isinstance(n.value, str) and _SELECT.match(n.value)] == []
