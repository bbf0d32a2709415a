"""R02, R04, R05: killed anywhere and run again, a case says what an undisturbed one says."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile import judge, kill, record
from leakassay.case.crash import POINTS

pytestmark = pytest.mark.slow  # minutes; `make test-slow` runs them, and `make hostile` with everything else here

QUICK, MANY = 10, 200
NOT_PASSED: dict[str, str] = {}
"""Crash points that the dump does not lead to, each with its reason."""


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dump of all kills."""
    folder = tmp_path_factory.mktemp("kill") / "dump"
    folder.mkdir()
    kill.fill(folder)
    return folder


@pytest.fixture(scope="module")
def calm(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """What an undisturbed run says, and how long it takes."""
    base = judge.arena(tmp_path_factory.mktemp("calm"))
    started = time.monotonic()
    kill.finish(base, dump)
    return kill.result(base), time.monotonic() - started


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """An arena for one case; the dump is shared."""
    yield judge.arena(tmp_path)
    subprocess.run(["rm", "-rf", str(tmp_path / "case")], check=False)


def test_the_dump_holds_what_resuming_gets_wrong(calm: tuple[dict[str, Any], float]) -> None:
    """Without duplicates, nesting, ranges and people the kills below would prove little."""
    said = calm[0]
    rows = [dict(row[1:]) for row in said["rows"]]
    assert max(int(row["depth"]) for row in rows) == 2
    assert sum(row["duplicate_of"] != "None" for row in rows) >= 4
    assert len(said["sightings"]) > 1_000
    assert {row["outcome"] for row in rows} >= {"read", "read_partly", "unsupported"}


def torture(base: Path, dump: Path, calm: tuple[dict[str, Any], float], kills: int, draw: random.Random) -> int:
    """Kill at random points until as many kills have hit; each run is resumed until it is done, then compared."""
    expected, duration = calm
    hit = jobs = 0
    while hit < kills:
        shutil.rmtree(base / "case", ignore_errors=True)
        (base / "case.key").unlink(missing_ok=True)
        for _ in range(kill.MOST_RESUMES):
            if hit >= kills or not kill.kill_after(base, dump, draw.uniform(0.1, 0.8) * duration):
                break
            hit += 1
        kill.finish(base, dump)
        assert kill.differences(expected, kill.result(base)) == []
        jobs += 1
    return jobs


@pytest.mark.timeout(4_800)
def test_killed_at_ten_random_points_nothing_is_lost_or_counted_twice(
    base: Path, dump: Path, calm: tuple[dict[str, Any], float]
) -> None:
    jobs = torture(base, dump, calm, QUICK, random.Random(10))
    record.note("kill", id="R02", what="random points", kills=QUICK, runs=jobs, lost=0, twice=0)


@pytest.mark.hostile
@pytest.mark.timeout(57_600)
def test_killed_at_two_hundred_random_points_nothing_is_lost_or_counted_twice(
    base: Path, dump: Path, calm: tuple[dict[str, Any], float]
) -> None:
    jobs = torture(base, dump, calm, MANY, random.Random(200))
    record.note("kill", id="R02", what="random points", kills=MANY, runs=jobs, lost=0, twice=0)


def crashed_and_resumed(base: Path, dump: Path, point: str, expected: dict[str, Any]) -> None:
    """Die at a point, go on, compare."""
    name = point.rsplit(":", 1)[0] if point.rsplit(":", 1)[1].isdigit() else point
    assert kill.kill_at(base, dump, point) or name in NOT_PASSED, f"the run does not pass {point}"
    kill.finish(base, dump)
    assert kill.differences(expected, kill.result(base)) == []
    record.note("kill", id="R04", what=point, kills=1, runs=1, lost=0, twice=0)


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("point", POINTS)
def test_a_run_that_died_at_a_named_point_goes_on_to_the_same_result(
    point: str, base: Path, dump: Path, calm: tuple[dict[str, Any], float]
) -> None:
    crashed_and_resumed(base, dump, point, calm[0])


@pytest.mark.hostile
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("passage", [2, 3, 5, 8, 13])
@pytest.mark.parametrize("point", [point for point in POINTS if point.startswith(("ledger", "part", "spool"))])
def test_a_run_that_died_at_a_later_passage_goes_on_to_the_same_result(
    point: str, passage: int, base: Path, dump: Path, calm: tuple[dict[str, Any], float]
) -> None:
    crashed_and_resumed(base, dump, f"{point}:{passage}", calm[0])


def tear(log: Path, how: int, draw: random.Random) -> None:
    """What a power cut leaves of the last pages: cut off, zeros, or noise."""
    size = log.stat().st_size
    span = min(size, draw.choice((64, 512, 4096)))
    if how == 0:
        with log.open("r+b") as file:
            file.truncate(size - span)
        return
    with log.open("r+b") as file:
        file.seek(size - span)
        file.write(bytes(span) if how == 1 else draw.randbytes(span))


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("how", [0, 1, 2], ids=["cut", "zeros", "noise"])
def test_a_torn_end_of_the_ledgers_log_costs_work_and_nothing_else(
    how: int, base: Path, dump: Path, calm: tuple[dict[str, Any], float]
) -> None:
    """A clean prefix is left; what it no longer knows is done again."""
    assert kill.kill_at(base, dump, "derived.commit:before")
    log = base / "case" / "ledger.sqlite-wal"
    assert log.stat().st_size > 4096
    tear(log, how, random.Random(how))
    kill.finish(base, dump)
    assert kill.differences(calm[0], kill.result(base)) == []
    record.note("kill", id="R05", what=("cut", "zeros", "noise")[how], kills=1, runs=1, lost=0, twice=0)
