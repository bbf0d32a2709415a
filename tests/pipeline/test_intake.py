"""Intake: a dump becomes rows, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from case.shop import fresh
from leakassay.model.errors import CaseExistsError, DumpError
from leakassay.pipeline import intake


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / "dump" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "dump" / name).write_text(name)
    return folder / "dump"


def test_a_dump_is_listed_once_with_its_bytes(tmp_path: Path) -> None:
    case, at = fresh(tmp_path), made(tmp_path, "a/x", "a/y", "z")
    source = intake.admit(case, at, add=False)
    assert [intake.list_source(case, source) for _ in range(2)] == [3, 3]
    assert intake.admit(case, at, add=False) == source
    assert case.ledger.rows("select files, bytes from source")[0][:] == (3, 7)


def test_top_folders_are_partitions_and_loose_files_share_one(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    intake.list_source(case, intake.admit(case, made(tmp_path, "a/x", "b/c/y", "z"), add=False))
    assert sorted(case.shelf().table("partition")["partition"].to_pylist()) == [".", "a", "b"]


def test_a_listing_that_was_cut_off_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, at = fresh(tmp_path), made(tmp_path, "a/x", "a/y", "z")
    source = intake.admit(case, at, add=False)
    monkeypatch.setattr(intake, "BATCH", 1)
    real = intake.entries
    monkeypatch.setattr(
        intake, "entries", lambda *args: (1 / 0 if at else entry for at, entry in enumerate(real(*args)))
    )
    with pytest.raises(ZeroDivisionError):
        intake.list_source(case, source)
    monkeypatch.setattr(intake, "entries", real)
    assert intake.list_source(case, source) == 3
    assert case.ledger.one("select count(*) from item") == 3


def test_another_dump_needs_add_and_gets_ids_of_its_own(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    one = intake.admit(case, made(tmp_path, "x"), add=False)
    (tmp_path / "more").mkdir()
    with pytest.raises(CaseExistsError, match="--add"):
        intake.admit(case, tmp_path / "more", add=False)
    two = intake.admit(case, tmp_path / "more", add=True)
    assert set(intake.sources(case)) == {one, two}


def test_a_case_inside_its_dump_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="inside"):
        intake.admit(fresh(tmp_path), tmp_path, add=False)


def test_a_file_that_could_not_be_read_is_tried_again_when_it_is_what_was_listed(tmp_path: Path) -> None:
    """A right that was given since does not make it another file; other content does."""
    case, at = fresh(tmp_path), made(tmp_path, "right", "other", "gone")
    intake.list_source(case, intake.admit(case, at, add=False))
    with case.ledger.transaction():
        case.ledger.execute("update item set hashed = 1, done = 1, outcome = 'refused', reason = 'unreadable'")
    (at / "right").chmod(0o600)
    (at / "other").write_text("longer than before")
    (at / "gone").unlink()
    assert intake.try_again(case) == 1
    rows = case.ledger.rows("select name_sealed from item where done = 0")
    assert [case.keys.open_name(row["name_sealed"]) for row in rows] == [b"right"]
