"""Every table of the shelf says why it exists and what each of its columns means."""

from __future__ import annotations

import re

import pytest

from house.tree import PACKAGE
from leakassay.model.table import Origin
from leakassay.model.tables.registry import EMITTED, TABLES

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def test_every_page_of_tables_is_in_the_registry():
    """One noun, one file, one line in the registry."""
    pages = {path.stem for path in (PACKAGE / "model" / "tables").glob("*.py")} - {"__init__", "registry"}
    assert pages == set(TABLES)


@every_table
def test_a_table_says_why_it_exists(table):
    """Without a reason it would not be there."""
    assert len(table.why) >= 5
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", table.name)


@every_table
def test_a_column_says_what_it_means(table):
    """A comment per column, more than its name."""
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", column.name), column.name
        assert len(column.comment) >= 3, column.name
        assert column.comment.lower() != column.name.replace("_", " "), column.name


@every_table
def test_column_names_are_given_once_and_the_key_is_among_them(table):
    """A key of columns that are not there identifies nothing."""
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert set(table.key) <= set(table.schema.names)


@pytest.mark.parametrize("table", EMITTED, ids=lambda table: table.name)
def test_a_cell_cannot_forge_ids(table):
    """Ids and the item a row belongs to are stamped by the guard."""
    for column in table.columns:
        if column.name in {f"{table.name}_id", "item_id", "sighting_id", "unit_offset"}:
            assert column.origin is Origin.GUARD, column.name


@every_table
def test_personal_values_are_marked_sensitive(table):
    """A column of an identifying name that is not marked would leave unmasked."""
    identifying = {"nhs_number", "chi_number", "hc_number", "surname", "forename", "date_of_birth", "address",
                   "postcode", "telephone", "email", "item_path", "hospital_number", "specimen_id"}  # fmt: skip
    assert {c.name for c in table.columns if c.name in identifying and not c.sensitive} == set()
