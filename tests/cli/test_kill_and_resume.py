"""Killed at any point and run again, a case gives the numbers of a run that nobody disturbed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from leakassay.exercise.write import Manifest, write

SEED = 5


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """A small leak of all kinds of documents."""
    return write(tmp_path_factory.mktemp("kill") / "rehearsal", kind="mixed", people=60, events=600, seed=SEED)


def command(made: Manifest, case: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "leakassay.cli", "run", str(made.dump), "--case", str(case), "--quiet"),
        *("--profile", str(made.profile), "--claims", str(made.claims), "--seed", str(SEED), *more),
    ]


def numbers(case: Path) -> dict[str, Any]:
    """summary.json apart from times."""
    said: dict[str, Any] = json.loads((case / "summary.json").read_text(encoding="utf-8"))
    return {key: value for key, value in said.items() if key != "performance"}


@pytest.fixture(scope="module")
def undisturbed(rehearsal: Manifest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """Numbers and duration of a run that nobody disturbed."""
    case = tmp_path_factory.mktemp("calm") / "case"
    started = time.monotonic()
    subprocess.run(command(rehearsal, case), check=True, capture_output=True)
    return numbers(case), time.monotonic() - started


def test_two_runs_give_equal_numbers_whatever_the_engine(
    rehearsal: Manifest, undisturbed: tuple[dict[str, Any], float], tmp_path: Path
) -> None:
    """Determinism: another process, one slot instead of many, the same summary.json apart from times."""
    subprocess.run(command(rehearsal, tmp_path / "case", "--engine", "serial"), check=True, capture_output=True)
    assert numbers(tmp_path / "case") == undisturbed[0]


@pytest.mark.parametrize("point", [0, *(pytest.param(point, marks=pytest.mark.slow) for point in range(1, 10))])
def test_a_run_killed_at_a_random_point_and_run_again_gives_the_same_numbers(
    point: int, rehearsal: Manifest, undisturbed: tuple[dict[str, Any], float], tmp_path: Path
) -> None:
    """Nothing is lost and nothing counted twice, wherever the machine stopped."""
    expected, duration = undisturbed
    case = tmp_path / "case"
    with subprocess.Popen(command(rehearsal, case), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(random.Random(point).uniform(0.15, 0.95) * duration)
        process.send_signal(signal.SIGKILL)
    subprocess.run(command(rehearsal, case), check=True, capture_output=True)
    assert numbers(case) == expected


def test_ctrl_c_ends_with_130_and_one_sentence(rehearsal: Manifest, tmp_path: Path) -> None:
    """An interrupted run says what to do next, shows no traceback, and goes on when run again."""
    case = tmp_path / "case"
    with subprocess.Popen(
        command(rehearsal, case), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the same command again" in said
    assert "Traceback" not in said
