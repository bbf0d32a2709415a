"""`make bench`: ratios to a baseline that runs beside us; machines are noisy, so absolute times are printed small.

csv    200 MB of pathology CSV (12 columns, 2 M rows) with one worker, from bytes to committed encrypted sightings and
       events, against the time that DuckDB needs to parse it with one thread.
help   start-up of the command against start-up of the bare interpreter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS = 2_000_000
SEED = 11


def timed(work: Callable[[], object]) -> float:
    """Wall clock of one call, in seconds."""
    started = time.monotonic()
    work()
    return time.monotonic() - started


def parse_with_duckdb(path: Path) -> None:
    """The baseline: every value parsed as text and looked at, one thread, no sniffing of types."""
    script = (
        "import duckdb,sys;c=duckdb.connect(config={'threads':'1'});"
        "c.execute('create table t as select * from read_csv(?, all_varchar=true, header=true)',[sys.argv[1]]);"
        "print(c.execute('select count(*) from t').fetchall()[0][0])"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, capture_output=True)


def assay(folder: Path, case: Path) -> dict[str, object]:
    """Our side: the stages custody and read with one worker."""
    shutil.rmtree(case, ignore_errors=True)
    case.with_name(case.name + ".key").unlink(missing_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "leakassay.cli"),
            *("run", str(folder), "--case", str(case), "--workers", "1", "--stages", "custody,read,report", "--quiet"),
        ],
        check=True,
        capture_output=True,
    )
    found: dict[str, object] = json.loads((case / "summary.json").read_text(encoding="utf-8"))
    return found


def bench_csv(runs: int) -> None:
    """Pathology CSV against DuckDB's parse."""
    from leakassay.exercise.bulk import pathology_csv

    with tempfile.TemporaryDirectory(prefix="leakassay-bench-") as place:
        folder = Path(place) / "dump"
        folder.mkdir()
        path = folder / "results.csv"
        pathology_csv(path, ROWS, SEED)
        case = Path(place) / "case"
        ours, theirs = [], []
        for _ in range(runs):
            theirs.append(timed(lambda: parse_with_duckdb(path)))
            summary = assay(folder, case)
            stages = {stage["stage"]: stage["seconds"] for stage in summary["performance"]["stages"]}
            ours.append(stages["custody"] + stages["read"])
        ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
        size = path.stat().st_size
        ratio = statistics.median(ratios)
        print(f"csv   {size / 1e6:.0f} MB, {ROWS:,} rows; ratio to DuckDB's parse {ratio:.2f} (goal 6)")
        print(f"      ours {statistics.median(ours):.2f} s, DuckDB {statistics.median(theirs):.2f} s; {runs} runs")
        print(
            f"      events {summary['events']['count']:,}; {summary['performance']['peak_rss_bytes'] / 1e6:.0f} MB peak"
        )


def bench_help(runs: int) -> None:
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
    parser.add_argument("what", nargs="*", default=["help", "csv"])
    asked = parser.parse_args()
    for name, work in (("help", bench_help), ("csv", bench_csv)):
        if name in asked.what:
            work(asked.runs)


if __name__ == "__main__":
    main()
