"""CASE/UCO: what others' validator accepts, without names unless they were given."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leakassay.report.case_uco import Record, SourceFile, render

RECORD = Record("00ff", "2026-01-02T03:04:05Z", "2026-01-02T04:04:05Z", "0.1.0", "2 items; root ab")
FILES = (
    SourceFile("0" * 16, 5, "ab" * 32, "2024-01-02T03:04:05Z"),
    SourceFile("1" * 16, 0, "", "", 'letters/"é\\.txt'),
)


def document() -> bytes:
    return b"".join(render(RECORD, FILES))


def test_it_is_json_and_the_same_twice() -> None:
    said = json.loads(document())
    kinds = [entry["@type"] for entry in said["@graph"]]
    assert kinds.count("uco-observable:File") == 2
    assert {"case-investigation:InvestigativeAction", "case-investigation:ProvenanceRecord"} <= set(kinds)
    assert document() == document()


def test_a_name_is_there_only_where_it_was_given() -> None:
    first, second, *_ = json.loads(document())["@graph"]
    assert "filePath" not in json.dumps(first)
    assert second["uco-core:hasFacet"][0]["uco-observable:filePath"] == 'letters/"é\\.txt'


def test_every_id_is_given_once() -> None:
    ids: list[str] = []

    def walk(said: object) -> None:
        if isinstance(said, dict):
            ids.extend([said["@id"]] if "@id" in said and len(said) > 1 else [])
            for value in said.values():
                walk(value)
        elif isinstance(said, list):
            for value in said:
                walk(value)

    walk(json.loads(document())["@graph"])
    assert len(ids) == len(set(ids)) == 9


@pytest.mark.slow
def test_the_validator_of_the_ontology_accepts_it(tmp_path: Path) -> None:
    pytest.importorskip("case_utils", reason="case-utils is not installed")
    (tmp_path / "c.jsonld").write_bytes(document())
    start = "from case_utils.case_validate import main; main()"
    command = [sys.executable, "-c", start, str(tmp_path / "c.jsonld")]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout
    assert "Conforms: True" in found.stdout
