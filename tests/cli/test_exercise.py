"""Rehearsals from the terminal: write one, score a case against it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cli.terminal import leakassay, rehearsal, small_case

SMALL = ("--people", "40", "--events", "300")
PRACTICE = (
    '"Y98{number:03d}","PRACTICE {number}","Y56","QKK","1 ROAD","","","","","SE1 1AA","20100401","","A","B","72Q",'
    '"20100401","","","","0","","","","","0","4",""'
)
"""A line of epraccur.csv: 27 quoted columns, no header."""


def items_of(folder: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / "answer-key/items.parquet").to_pylist())


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_rehearsal_is_written_and_never_overwritten(tmp_path: Path) -> None:
    asked = ("exercise", "write", tmp_path / "r", "--kind", "ours", "--people", "40", "--events", "300")
    assert "Answer key" in leakassay(*asked).stdout
    assert leakassay(*asked, check=False).returncode == 2


def test_a_score_measures_recall_and_verdicts() -> None:
    board = json.loads(leakassay("exercise", "score", small_case(), rehearsal() / "answer-key", "--json").stdout)
    # every eighth number stands in a format that nobody reads yet
    assert board["values"]["nhs_number recall of records"]["value"] > 0.9
    assert board["values"]["nhs_number precision"]["value"] == 1
    assert board["verdict"]["the dump is mixed, said mixed"]["value"] == 1


def test_a_score_is_audited(tmp_path: Path) -> None:
    leakassay("exercise", "score", small_case(), rehearsal() / "answer-key")
    assert "scoring" in (small_case() / "audit.log").read_text()


@pytest.mark.slow
def test_bytes_are_met_and_progress_is_json_lines_with_the_seconds_left(tmp_path: Path) -> None:
    said = leakassay("exercise", "write", tmp_path / "r", "--bytes", "20MB", "--seed", "4")
    # of so small a server a slide or a night's backup too many is a good part
    assert 18_000_000 < size_of(tmp_path / "r/dump") < 34_000_000
    lines = [json.loads(line) for line in said.stderr.splitlines()]
    # a machine that is done within two seconds tells nothing
    for line in lines:
        assert set(line) == {"event", "bytes_done", "bytes_total", "seconds_left"}
        assert 0 < line["bytes_done"] <= line["bytes_total"]
        assert line["seconds_left"] >= 0
    assert [line["bytes_done"] for line in lines] == sorted(line["bytes_done"] for line in lines)


def test_formats_are_the_only_ones_practices_are_those_of_the_extract_and_quiet_is_silence(tmp_path: Path) -> None:
    place = tmp_path / "epraccur.csv"
    place.write_text("".join(PRACTICE.format(number=number) + "\n" for number in range(60)))
    asked = (*SMALL, "--formats", "csv, edifact", "--ods", place, "--quiet")
    assert not leakassay("exercise", "write", tmp_path / "r", *asked).stderr
    found = {item["format"] for item in items_of(tmp_path / "r")}
    assert {"csv", "edifact"} <= found <= {"csv", "edifact", "empty"}
    codes = pq.read_table(tmp_path / "r/answer-key/people.parquet")["gp_practice"].to_pylist()
    assert {code[:3] for code in codes if code} == {"Y98"}


def test_telegram_wraps_the_dump_and_the_key_says_where_everything_lies(tmp_path: Path) -> None:
    leakassay("exercise", "write", tmp_path / "r", *SMALL, "--telegram", "--quiet")
    (export,) = (tmp_path / "r/dump").iterdir()
    assert export.name.startswith("ChatExport_")
    chat = json.loads((export / "result.json").read_text("utf-8"))
    parts = sorted(path.name for path in (export / "files").glob("*.7z.*"))
    assert len(parts) > 1
    told = json.dumps(chat)
    assert all(part in told for part in parts)
    packed = [item["item_path"] for item in items_of(tmp_path / "r") if item["sightings"]]
    assert packed
    assert all(path.startswith(f"{export.name}/") and "!/" in path for path in packed)


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        (("--bytes", "much"), "write 500MB, 10GB"),
        (("--bytes", "20MB", "--events", "900000"), "at most"),
        (("--formats", "papyrus"), "choose among"),
        (("--ods", "nowhere.csv"), "--ods"),
    ],
)
def test_an_impossible_wish_is_refused_in_one_sentence(tmp_path: Path, asked: tuple[str, ...], advice: str) -> None:
    refused = leakassay("exercise", "write", tmp_path / "r", *asked, check=False, cwd=tmp_path)
    assert refused.returncode == 2
    assert advice in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "r").exists() or not any((tmp_path / "r").iterdir())


def test_a_score_is_also_a_page_that_opens_offline(tmp_path: Path) -> None:
    page = tmp_path / "score.html"
    said = leakassay("exercise", "score", small_case(), rehearsal() / "answer-key", "--page", page)
    assert f"Page: {page}" in said.stderr
    assert "false assurance" in said.stdout
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "<script" not in text
    assert text.count("<svg") > 2
    assert "mixed" in text


def test_a_page_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    asked = ("exercise", "score", small_case(), rehearsal() / "answer-key", "--page", tmp_path / "no" / "score.html")
    refused = leakassay(*asked, check=False)
    assert refused.returncode == 2
    assert "--page" in refused.stderr
