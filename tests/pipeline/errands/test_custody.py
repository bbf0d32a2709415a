"""Custody export: complete, checkable by others, and without a name unless it was revealed."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import pytest

from leakassay.case.case import Case
from leakassay.model.errors import OperatorError
from leakassay.pipeline.errands.custody import export


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("form", ["bagit", "case"])
def test_no_name_is_in_it_unless_revealed(form: str, case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "masked", form, named=False, reason="")
    assert b"people" not in everything(tmp_path / "masked")
    before = case.audit.head[0]
    with pytest.raises(OperatorError, match="reason"):
        export(case, tmp_path / "none", form, named=True, reason="")
    assert not (tmp_path / "none").exists()
    export(case, tmp_path / "named", form, named=True, reason="request of the court")
    assert b"a/people.csv" in everything(tmp_path / "named")
    assert case.audit.head[0] == before + 1


def test_the_ledger_in_the_bag_has_every_item(case: Case, tmp_path: Path) -> None:
    export(case, tmp_path / "b", "bagit", named=False, reason="")
    data = tmp_path / "b" / "data"
    with (data / "ledger.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == case.ledger.one("select count(*) from item")
    assert {row["outcome"] for row in rows} <= {"read", "read_partly", "unsupported", "empty"}
    assert json.loads((data / "audit-checkpoint.json").read_text())["case_id"] == case.case_id
    assert json.loads((data / "balance.json").read_text())["without_outcome"] == 0


def test_a_revealed_source_manifest_checks_the_dump(case: Case, finished: Path, tmp_path: Path) -> None:
    export(case, tmp_path / "b", "bagit", named=True, reason="check of the copy")
    manifest = tmp_path / "b" / "data" / "source-manifest-sha256.txt"
    subprocess.run(["sha256sum", "-c", "--strict", manifest], cwd=finished / "dump", check=True, capture_output=True)


def test_another_form_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="bagit or case"):
        export(case, tmp_path / "b", "zip", named=False, reason="")
