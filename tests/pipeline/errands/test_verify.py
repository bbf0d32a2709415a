"""Verify: what changed since is found, and named by id."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from leakassay.case import checkpoint, ledger_root, version
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


def test_a_changed_fact_of_an_item_is_found_by_the_ledger_root(copy) -> None:
    case, dump = copy
    with case.ledger.transaction():
        case.ledger.execute("update item set records = records + 1 where records > 0")
    assert "an item's facts were changed" in " ".join(verify(case, dump).changes)


def test_a_root_that_was_changed_along_with_the_ledger_is_found_by_the_audit_log(copy) -> None:
    case, dump = copy
    with case.ledger.transaction():
        case.ledger.execute("update item set records = records + 1 where records > 0")
        root, _ = ledger_root.root(case.ledger)
        case.ledger.execute("update report_version set ledger_root = ?", (root,))
    assert "not the one in the audit log" in " ".join(verify(case, dump).changes)


def test_a_case_whose_last_run_did_not_end_is_not_vouched_for(copy) -> None:
    case, dump = copy
    with case.ledger.transaction():
        version.begin(case.ledger)
    found = verify(case, dump)
    assert (found.matches, found.unsealed, found.lines()[-1]) == (True, True, "Not sealed.")


def test_a_checkpoint_shows_a_cut_tail(copy, tmp_path: Path) -> None:
    case, dump = copy
    case.audit.append("reveal", what="one", reason="because")
    kept = checkpoint.parse(checkpoint.text(case.case_id, case.audit).encode())
    assert verify(case, dump, kept).matches
    log = case.folder / "audit.log"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert "1 entries at its end are gone" in " ".join(verify(case, dump, kept).changes)
