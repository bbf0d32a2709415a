"""What the machine says of itself, tried."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leakassay.engine import machine


def test_a_library_of_the_system_is_found_or_not() -> None:
    assert machine.has_shared_library("libc.so.6")
    assert not machine.has_shared_library("libnobody-has-this.so.99")


def test_memory_and_limits_are_numbers() -> None:
    assert machine.memory_bytes() > 1 << 28
    soft, hard = machine.open_files()
    assert 0 < soft <= hard or hard == -1
    assert machine.user_namespaces() >= -1


def test_the_peak_is_this_process_own(tmp_path: Path) -> None:
    """The kernel hands the peak of whoever starts a program on to it; 300 MB of ours are not the child's."""
    held = b"x" * (300 << 20)
    code = "from leakassay.engine.machine import peak_rss_bytes; print(peak_rss_bytes())"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert 1 << 20 < int(said.stdout) < 200 << 20 < len(held) < machine.peak_rss_bytes()


def test_a_lasting_write_takes_time_and_leaves_nothing(tmp_path: Path) -> None:
    assert 0 <= machine.fsync_seconds(tmp_path) < 10
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match=r"\[Errno"):
        machine.fsync_seconds(tmp_path / "none")


def test_encryption_is_told_from_the_device_or_from_all_it_stands_on(tmp_path: Path) -> None:
    def device(name: str, uuid: str, *below: str) -> Path:
        block = tmp_path / name
        (block / "dm").mkdir(parents=True)
        (block / "dm" / "uuid").write_text(uuid)
        (block / "slaves").mkdir()
        for one in below:
            (block / "slaves" / one).symlink_to(tmp_path / one)
        return block

    device("crypt", "CRYPT-LUKS2-1")
    device("plain", "LVM-1")
    assert machine._is_crypt(device("volume", "LVM-2", "crypt"), 0)
    assert not machine._is_crypt(device("striped", "LVM-3", "crypt", "plain"), 0)
    assert not machine._is_crypt(device("loop", "LVM-4", "loop"), 0)
    assert machine.is_encrypted(tmp_path) in {True, False, None}
