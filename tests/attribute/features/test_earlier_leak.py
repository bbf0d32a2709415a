"""P22: laboratory numbers and files that already stood in an earlier leak."""

from __future__ import annotations

import hashlib
from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.evidence import Evidence
from leakassay.attribute.features import earlier_leak
from leakassay.model.outcomes import Hypothesis


def known(folder: Path, specimens: int) -> toy.Dump:
    (folder / "earlier").mkdir()
    (folder / "earlier" / "a.csv").write_text("".join(f"19L{at:06d}\n" for at in range(specimens)))
    dump = toy.Dump()
    dump.specimens(dump.part("disk1"), [f"19L{at:06d}" for at in range(100)])
    return dump


def said_of(folder: Path, dump: toy.Dump) -> Evidence:
    profile = toy.profile(folder, roll=None, earlier_leak=[{"name": "2019", "path": "earlier"}])
    return said(earlier_leak, dump, profile)["disk1"]


def test_numbers_that_all_stood_in_it_speak_for_recycled(tmp_path: Path) -> None:
    assert decades(said_of(tmp_path, known(tmp_path, 100)), Hypothesis.RECYCLED, Hypothesis.OURS) > 1


def test_numbers_of_which_none_stood_in_it_speak_against_recycled_but_another_leak_is_possible(tmp_path: Path) -> None:
    found = said_of(tmp_path, known(tmp_path, 0))
    assert 0.3 < decades(found, Hypothesis.OURS, Hypothesis.RECYCLED) < 1.5


def test_a_tenth_of_old_numbers_is_what_a_new_theft_takes_along(tmp_path: Path) -> None:
    assert decades(said_of(tmp_path, known(tmp_path, 10)), Hypothesis.OURS, Hypothesis.RECYCLED) > 0


def test_where_there_are_no_numbers_whole_files_speak(tmp_path: Path) -> None:
    (tmp_path / "earlier").mkdir()
    dump = toy.Dump()
    dump.part("disk1")
    for at in range(10):
        content = bytes([at]) * 2000
        (tmp_path / "earlier" / f"{at}.bin").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        facts = {"size_bytes": 2000, "own_bytes": 2000, "bytes_read": 2000, "outcome": "read", "sha256": digest}
        dump.add("item", item_id=100 + at, partition_id=1, **facts)
    found = said_of(tmp_path, dump)
    assert decades(found, Hypothesis.RECYCLED, Hypothesis.OURS) > 1
    assert "10 of 11 distinct files" in found.note


def test_without_an_earlier_leak_it_is_silent(tmp_path: Path) -> None:
    assert said(earlier_leak, known(tmp_path, 100)) == {}
