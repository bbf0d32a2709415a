"""The offline bundle: made of what is locked, installed and run where there is no network (`make bundle-test`)."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from house.tree import ROOT

ALONE = (sys.executable, str(ROOT / "tools" / "without_network.py"))


def _tool():
    spec = importlib.util.spec_from_file_location("make_bundle", ROOT / "tools" / "make_bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_run_needs_no_library_of_rehearsal_or_development():
    """A smaller bundle, and less that could be attacked."""
    found = _tool().needed()
    assert {"pyarrow", "duckdb", "splink", "py7zr", "libpff-python", "rfc3161-client", "altair"} <= found
    assert found & {"pytest", "ruff", "mypy", "hypothesis", "hatchling", "reportlab", "odfdo", "requests"} == set()


def test_every_entry_keeps_all_its_hashes_and_nothing_else_comes_along():
    """Two entries of one name, for older and newer Pythons, both stay."""
    older = "b==1 ; x < '3' \\\n    --hash=sha256:11\n"
    newer = older.replace("<", ">").replace("1", "2")
    lock = "a==1 \\\n    --hash=sha256:00\n    # via b\n" + older + newer
    kept = _tool().locked({"b"}, lock)
    assert kept == older + newer
    with pytest.raises(SystemExit, match=r"not in requirements\.lock: c"):
        _tool().locked({"c"}, lock)


def test_the_same_files_make_the_same_archive(tmp_path):
    """A sum that others can make again."""
    for folder in ("f", "one", "two"):
        (tmp_path / folder).mkdir()
    (tmp_path / "f" / "a.txt").write_text("a")
    for folder in ("one", "two"):
        _tool().pack(tmp_path / "f", tmp_path / folder / "b.tar.gz")
        os.utime(tmp_path / "f" / "a.txt", (5, 5))
    assert (tmp_path / "one" / "b.tar.gz").read_bytes() == (tmp_path / "two" / "b.tar.gz").read_bytes()
    with tarfile.open(tmp_path / "two" / "b.tar.gz") as archive:
        assert archive.getnames() == ["b/a.txt"]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """The bundle that `make bundle` left, unpacked in a fresh folder."""
    named = os.environ.get("LEAKASSAY_BUNDLE")
    if not named:
        pytest.skip("LEAKASSAY_BUNDLE names no bundle: `make bundle-test` makes one first")
    with tarfile.open(ROOT / named) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    return folder


def alone(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command in a network that leads nowhere, with a bare environment."""
    bare = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(cwd), "PYTHON": sys.executable}
    command = [*ALONE, *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=bare, timeout=1200)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_bundle_is_installed_and_runs_without_a_network(unpacked: Path, tmp_path: Path):
    """Sums, install, --version, doctor, a tiny run: and nothing tried to leave."""
    made = alone("bash", unpacked / "install.sh", tmp_path / "env", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "0 bytes in 0 packets left" in made.stderr
    assert "installed: " in made.stdout
    assert "cell: allocate 64 GiB" in made.stdout
    command = tmp_path / "env" / "bin" / "leakassay"
    assert alone(command, "--version", cwd=tmp_path).stdout.startswith("leakassay ")
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "people.csv").write_text("NHS Number,Surname\n" + "9990000018,Alphason\n" * 5)
    ran = alone(command, "run", tmp_path / "dump", "--case", tmp_path / "case", "--quiet", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "0 bytes in 0 packets left" in ran.stderr
    assert (tmp_path / "case" / "summary.json").is_file()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("victim", ["requirements.lock", "wheel"])
def test_a_bundle_that_was_changed_on_the_way_installs_nothing(unpacked: Path, tmp_path: Path, victim: str):
    """See it red: one byte in a wheel, one in the lock."""
    path = unpacked / victim if victim != "wheel" else min((unpacked / "wheels").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    made = alone("bash", unpacked / "install.sh", tmp_path / "env", cwd=tmp_path)
    assert made.returncode == 1
    assert "nothing was installed" in made.stderr
    assert not (tmp_path / "env").exists()
