"""The status: counts from the ledger, without a key."""

from __future__ import annotations

import json
from pathlib import Path

from cli.terminal import leakassay, small_case


def test_a_finished_case_is_done_to_the_last_item() -> None:
    found = json.loads(leakassay("status", small_case(), "--json").stdout)
    assert found["items"] == found["items_done"] > 50
    assert found["outcomes"]["read"] > 40
    assert found["verdict"] == "mixed"


def test_the_status_in_words_names_the_outcomes() -> None:
    assert "read" in leakassay("status", small_case()).stdout


def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    assert leakassay("status", tmp_path, check=False).returncode == 2
