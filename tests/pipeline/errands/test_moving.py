"""Moving: by name or by copy, the case is whole in one place; into the dump or over another it does not go."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from leakassay.case import case as cases
from leakassay.model.errors import CaseExistsError, DumpError, IntegrityError, OperatorError, SpaceError
from leakassay.pipeline.errands.moving import move
from leakassay.pipeline.errands.verify import verify
from pipeline.corridor import OPERATOR, opened


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished / "case", tmp_path / "case")
    (tmp_path / "case.key").write_text(OPERATOR.hex() + "\n")
    return tmp_path


@pytest.mark.parametrize("copy", [False, True])
def test_the_case_and_the_key_beside_it_are_whole_in_the_new_place(copy: bool, folder: Path, finished: Path) -> None:
    (folder / "new").mkdir()
    with opened(folder) as case:
        assert move(case, folder / "new" / "c", copy=copy) is copy
    assert sorted(path.name for path in folder.iterdir()) == ["new"]
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["c", "c.key"]
    moved = cases.open_case(folder / "new" / "c", OPERATOR)
    assert verify(moved, finished / "dump").matches
    assert [entry["action"] for entry in moved.audit.entries()][-1] == "case_moved"
    moved.close()


def test_a_damaged_part_stops_it(folder: Path) -> None:
    next((folder / "case" / "parts").rglob("*.parquet")).write_bytes(b"x")
    with opened(folder) as case, pytest.raises(IntegrityError, match="nothing was moved"):
        move(case, folder / "new")
    assert (folder / "case").is_dir()


def test_a_place_that_is_taken_missing_or_inside_something_is_refused(folder: Path, finished: Path) -> None:
    (folder / "taken").mkdir()
    (folder / "other.key").write_text("")
    with opened(folder) as case:
        for place, error in (
            (folder / "taken", CaseExistsError),
            (folder / "other", CaseExistsError),
            (folder / "none" / "c", OperatorError),
            (folder / "case" / "inside", OperatorError),
            (finished / "dump" / "c", DumpError),
        ):
            with pytest.raises(error):
                move(case, place)
    assert (folder / "case" / "case.json").is_file()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_leaves_the_case_where_it_was(folder: Path) -> None:
    small = folder / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(small)], check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        with opened(folder) as case, pytest.raises((SpaceError, OperatorError), match=r"room|space"):
            move(case, small / "c")
        assert [path.name for path in small.iterdir() if path.name != "c.key"] == []
    finally:
        subprocess.run(["umount", str(small)], check=False)
    with opened(folder) as case:
        assert case.shelf().table("item").num_rows > 3
    assert (folder / "case.key").exists()
