"""Items at any depth, files as delivered beside them."""

from __future__ import annotations

from claims.toy_case import judged


def test_items_are_counted_at_any_depth() -> None:
    row = judged("items", 5, "exactly")
    assert (row["verdict"], row["measured_low"], row["measured_high"]) == ("supported", 5, 5)
    assert "2 files as delivered" in row["evidence"]


def test_who_meant_the_files_as_delivered_is_not_contradicted() -> None:
    row = judged("items", 2, "exactly")
    assert row["verdict"] == "not supported"
    assert "the files as delivered" in row["evidence"]
