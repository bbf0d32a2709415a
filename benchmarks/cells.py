"""Bench: what the cells cost, against the same run whose jobs are done inside the guard's own process.

csv     200 MB of pathology CSV from bytes to committed parts, custody and read, one slot.
alone   small files, one cell each, all layers.
batch   small files, half a thousand to a cell.

No switch of the product takes the cells away: this file puts another runner in their place. Usage:
python benchmarks/cells.py [--runs N] [--rows N] [--files N].
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case import case as cases
from leakassay.case.keys import CaseKeys
from leakassay.detect.settings import from_profile
from leakassay.engine import guard as guards
from leakassay.engine.cell import make_job, resolve
from leakassay.engine.guard import Guard, GuardSetup
from leakassay.engine.limits import Limits
from leakassay.engine.wire import Frame, Kind, Writer
from leakassay.exercise.bulk import pathology_csv
from leakassay.model.keys import structural_id
from leakassay.model.work import WorkItem, WorkUnit
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.pipeline.family import families
from leakassay.pipeline.run import RunOptions, run, start_case
from leakassay.pipeline.schedule import ALONE_ITEMS
from leakassay.pipeline.schedule import BATCH_ITEMS as BATCH
from leakassay.profile.organisation import EMPTY

ROWS = 2_000_000
FILES = 5 * BATCH
"""Small files; the first cell's worth warms what is measured with the rest."""

FILES_ALONE = 400
SEED = 11
GOAL_LOSS, GOAL_ALONE_MS, GOAL_BATCH_MS = 0.15, 5.0, 0.3


class Kept(Writer):
    """Answers that stay in this process, framed as a cell frames them."""

    def __init__(self) -> None:
        super().__init__(-1)
        self.frames: list[Frame] = []

    def _send(self, kind: Kind, index: int, *payload: bytes | memoryview | pa.Buffer, table: int = 0) -> None:
        self.frames.append(Frame(kind, index, table, memoryview(b"".join(bytes(piece) for piece in payload))))

    def hold(self, kind: Kind, index: int, said: dict[str, Any]) -> None:
        """As `json`: nothing is gained by waiting."""
        self.json(kind, index, said)


class InProcess:
    """In the place of `Zygotes`: does jobs where the keys are. Never for a dump."""

    peak_rss_bytes = 0

    def __init__(self, settings: Mapping[str, Any], warm: Mapping[str, tuple[str, ...]], *_: object) -> None:
        self._settings, self._warm, self._is_warm = settings, warm, set[str]()

    def frames(self, family: str, said: Mapping[str, Any], fds: list[int], _input_bytes: int) -> Iterator[Frame]:
        """Do the job, then give its frames."""
        for name in ("", family):
            if name not in self._is_warm:
                self._is_warm.add(name)
                for dotted in self._warm.get(name, ()):
                    resolve(dotted)({**self._settings, "family": name})
        out = Kept()
        resolve(said["fn"])(make_job(said, fds, self._settings, out))
        yield from out.frames

    def stop(self) -> None:
        """Nothing runs."""


def without_cells() -> None:
    """From now on guards of this process do jobs themselves."""
    guards.Zygotes = InProcess  # type: ignore[assignment,misc]  # the swap is what this benchmark is


def assay(dump: Path, folder: Path) -> float:
    """Seconds from bytes to committed parts, from the first receipt on: processes are warm then."""
    started = 0.0

    def progress(event: str, **_facts: object) -> None:
        nonlocal started
        if event == "hashed" and not started:  # zygotes are warm from here on
            started = time.monotonic()

    case = cases.create(folder, bytes(32), by="key_file", salt=bytes(16))
    with case.lock():
        start_case(case, 1)
        run(case, RunOptions(dump=dump, engine="serial", stages=("custody", "read"), progress=progress))
    case.close()
    return time.monotonic() - started


def small_files(folder: Path, *, alone: bool) -> tuple[float, float]:
    """Wall clock and processor seconds a file, for units as a run makes them: one a cell, or `BATCH` to a cell."""
    items = [
        WorkItem(structural_id("item", path.name), 1, path.stat().st_size, bytes(path.name, "ascii"), format="text")
        for path in sorted(folder.iterdir())
    ][: FILES_ALONE if alone else None]
    size = ALONE_ITEMS if alone else BATCH
    fn = "leakassay.pipeline.cellwork:assay"
    units = [WorkUnit(at, fn, tuple(items[at : at + size]), alone=alone) for at in range(0, len(items), size)]
    settings = {"detect": from_profile(EMPTY, DETECTORS)}
    with tempfile.TemporaryDirectory() as place:
        setup = GuardSetup(
            Path(place, "parts"), Path(place, "spool"), {1: bytes(folder)}, settings, families(), Limits()
        )
        guard = Guard(setup, CaseKeys(bytes(32)))
        guard.work(units[0])
        started, spent = time.monotonic(), _processor_seconds()
        for unit in units[1:]:
            guard.work(unit)
        seconds, spent = time.monotonic() - started, _processor_seconds() - spent
        guard.stop()
    return seconds / (len(items) - size), spent / (len(items) - size)


def _processor_seconds() -> float:
    """Of this process, of all below it, and of those that they have waited for."""
    ticks = 0
    waiting = [os.getpid()]
    while waiting:
        pid = waiting.pop()
        ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15]))
        waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return ticks / os.sysconf("SC_CLK_TCK")


def elsewhere(what: str, side: str, place: Path) -> list[float]:
    """One measurement in a process of its own."""
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        words = ["--one", what, "--side", side, "--place", str(place), "--case", f"{folder}/case"]
        line = [sys.executable, __file__, *words]
        said: list[float] = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return said


def one(asked: argparse.Namespace) -> None:
    """The measurement that was asked for, as JSON."""
    if asked.side == "bare":
        without_cells()
    csv = asked.one == "csv"
    print(json.dumps([assay(asked.place, asked.case)] if csv else small_files(asked.place, alone=asked.one == "alone")))


def compare(runs: int, place: Path, rows: int = ROWS, files: int = FILES) -> None:
    """All three figures, both sides alternating."""
    dump, small = place / "cells-csv", place / "cells-small"
    dump.mkdir()
    small.mkdir()
    pathology_csv(dump / "results.csv", rows, SEED)
    for number in range(files):
        (small / f"{number:05d}").write_bytes(b"The analyser was serviced on Monday.\n" * 50)
    found = [(elsewhere("csv", "cells", dump)[0], elsewhere("csv", "bare", dump)[0]) for _ in range(runs)]
    loss = 1 - statistics.median(bare / ours for ours, bare in found)
    size = (dump / "results.csv").stat().st_size / 1e6
    print(f"cells {size:.0f} MB of CSV; throughput lost to cells {100 * loss:.0f} % (goal {100 * GOAL_LOSS:.0f} %)")
    print(f"      with and without, in seconds: {', '.join(f'{ours:.2f} and {bare:.2f}' for ours, bare in found)}")
    for what, goal in (("alone", GOAL_ALONE_MS), ("batch", GOAL_BATCH_MS)):
        both = [(elsewhere(what, "cells", small), elsewhere(what, "bare", small)) for _ in range(runs)]
        wall, spent = (1000 * statistics.median(o[n] - b[n] for o, b in both) for n in (0, 1))
        how = f"{FILES_ALONE} small files, one" if what == "alone" else f"{files} small files, {BATCH}"
        print(f"      {how} a cell: {wall:.2f} ms a file for the cells (goal {goal:g})")
        print(f"      {spent:.2f} ms of it are processor time")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--files", type=int, default=FILES)
    for name in ("--one", "--side"):
        parser.add_argument(name, default="", help=argparse.SUPPRESS)
    for name in ("--place", "--case"):
        parser.add_argument(name, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked)
        return
    with tempfile.TemporaryDirectory(prefix="leakassay-bench-") as place:
        compare(asked.runs, Path(place), asked.rows, asked.files)


if __name__ == "__main__":
    main()
