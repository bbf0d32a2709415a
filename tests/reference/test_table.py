"""Shipped tables: every file is read, has no ragged row, and is named in the README."""

from importlib.resources import files

import pytest

from leakassay.reference import table

DATA = files("leakassay.reference").joinpath("data")
TABLES = sorted(entry.name for entry in DATA.iterdir() if entry.name.endswith(".csv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column_and_no_more(name):
    rows = table.rows(name)
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_names_source_and_licence_of_every_table(name):
    readme = files("leakassay.reference").joinpath("README.md").read_text(encoding="utf-8")
    assert f"`{name}`" in readme


def test_rows_are_read_once():
    assert table.rows("verbal_scale.csv") is table.rows("verbal_scale.csv")
