"""Tables in memory and tables in batches are read alike."""

import pyarrow as pa
import pytest

from leakassay.exercise.scoring.source import Held, of, rows

ITEMS = pa.table({"item_id": [1, 2], "outcome": ["read", "empty"]})


def test_columns_that_are_not_there_are_left_out_of_batches_and_none_in_rows():
    (batch,) = of({"items": ITEMS}).batches("items", ("item_id", "sha256"))
    assert batch.column_names == ["item_id"]
    assert rows(Held({"items": ITEMS}), "items", ("outcome", "sha256"))[0] == {"outcome": "read", "sha256": None}


def test_an_assay_without_items_is_none_but_without_mentions_it_is_one():
    assert list(Held({}).batches("mentions", ("value",))) == []
    with pytest.raises(KeyError, match="items"):
        list(Held({}).batches("items", ("item_id",)))


def test_what_can_be_read_in_batches_is_left_as_it_is():
    held = Held({})
    assert of(held) is held
