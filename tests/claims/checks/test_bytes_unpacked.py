"""Volume after unpacking, open where much could not be opened."""

from __future__ import annotations

import pytest

from claims import toy_case
from claims.toy_case import judged


def test_content_is_counted_at_any_depth_and_copies_are_named() -> None:
    row = judged("bytes_unpacked", 3000, "exactly")
    assert row["verdict"] == "supported"
    assert "500 bytes" in row["evidence"]


@pytest.mark.parametrize(("own", "verdict"), [(2000, "cannot tell"), (20, "contradicted")])
def test_what_could_not_be_opened_leaves_the_upper_end_open_when_it_is_much(own: int, verdict: str) -> None:
    tables = toy_case.rows()
    tables["item"].append(toy_case.item(6, own, outcome="encrypted"))
    row = judged("bytes_unpacked", 99_000, "at_least", tables=tables)
    assert row["verdict"] == verdict
    assert "1 items could not be opened" in row["evidence"]
