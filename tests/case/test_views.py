"""Views of the ledger: names opened, ids unsigned, nothing lost."""

from __future__ import annotations

from pathlib import Path

from case.shop import add_item, add_source, fresh
from leakassay.model.tables.registry import TABLES

HIGH = (1 << 64) - 2


def test_paths_lead_through_containers_and_ids_stay_unsigned(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    add_source(case, size=10)
    add_item(case, HIGH, name=b"a/b.zip", modified_at=1_700_000_000)
    add_item(case, 3, name=b"x\xff.csv", parent_id=-2, depth=1)
    add_item(case, 4, name=b"y", parent_id=3, depth=2)
    found = case.shelf().table("item")
    assert found.schema == TABLES["item"].schema
    assert found["item_path"].to_pylist() == ["a/b.zip", "a/b.zip!/x\\xff.csv", "a/b.zip!/x\\xff.csv!/y"]
    assert found["item_id"].to_pylist() == [HIGH, 3, 4]
    assert found["parent_id"].to_pylist() == [None, HIGH, 3]
    assert found["modified_at"].cast("int64").to_pylist()[0] == 1_700_000_000


def test_a_time_that_no_calendar_holds_is_null(tmp_path: Path) -> None:
    """A file system or an archive may state any number."""
    case = fresh(tmp_path)
    add_source(case, size=20)
    add_item(case, 1, modified_at=1 << 60)
    add_item(case, 2, modified_at=-(1 << 60))
    assert case.shelf().table("item")["modified_at"].to_pylist() == [None, None]


def test_an_item_without_outcome_is_shown_as_pending(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    add_source(case, size=10)
    add_item(case, 1, outcome="", done=0, sha256="")
    (row,) = case.shelf().table("item").to_pylist()
    assert (row["outcome"], row["reason"], row["sha256"]) == ("pending", "stage_not_run", None)


def test_partitions_and_sources_are_summed(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    add_source(case, size=30)
    add_item(case, 1)
    add_item(case, 2, size_bytes=20, own_bytes=20, sha256="")
    (part,) = case.shelf().table("partition").to_pylist()
    assert (part["partition"], part["items"], part["bytes"]) == ("part", 2, 30)
    (source,) = case.shelf().table("source").to_pylist()
    assert (source["label"], source["hashed_bytes"], source["unreadable_bytes"]) == ("dump", 10, 20)


def test_sources_are_numbered_from_1_in_the_order_of_adding(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    for source_id in (0, 1):  # the ledger counts from 0
        add_source(case, size=0, source_id=source_id)
    assert case.shelf().table("source")["ordinal"].to_pylist() == [1, 2]
