"""The summary: the numbers of interface.md, as JSON and in words."""

from __future__ import annotations

import json

from cli.terminal import leakassay, small_case

KEYS = {"schema", "provisional", "case", "dump", "coverage", "contents", "special", "events", "subjects"} | {
    "controllers",
    "verdict",
    "claims",
    "performance",
}


def test_the_json_has_the_promised_keys() -> None:
    said = json.loads(leakassay("summary", small_case(), "--json").stdout)
    assert set(said) >= KEYS
    assert said["schema"] == "leakassay/summary/1"
    assert said["coverage"]["closes"] is True
    assert said["subjects"]["low"] <= said["subjects"]["best"] <= said["subjects"]["high"]


def test_the_words_fit_a_screen() -> None:
    lines = leakassay("summary", small_case()).stdout.splitlines()
    assert len(lines) <= 40
    assert any(line.startswith("verdict") for line in lines)
