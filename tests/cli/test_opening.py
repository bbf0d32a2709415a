"""Keys from the terminal: a named file, or beside the case; never overwritten, always owner-only."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from leakassay.case.case import key_path
from leakassay.cli.opening import create_or_open, open_existing
from leakassay.model.errors import CaseExistsError, CaseKeyError


def test_a_new_key_lies_beside_the_case_for_its_owner_only(tmp_path: Path) -> None:
    case, new = create_or_open(tmp_path / "case", None, ask=False)
    case.close()
    assert new
    assert stat.S_IMODE(key_path(tmp_path / "case").stat().st_mode) == 0o600
    again, new = create_or_open(tmp_path / "case", None, ask=False)
    again.close()
    assert not new


def test_a_key_that_lies_there_already_is_never_overwritten(tmp_path: Path) -> None:
    key_path(tmp_path / "case").write_text("ab" * 32)
    with pytest.raises(CaseKeyError, match="already"):
        create_or_open(tmp_path / "case", None, ask=False)
    assert key_path(tmp_path / "case").read_text() == "ab" * 32


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    create_or_open(tmp_path / "case", None, ask=False)[0].close()
    key_path(tmp_path / "case").unlink()
    with pytest.raises(CaseKeyError, match="--key-file"):
        open_existing(tmp_path / "case", None)


def test_a_folder_without_a_case_is_said_to_hold_none(tmp_path: Path) -> None:
    with pytest.raises(CaseExistsError, match="holds no case"):
        open_existing(tmp_path, None)
