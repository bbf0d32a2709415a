"""A chat export in a folder or in an archive: what it speaks of and nobody has stands in the ledger, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leakassay.case import laws
from leakassay.pipeline import missing_media
from pipeline.corridor import everything, go, opened, outcomes, zipped

LEFT_OUT = "(File not included. Change data exporting settings to download.)"


def export(*files: dict[str, object]) -> bytes:
    said = [
        {"id": 10 + at, "type": "message", "date": "2024-06-20T10:00:00", "text": "x"} | one
        for at, one in enumerate(files)
    ]
    return json.dumps({"name": "Nobody", "type": "public_channel", "id": 7, "messages": said}).encode()


RESULT = export(
    {"file": "files/a.7z.001"}, {"file": LEFT_OUT, "file_name": "a.7z.003"}, {"photo": "photos/gone.jpg"},
    {"file": "files/a.7z.004"},
)  # fmt: skip
MISSING = {"a.7z.003", "photos/gone.jpg", "files/a.7z.002"}


@pytest.fixture
def at(tmp_path: Path) -> Path:
    folder = tmp_path / "dump" / "chat"
    (folder / "files").mkdir(parents=True)
    (folder / "result.json").write_bytes(RESULT)
    for number in (1, 4):
        (folder / "files" / f"a.7z.00{number}").write_bytes(b"part %d" % number)
    return tmp_path / "dump"


def lacking(folder: Path, below: str) -> set[str]:
    return {
        path[len(below) :]
        for path, said in outcomes(folder).items()
        if said[1] == "missing_media" and path.startswith(below)
    }


def test_missing_files_become_items_of_no_bytes(at: Path, tmp_path: Path) -> None:
    go(tmp_path, at)
    said = outcomes(tmp_path)
    assert lacking(tmp_path, "chat/result.json!/") == MISSING
    assert said["chat/result.json!/photos/gone.jpg"] == ("refused", "missing_media", 0, 0)
    assert said["chat/result.json"][:2] == ("read", "")
    with opened(tmp_path) as case:
        assert laws.check(case.ledger).closes


def test_message_ids_stand_beside_the_paths(at: Path, tmp_path: Path) -> None:
    go(tmp_path, at)
    rows = everything(tmp_path)["document_property"]
    assert ("telegram_message_id", "10", "files/a.7z.001") in {(row["name"], row["value"], row["part"]) for row in rows}


def test_an_export_inside_an_archive_and_its_copy_are_each_held_against_their_own_folder(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    whole = {f"files/a.7z.00{number}": b"%d" % number for number in (1, 2, 3, 4)} | {"photos/gone.jpg": b"\xff\xd8\xff"}
    (tmp_path / "dump" / "one.zip").write_bytes(zipped({"c/result.json": RESULT}))
    (tmp_path / "dump" / "two.zip").write_bytes(zipped({"result.json": RESULT, **whole}))
    go(tmp_path, tmp_path / "dump")
    assert lacking(tmp_path, "one.zip!/c/result.json!/") >= {"photos/gone.jpg", "a.7z.003", "files/a.7z.001"}
    assert lacking(tmp_path, "two.zip!/result.json!/") == set()


def test_a_second_run_leaves_the_same_items(at: Path, tmp_path: Path) -> None:
    go(tmp_path, at)
    before = everything(tmp_path)
    go(tmp_path, at)
    assert everything(tmp_path) == before


def test_a_hostile_export_fills_no_ledger(at: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_media, "MOST_MISSING", 2)
    go(tmp_path, at)
    assert len(lacking(tmp_path, "chat/result.json!/")) == 2
    assert outcomes(tmp_path)["chat/result.json!/1 more files"][:2] == ("refused", "limit_members")


def test_a_dump_without_exports_costs_one_question(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "note.txt").write_text("A note.\n")
    go(tmp_path, tmp_path / "dump")
    with opened(tmp_path) as case:
        assert missing_media.note(case) == 0
