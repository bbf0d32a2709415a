"""Earlier leaks: hashes, laboratory numbers across chunk borders, links not followed, faults said."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribute import toy
from leakassay.attribute import earlier
from leakassay.model.errors import ProfileError


def look_up(folder: Path, *specimens: str) -> earlier.Earlier:
    said = toy.profile(folder, roll=None, earlier_leak=[{"name": "2019", "path": "earlier"}])
    return earlier.look_up(said, frozenset(specimens))


def test_laboratory_numbers_and_hashes_of_loose_files_are_found(tmp_path: Path) -> None:
    (tmp_path / "earlier" / "deep").mkdir(parents=True)
    content = b"LAB,19L000007,x\n" + b" " * 2000
    (tmp_path / "earlier" / "deep" / "a.csv").write_bytes(content)
    found = look_up(tmp_path, "19L000007", "19L000008")
    assert found.specimens == {"19L000007"}
    assert found.hashes == {hashlib.sha256(content).hexdigest()}
    assert found.files == 1


def test_a_number_within_another_is_not_it(tmp_path: Path) -> None:
    (tmp_path / "earlier").mkdir()
    (tmp_path / "earlier" / "a.txt").write_text("119L000007 19L0000071")
    assert look_up(tmp_path, "19L000007").specimens == frozenset()


@settings(max_examples=30, deadline=None)
@given(before=st.integers(0, 40))
def test_a_number_across_the_border_of_two_chunks_is_found(
    tmp_path_factory: pytest.TempPathFactory, before: int
) -> None:
    folder = tmp_path_factory.mktemp("e")
    (folder / "earlier").mkdir()
    (folder / "earlier" / "a").write_bytes(b" " * (earlier.CHUNK - before) + b"19L000007 tail")
    assert look_up(folder, "19L000007").specimens == {"19L000007"}


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "earlier").mkdir()
    (tmp_path / "outside").write_text("19L000007")
    (tmp_path / "earlier" / "link").symlink_to(tmp_path / "outside")
    found = look_up(tmp_path, "19L000007")
    assert found.files == 0
    assert "holds no file" in found.faults[0]


def test_a_missing_folder_is_named_by_its_key(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"earlier_leak\[0\]\.path"):
        look_up(tmp_path)
