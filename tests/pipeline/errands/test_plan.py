"""Plan: names and sizes; no byte is read unless a look inside is asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leakassay.model.errors import DumpError
from leakassay.pipeline.catalogue.libraries import Library
from leakassay.pipeline.errands import plan as planning
from leakassay.pipeline.errands.plan import Plan, plan


def write(folder: Path, **files: int) -> Path:
    for name, size in files.items():
        (folder / name.replace("_", ".")).write_bytes(bytes(size))
    return folder


def test_a_dump_is_counted_by_name_and_size(tmp_path: Path) -> None:
    for name, content in (("a.csv", "12345"), ("b.zip", "123"), ("c.docx", "1234567"), ("d", "1")):
        (tmp_path / name).write_text(content)
    os.mkfifo(tmp_path / "fifo")
    found = plan(tmp_path)
    assert (found.files, found.bytes, found.refused, found.containers) == (4, 16, 1, 1)
    assert found.unread_bytes["unknown by name"] == 1
    assert all(word in "\n".join(found.lines()) for word in ("4 files", "Time", "Memory", "Disk", "Spool"))


def test_a_suffix_that_several_formats_share_is_the_common_one(tmp_path: Path) -> None:
    assert plan(write(tmp_path, a_xlsx=5, b_json=5)).by_format == {"xlsx": 1, "json": 1}


def test_sets_of_volumes_with_gaps_are_counted_not_named(tmp_path: Path) -> None:
    for name in ("secret.7z.001", "secret.7z.004", "whole.part1.rar", "whole.part2.rar"):
        (tmp_path / name).write_bytes(b"x")
    said = "\n".join(plan(tmp_path).lines())
    assert "2 archives in parts; 1 of them lack 2 parts" in said
    assert "secret" not in said


def test_scans_locked_files_and_missing_libraries_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library("pypdfium2", module="pypdfium2", formats=("pdf",), cost="PDF is not read")
    monkeypatch.setattr(planning, "lacking", lambda: iter([library]))
    said = "\n".join(plan(write(tmp_path, a_pdf=900_000, b_jpg=10, keys_kdbx=9, c_gpg=9)).lines())
    assert "up to 4 pages" in said
    assert "pdf: pypdfium2 is missing: PDF is not read" in said
    assert "2 files are encrypted by their names" in said


def test_slower_formats_take_longer() -> None:
    slow, fast = Plan(), Plan()
    slow.format_bytes["xlsx"] = fast.format_bytes["pdf"] = 10**9
    assert slow.seconds > 10 * fast.seconds > 0


def test_a_look_inside_says_what_names_hide(tmp_path: Path) -> None:
    (tmp_path / "people.pdf").write_text("NHS Number,Surname,Forename\n" + "9990000018,Alphason,Bravo\n" * 9)
    found = plan(tmp_path, inside=True)
    assert found.seen is not None
    assert "delimited 100%" in "\n".join(found.lines())
    assert "1 of them are not what they are called" in "\n".join(found.lines())
    assert plan(tmp_path).seen is None


def test_an_empty_dump_is_named(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="holds no file"):
        plan(tmp_path)
