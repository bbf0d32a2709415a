"""Pivot caches: rows under the names of their fields, and shared values that no row uses."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Batch
from leakassay.model.errors import ItemError
from leakassay.read.tabular import pivot_cache
from leakassay.read.tabular.pivot_cache import Field

DEFINITION = (
    '<pivotCacheDefinition><cacheFields><cacheField name="NHS number"><sharedItems/></cacheField>'
    '<cacheField name="Ward"><sharedItems><s v="A"/><s v="B"/><m/></sharedItems></cacheField>'
    '<cacheField name="g" databaseField="0"><fieldGroup><groupItems><s v="x"/></groupItems></fieldGroup></cacheField>'
    "</cacheFields></pivotCacheDefinition>"
)
RECORDS = (
    '<pivotCacheRecords><r><n v="9990000018"/><x v="0"/></r><r><s v="9990000026"/><x v="9"/></r></pivotCacheRecords>'
)


def columns() -> list[Field]:
    return pivot_cache.fields(io.BytesIO(DEFINITION.encode()))


def rows(found: list[Batch]) -> list[list[str]]:
    return [list(row.values()) for batch in found for row in batch.data.to_pylist()]


def test_records_look_up_what_is_shared_and_groups_are_no_column() -> None:
    found = list(pivot_cache.records(io.BytesIO(RECORDS.encode()), columns(), "p"))
    assert rows(found) == [["9990000018", "A"], ["9990000026", "9"]]
    assert found[0].headers == ("NHS number", "Ward")


def test_shared_values_that_no_record_uses_are_told() -> None:
    fields = columns()
    list(pivot_cache.records(io.BytesIO(RECORDS.encode()), fields, "p"))
    (left,) = pivot_cache.unused(fields, "p")
    assert (left.headers, rows([left])) == (("Ward",), [["B"]])


def test_records_that_break_off_give_what_came_before() -> None:
    cut = b'<r><n v="1"/></r>' * 30_000
    found: list[Batch] = []
    with pytest.raises(ItemError):
        found.extend(pivot_cache.records(io.BytesIO(b"<pivotCacheRecords>" + cut), [], "p"))
    assert sum(batch.data.num_rows for batch in found) > 10_000


MARKS = ["<r>", "</r>", '<x v="0"/>', '<x v="-7"/>', '<x v="99999999999999999999"/>',
         '<x v="one"/>', '<s v="A"/>', "<m/>",
         "<cacheField>", '<cacheField name="n">', "</cacheField>", "<sharedItems>",
         "</sharedItems>", "text", "&lt;", "<"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=40))
def test_any_marks_give_rows_as_wide_as_their_headers(marks: list[str]) -> None:
    raw = f"<a>{''.join(marks)}</a>".encode()
    with contextlib.suppress(ItemError):
        pivot_cache.fields(io.BytesIO(raw))
    fields = columns()
    with contextlib.suppress(ItemError):
        for batch in pivot_cache.records(io.BytesIO(raw), fields, "p"):
            assert batch.data.num_columns == len(batch.headers)
    for batch in pivot_cache.unused(fields, "p"):
        batch.data.validate(full=True)
