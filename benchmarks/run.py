"""`make bench`: ratios to a baseline that runs beside us; machines are noisy, so absolute times are printed small.

csv    200 MB of pathology CSV (12 columns, 2 M rows) with one worker, from bytes to committed encrypted sightings and
       events, against the time that DuckDB needs to parse it with one thread.
think  attribution and resolution of the same 2 M sightings and 2 M events, against the same parse.
small  2,000 CSV files of ten rows with one worker, against DuckDB that parses them one by one.
json   20 MB of nested NDJSON with one worker, against Python's own parser.
cells  what the cells cost, against the same work in one process (see benchmarks/cells.py).
formats  every reader, against the fastest public tool for the same bytes (see benchmarks/formats.py).
help   start-up of the command against start-up of the bare interpreter.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cells import compare as bench_cells
from formats import compare as bench_formats

from leakassay.exercise.bulk import pathology_csv

ROWS = 2_000_000
SEED = 11
SMALL_FILES = 2_000


def timed(work: Callable[[], object]) -> float:
    """Wall clock of one call, in seconds."""
    started = time.monotonic()
    work()
    return time.monotonic() - started


def parse_with_duckdb(*paths: Path) -> None:
    """The baseline: every value parsed as text and looked at, one thread, no sniffing of types."""
    script = (
        "import duckdb,sys;c=duckdb.connect(config={'threads':'1'})\n"
        "for path in sys.argv[1:]:\n"
        " c.execute('create or replace table t as select * from read_csv(?, all_varchar=true, header=true)',[path])\n"
        "print(c.execute('select count(*) from t').fetchall()[0][0])"
    )
    subprocess.run([sys.executable, "-c", script, *map(str, paths)], check=True, capture_output=True)


def parse_with_python(path: Path) -> None:
    """The baseline of JSON: every line through the standard library's parser."""
    script = "import json,sys;print(sum(len(json.loads(line)) for line in open(sys.argv[1], 'rb')))"
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, capture_output=True)


def assay(folder: Path, case: Path, stages: str = "custody,read,report") -> dict[str, Any]:
    """Our side: stages with one worker."""
    shutil.rmtree(case, ignore_errors=True)
    case.with_name(case.name + ".key").unlink(missing_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "leakassay.cli"),
            *("run", str(folder), "--case", str(case), "--workers", "1", "--stages", stages, "--quiet"),
        ],
        check=True,
        capture_output=True,
    )
    found: dict[str, Any] = json.loads((case / "summary.json").read_text(encoding="utf-8"))
    return found


def seconds(summary: dict[str, Any], *stages: str) -> float:
    """Wall clock of some stages."""
    return sum(float(stage["seconds"]) for stage in summary["performance"]["stages"] if stage["stage"] in stages)


def say(name: str, what: str, ours: list[float], theirs: list[float], baseline: str, goal: float) -> None:
    """Print the median ratio of runs that alternated."""
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
    print(f"{name:6}{what}; ratio to {baseline} {ratio:.2f} (goal {goal:g})")
    print(f"      ours {statistics.median(ours):.2f} s, theirs {statistics.median(theirs):.2f} s; {len(ours)} runs")


def bench_csv(runs: int, place: Path) -> None:
    """Pathology CSV against DuckDB's parse, and what is thought about it."""
    path = place / "dump" / "results.csv"
    pathology_csv(path, ROWS, SEED)
    read, thought, theirs = [], [], []
    for _ in range(runs):
        theirs.append(timed(lambda: parse_with_duckdb(path)))
        summary = assay(path.parent, place / "case", "custody,read,attribute,resolve,report")
        read.append(seconds(summary, "custody", "read"))
        thought.append(seconds(summary, "attribute", "resolve"))
    say("csv", f"{path.stat().st_size / 1e6:.0f} MB, {ROWS:,} rows", read, theirs, "DuckDB's parse", 6)
    say("think", f"{summary['events']['count']:,} events", thought, theirs, "DuckDB's parse", 12)
    print(f"      {summary['performance']['peak_rss_bytes'] / 1e6:.0f} MB peak of guard and cells")


def bench_small(runs: int, place: Path) -> None:
    """Small files: what an item costs beside its bytes."""
    whole = place / "whole.csv"
    pathology_csv(whole, 10 * SMALL_FILES, SEED)
    head, *lines = whole.read_text(encoding="ascii").splitlines(keepends=True)
    paths = [place / "dump" / f"{number:04d}.csv" for number in range(SMALL_FILES)]
    for number, path in enumerate(paths):
        path.write_text(head + "".join(lines[10 * number : 10 * number + 10]), encoding="ascii")
    ours, theirs = [], []
    for _ in range(runs):
        theirs.append(timed(lambda: parse_with_duckdb(*paths)))
        ours.append(seconds(assay(place / "dump", place / "case"), "custody", "read"))
    say("small", f"{SMALL_FILES:,} files of ten rows", ours, theirs, "DuckDB's parse one by one", 6)


def bench_json(runs: int, place: Path) -> None:
    """Nested NDJSON."""
    whole = place / "whole.csv"
    pathology_csv(whole, ROWS // 20, SEED)
    path = place / "dump" / "results.ndjson"
    with whole.open(encoding="ascii") as file, path.open("w", encoding="ascii") as out:
        for row in csv.DictReader(file):
            patient = {name.lower(): row[name] for name in ("NHSNO", "SURNAME", "FORENAME", "DOB")}
            result = {name.lower(): row[name] for name in ("TESTCODE", "RESULT", "UNIT", "COLLECTED")}
            out.write(json.dumps({"labno": row["LABNO"], "patient": patient, "result": result}) + "\n")
    ours, theirs = [], []
    for _ in range(runs):
        theirs.append(timed(lambda: parse_with_python(path)))
        ours.append(seconds(assay(path.parent, place / "case"), "custody", "read"))
    say("json", f"{path.stat().st_size / 1e6:.0f} MB of NDJSON", ours, theirs, "Python's parse", 20)


def bench_help(runs: int, _place: Path) -> None:
    """Start-up."""
    command = [shutil.which("leakassay") or str(Path(sys.executable).with_name("leakassay")), "--help"]
    ours = [timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(runs)]
    bare = [timed(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(runs)]
    ratio = statistics.median(ours) / statistics.median(bare)
    print(f"help  {statistics.median(ours):.3f} s (goal 0.3), {ratio:.1f}x the bare interpreter")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("what", nargs="*", default=list(BENCHES), help=", ".join(BENCHES))
    asked = parser.parse_args()
    for name in (name for name in BENCHES if name in asked.what):
        with tempfile.TemporaryDirectory(prefix="leakassay-bench-") as place:
            Path(place, "dump").mkdir()
            BENCHES[name](asked.runs, Path(place))


BENCHES: dict[str, Callable[[int, Path], None]] = {
    "help": bench_help,
    "csv": bench_csv,
    "small": bench_small,
    "json": bench_json,
    "cells": bench_cells,
    "formats": bench_formats,
}

if __name__ == "__main__":
    main()
