"""The plan: an estimate before anything is opened."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import leakassay, rehearsal


def test_a_plan_says_what_is_there_and_what_will_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "scan.tiff").write_bytes(b"II*\0" + bytes(100))
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    said = leakassay("plan", tmp_path).stdout
    assert "2 files" in said
    assert "tiff 104 bytes" in said


def test_a_plan_opens_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    leakassay("plan", rehearsal() / "dump", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_dump_is_refused(tmp_path: Path) -> None:
    assert leakassay("plan", tmp_path / "nowhere", check=False).returncode == 2


def test_a_look_tells_a_sample_by_content(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"%PDF-1.4\n" + bytes(99))
    said = leakassay("plan", tmp_path, "--look").stdout
    assert "By content pdf 100%" in said
    assert "holiday" not in said
