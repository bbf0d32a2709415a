"""Listed software is set aside unopened and unread; people in listed tables are not; a changed list judges anew."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from leakassay.case import laws
from leakassay.model.errors import OperatorError
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.known_files import is_software
from pipeline.corridor import CSV, everything, go, opened, outcomes, zipped

SETUP = b"MZ" + bytes(500)
INSTALLER = zipped({"readme.txt": b"How to install.\n" * 9, "setup.exe": SETUP + b"2"})
OTHER = zipped({"people.csv": CSV.encode(), "copy.exe": SETUP})


@pytest.fixture
def at(tmp_path: Path) -> Path:
    folder = tmp_path / "dump" / "a"
    folder.mkdir(parents=True)
    for name, content in {
        "setup.exe": SETUP, "again.exe": SETUP, "installer.zip": INSTALLER, "other.zip": OTHER,
        "people.csv": CSV.encode(), "noise.bin": bytes(range(256)),
    }.items():  # fmt: skip
        (folder / name).write_bytes(content)
    return folder.parent


def listed(folder: Path, *contents: bytes, by: str = "sha256") -> Path:
    path = folder / "known.txt"
    path.write_text("".join(f"{hashlib.new(by, content).hexdigest()}\n" for content in contents))
    return path


KNOWN = ("known_file", "listed_hash")


@pytest.mark.parametrize("by", ["sha256", "sha1", "md5"])
@pytest.mark.parametrize("engine", ["serial", "local"])
def test_listed_software_is_set_aside_at_any_depth_and_never_opened(
    at: Path, tmp_path: Path, by: str, engine: str
) -> None:
    go(tmp_path, at, known_files=listed(tmp_path, SETUP, INSTALLER, by=by), engine=engine)
    said = outcomes(tmp_path)
    for name in ("a/setup.exe", "a/again.exe", "a/installer.zip", "a/other.zip!/copy.exe"):
        assert said[name][:2] == KNOWN, name
    assert not [name for name in said if name.startswith("a/installer.zip!")]
    assert (said["a/other.zip"][0], said["a/other.zip!/people.csv"][0]) == ("read", "read")
    with opened(tmp_path) as case:
        assert laws.check(case.ledger).closes
        told = json.loads(case.ledger.meta("manifest"))["known_files"]
    assert (told["kind"], told["hashes"], told["formats"]) == (by, 2, "software")
    assert told["sha256"] == hashlib.sha256((tmp_path / "known.txt").read_bytes()).hexdigest()


def test_a_listed_table_is_read_unless_the_list_is_the_operators_own(at: Path, tmp_path: Path) -> None:
    names = listed(tmp_path, CSV.encode(), bytes(range(256)))
    go(tmp_path, at, known_files=names)
    said = outcomes(tmp_path)
    assert said["a/people.csv"][0] == "read"
    assert said["a/noise.bin"][:2] == KNOWN
    go(tmp_path, at, known_files=names, known_any_format=True)
    assert outcomes(tmp_path)["a/people.csv"][:2] == KNOWN
    assert not everything(tmp_path)["sighting"]


def test_a_changed_list_leaves_what_a_fresh_run_would(at: Path, tmp_path: Path) -> None:
    first = listed(tmp_path, SETUP, bytes(range(256)))
    go(tmp_path, at, known_files=first)
    go(tmp_path, at)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    go(fresh, at)
    assert outcomes(tmp_path) == outcomes(fresh)
    assert everything(tmp_path)["sighting"] == everything(fresh)["sighting"]
    go(tmp_path, at, known_files=first)
    assert outcomes(tmp_path)["a/other.zip!/copy.exe"][:2] == KNOWN
    with opened(tmp_path) as case:
        assert laws.check(case.ledger).closes


def test_an_archive_that_leaves_the_list_is_opened(at: Path, tmp_path: Path) -> None:
    go(tmp_path, at, known_files=listed(tmp_path, INSTALLER))
    go(tmp_path, at, known_files=listed(tmp_path, SETUP))
    assert outcomes(tmp_path)["a/installer.zip!/readme.txt"][0] == "read"


def test_the_same_list_does_nothing_again(at: Path, tmp_path: Path) -> None:
    names = listed(tmp_path, SETUP)
    go(tmp_path, at, known_files=names)
    seen: list[str] = []
    go(tmp_path, at, known_files=names, progress=lambda event, **_facts: seen.append(event))
    assert "units" not in seen


def test_a_list_by_another_hash_is_refused_once_the_items_are_hashed(at: Path, tmp_path: Path) -> None:
    go(tmp_path, at)
    with pytest.raises(OperatorError, match="hashed without it"):
        go(tmp_path, at, known_files=listed(tmp_path, SETUP, by="sha1"))


def test_a_list_with_an_odd_line_leaves_no_index(at: Path, tmp_path: Path) -> None:
    names = listed(tmp_path, SETUP)
    names.write_text(names.read_text() + "setup.exe\n")
    with pytest.raises(OperatorError, match="line 2"):
        go(tmp_path, at, known_files=names)
    assert not list((tmp_path / "case").glob("known_files*"))


def test_formats_of_people_are_never_software() -> None:
    formats = formats_by_name()
    kept = ("delimited", "xlsx", "docx", "eml", "mbox", "pst", "pdf", "text", "access", "sqlite", "dicom", "script")
    assert not [name for name in kept if is_software(formats[name])]
    assert all(is_software(formats[name]) for name in ("exe", "zip", "cab", "png", "font"))
    assert is_software(None)
