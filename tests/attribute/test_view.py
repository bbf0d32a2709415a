"""The view: which item speaks where, and patterns that RE2 accepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribute import toy
from leakassay.attribute.view import look
from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import EMPTY


def places(dump: toy.Dump) -> set[tuple[int, str]]:
    return {(row["item_id"], row["partition"]) for row in look(dump.shelf(), EMPTY).place.to_pylist()}


def test_an_item_speaks_for_its_partition_and_for_the_whole() -> None:
    dump = toy.Dump()
    dump.part("disk1")
    assert places(dump) == {(1, "disk1"), (1, "*")}


def test_the_members_of_a_copied_container_speak_where_the_copy_lies() -> None:
    dump = toy.Dump()
    box = dump.part("disk1")
    dump.add("item", item_id=50, parent_id=box, partition_id=1, own_bytes=5, outcome="read")
    dump.add("item", item_id=51, parent_id=50, partition_id=1, own_bytes=5, outcome="read")
    dump.part("disk2", duplicate_of=box)
    assert {item for item, partition in places(dump) if partition == "disk2"} == {box, 50, 51}


def test_a_copy_inside_a_copied_container_leads_to_its_own_original() -> None:
    dump = toy.Dump()
    first = dump.part("disk0")
    box = dump.part("disk1")
    dump.add("item", item_id=50, parent_id=box, partition_id=2, duplicate_of=first, outcome="read")
    dump.part("disk2", duplicate_of=box)
    assert {item for item, partition in places(dump) if partition == "disk2"} == {box, first}


@pytest.mark.parametrize("pattern", [r"(?=x)\d", r"(a)\1", "(", "[z-a]"])
def test_a_pattern_that_may_run_away_or_is_none_is_refused_by_its_key(tmp_path: Path, pattern: str) -> None:
    said = toy.profile(tmp_path, roll=None, organisation={"name": "x", "specimen_numbers": [r"\d+", pattern]})
    with pytest.raises(ProfileError, match=r"organisation\.specimen_numbers\[1\]") as caught:
        look(toy.Dump().shelf(), said)
    assert pattern not in str(caught.value)
