"""The wall between rehearsal and assay: neither loads the other, and a run opens nothing below an answer key."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leakassay.exercise.write import write

ROOMS = ("case", "engine", "charts", "disclosure", "pipeline", "custody", "read", "detect", "attribute", "resolve",
         "claims", "report")  # fmt: skip
LONG_AGO = 1_000_000_000

LOAD = """
import importlib, pkgutil, sys
def load(top):
    package = importlib.import_module(top)
    for found in pkgutil.walk_packages(package.__path__, top + "."):
        importlib.import_module(found.name)
load("leakassay.exercise")
print("\\n".join(sys.modules))
"""


def test_loading_every_module_of_the_rehearsal_loads_nothing_of_the_assay():
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "leakassay.exercise.write" in loaded
    assert [room for room in ROOMS if f"leakassay.{room}" in loaded] == []


def test_loading_every_module_of_the_assay_loads_nothing_of_the_rehearsal():
    rooms = [room for room in ROOMS if room != "charts"]
    load = LOAD.replace('load("leakassay.exercise")', "\n".join(f'load("leakassay.{room}")' for room in rooms))
    done = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "leakassay.pipeline.run" in loaded
    assert [name for name in loaded if name.startswith("leakassay.exercise")] == []


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("walls")
    write(out / "r", kind="ours", people=60, events=500, seed=11)
    return out / "r"


def run(folder: Path, case: Path) -> dict[str, object]:
    """Runs the assay from the terminal; returns the summary without what differs from run to run."""
    subprocess.run(
        [sys.executable, "-m", "leakassay.cli", "run", folder / "dump", "--case", case, "--quiet", "--seed", "1",
         "--profile", folder / "profile.toml", "--claims", folder / "claims.toml", "--key-file", f"{case}.key"],
        check=True, capture_output=True,
    )  # fmt: skip
    summary = json.loads((case / "summary.json").read_text("utf-8"))
    for name in ("performance", "case"):
        summary.pop(name)
    return summary


def aged(folder: Path) -> list[Path]:
    """Sets the time of the last reading of every file far back, so that the kernel notes the next one."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        os.utime(path, (LONG_AGO, time.time()))
    return files


@pytest.mark.slow
def test_a_run_reads_no_file_of_the_answer_key(laid: Path, tmp_path: Path):
    control = tmp_path / "control"
    control.write_text("x")
    aged(tmp_path)
    control.read_text()
    if control.stat().st_atime == LONG_AGO:
        pytest.skip("this file system does not note when a file was read")
    truth, dump = aged(laid / "answer-key"), aged(laid / "dump")
    run(laid, tmp_path / "case")
    assert {path.stat().st_atime for path in truth} == {LONG_AGO}
    # the same clock does show what the run reads
    assert LONG_AGO not in {path.stat().st_atime for path in dump if path.stat().st_size}


@pytest.mark.slow
def test_a_run_says_the_same_without_an_answer_key(laid: Path, tmp_path: Path):
    with_key = run(laid, tmp_path / "one")
    away = tmp_path / "away"
    (laid / "answer-key").rename(away)
    try:
        assert run(laid, tmp_path / "two") == with_key
    finally:
        away.rename(laid / "answer-key")
