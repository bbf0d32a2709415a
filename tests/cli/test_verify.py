"""Verify: the evidence against its seal; one changed byte is found and named by its id."""

from __future__ import annotations

import shutil
from pathlib import Path

from cli.terminal import leakassay, rehearsal, small_case


def test_an_untouched_dump_matches() -> None:
    assert "Everything matches." in leakassay("verify", small_case()).stdout


def test_one_changed_byte_in_a_copy_of_the_dump_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "dump"
    shutil.copytree(rehearsal() / "dump", copy, copy_function=shutil.copy2)
    victim = next(path for path in sorted(copy.rglob("*.csv")) if path.stat().st_size > 100)
    times = (victim.stat().st_atime, victim.stat().st_mtime)
    content = bytearray(victim.read_bytes())
    content[50] ^= 1
    victim.write_bytes(content)
    import os

    os.utime(victim, times)
    found = leakassay("verify", small_case(), copy, check=False)
    assert found.returncode == 3
    assert found.stdout.count("its content changed") == 1
    assert victim.name not in found.stdout


def test_a_changed_part_of_the_case_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "case"
    shutil.copytree(small_case(), copy)
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    part = next(iter(sorted((copy / "parts" / "sighting").iterdir())))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    found = leakassay("verify", copy, check=False)
    assert found.returncode == 3
    assert "was changed" in found.stdout
