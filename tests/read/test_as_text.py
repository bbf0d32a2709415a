"""What is searched only comes whole, in any encoding, its rows numbered on."""

from __future__ import annotations

import pytest

from leakassay.model.item import in_memory
from leakassay.read.as_text import as_text

LINE = "Zoë Müller, NHS number 9990000018\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_all_of_an_item_comes_as_text(encoding: str) -> None:
    found = list(as_text(in_memory((LINE * 3).encode(encoding), "x.json")))
    assert "".join(row for batch in found for row in batch.data["text"].to_pylist()) == LINE * 3
    assert {batch.part for batch in found} == {"as text"}


def test_rows_are_numbered_on_over_blocks() -> None:
    found = list(as_text(in_memory((LINE * 200_000).encode(), "x.xml")))
    assert len(found) > 1
    at = 0
    for batch in found:
        assert batch.first_row == at
        at += batch.data.num_rows
