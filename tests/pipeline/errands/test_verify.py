"""Verify: what changed since is found, and named by id."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from leakassay.model.errors import DumpError
from leakassay.pipeline.errands.verify import verify
from pipeline.corridor import opened


@pytest.fixture
def copy(finished: Path, tmp_path: Path):
    """A case and its dump, both moved elsewhere."""
    shutil.copytree(finished, tmp_path / "copy", symlinks=True)
    with opened(tmp_path / "copy") as case:
        yield case, tmp_path / "copy" / "dump"


def test_an_untouched_case_matches(copy) -> None:
    case, dump = copy
    found = verify(case, dump)
    assert found.matches, found.changes
    assert (found.files, found.seal) == (3, found.recomputed)
    assert found.lines()[-1] == "Everything matches."


def test_a_changed_byte_a_new_file_and_a_missing_one_are_found(copy) -> None:
    case, dump = copy
    place = dump / "a" / "people.csv"
    status = place.stat()
    content = bytearray(place.read_bytes())
    content[200] ^= 1
    place.write_bytes(content)
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    (dump / "a" / "noise.bin").unlink()
    (dump / "new.txt").write_text("new")
    said = " ".join(verify(case, dump).changes)
    assert all(words in said for words in ("content changed", "is not there now", "3 bytes is there now"))
    assert "people" not in said


def test_a_touched_file_is_told_from_a_changed_one(copy) -> None:
    case, dump = copy
    os.utime(dump / "a" / "noise.bin", (1, 1))
    found = verify(case, dump)
    assert not found.matches
    assert "its content did not" in found.changes[0]


def test_a_changed_or_missing_part_is_found(copy) -> None:
    case, dump = copy
    one, two = sorted(case.parts.rglob("*.parquet"))[:2]
    one.write_bytes(one.read_bytes()[:-1])
    two.unlink()
    said = " ".join(verify(case, dump).changes)
    assert "was changed" in said
    assert "is gone" in said


def test_a_dump_that_is_gone_is_named(copy) -> None:
    case, dump = copy
    with pytest.raises(DumpError, match="does not exist"):
        verify(case, dump.with_name("elsewhere"))
