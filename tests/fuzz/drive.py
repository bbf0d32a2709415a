"""Runs the fuzz targets, one process at a time: `make fuzz`. Needs atheris, which only `make fuzz` installs.

All it writes lies in one folder: growing corpora, finds, logs, and the table that it prints. What is worth keeping goes
into the kept corpus by `--keep`.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fuzz import corpus
from fuzz.target import SEED_BYTES, Target, check
from fuzz.targets import TARGETS, target

LARGE, LARGE_SECONDS, SECONDS = 5, 600, 60
"""So many targets, those of the most lines, get the first time; the others get the second."""
INPUT_SECONDS, INPUT_MIB, SLOW_SECONDS = 10, 1024, 3
"""What one input may take, and from when on it is kept for a look."""
MOST_STARTS = 5
"""Of one target: an input that ends the process costs a start."""
MERGE_SECONDS = 60
INSTRUMENTED = ["leakassay.read", "leakassay.custody", "leakassay.values"]

MOST_WORDS = 200
_WORD = re.compile(rb"[A-Za-z_<][A-Za-z0-9_:.!=|^-]{2,24}")
_EDGES = re.compile(rb"\bcov: (\d+)")
_UNITS = re.compile(rb"stat::number_of_executed_units:\s*(\d+)")
_LAST = re.compile(rb"^#(\d+)\t", re.MULTILINE)


@dataclass
class Outcome:
    """What became of a target."""

    name: str
    seconds: float = 0.0
    executions: int = 0
    edges: int = 0
    finds: int = 0
    starts: int = 0

    def row(self) -> str:
        return f"{self.name:<22}{self.seconds:>8.0f}{self.executions:>12}{self.edges:>8}{self.finds:>7}{self.starts:>8}"


HEAD = f"{'parser':<22}{'seconds':>8}{'executions':>12}{'edges':>8}{'finds':>7}{'starts':>8}"


def main(words: list[str]) -> int:
    """Fuzz the targets that are named, or all.

    Returns:
        0, or 1 where something was found.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="targets; all where none is named")
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"), help="where corpora, finds and logs go")
    parser.add_argument("--scale", type=float, default=1.0, help="times the seconds of each")
    parser.add_argument("--seconds", type=float, default=0.0, help="the same seconds for each")
    parser.add_argument("--keep", action="store_true", help="write the corpus that is kept, after the run")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    said, rest = parser.parse_known_args(words)
    if said.child:
        _child(target(said.child), said.folder, [*rest, *said.names])
        return 0
    folder = said.folder.resolve()
    chosen = [target(name) for name in said.names] or list(TARGETS)
    outcomes = []
    _say(HEAD)
    for one in chosen:
        outcomes.append(_fuzzed(one, folder, said.seconds or seconds_of(one) * said.scale))
        _say(outcomes[-1].row())
        if said.keep:
            _keep(one, folder)
    table = "\n".join([HEAD, *(outcome.row() for outcome in outcomes)])
    (folder / "table.txt").write_text(table + "\n", encoding="utf-8")
    return int(any(outcome.finds for outcome in outcomes))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def seconds_of(one: Target) -> int:
    """Ten minutes for the largest, one for the rest."""
    return LARGE_SECONDS if one.name in _largest() else SECONDS


@cache
def _largest() -> frozenset[str]:
    return frozenset(one.name for one in sorted(TARGETS, key=lambda other: -other.lines)[:LARGE])


def place_of(one: Target, folder: Path) -> Path:
    """The folder of a target."""
    return folder / one.name.replace("/", "-")


def _fuzzed(one: Target, folder: Path, seconds: float) -> Outcome:
    """Start the target again until its time is over: an input that hangs or ends the process ends the fuzzer."""
    place, outcome = place_of(one, folder), Outcome(one.name)
    for name in ("corpus", "finds"):
        (place / name).mkdir(parents=True, exist_ok=True)
    before = _finds(place)
    for raw in (*one.good(), *(raw for _, raw in corpus.entries(place.name))):
        (place / "corpus" / hashlib.sha1(raw, usedforsecurity=False).hexdigest()).write_bytes(raw)
    (place / "words").write_text(_words(one.good()), encoding="ascii")
    while outcome.seconds < seconds - 1 and outcome.starts < MOST_STARTS:
        _start(one, folder, seconds - outcome.seconds, outcome)
    outcome.finds = len(_finds(place) - before)
    return outcome


def _finds(place: Path) -> set[str]:
    """Inputs that broke something; beside those of the contract lie texts that say how."""
    return {path.name for path in (place / "finds").iterdir() if path.suffix != ".txt"}


def _words(good: list[bytes]) -> str:
    """A dictionary for the fuzzer, which takes no empty one: the words of the seeds, the commonest first."""
    found = Counter(word for raw in good for word in _WORD.findall(raw)) or Counter([b"A"])
    return "".join(f'"{word.decode("ascii")}"\n' for word, _ in found.most_common(MOST_WORDS))


def _start(one: Target, folder: Path, seconds: float, outcome: Outcome) -> None:
    place, began = place_of(one, folder), time.monotonic()
    timed = (f"-dict={place / 'words'}", f"-max_total_time={max(1, int(seconds))}", "-print_final_stats=1", "-reload=0")
    _process(one, folder, seconds, *timed, str(place / "corpus"))
    said = (place / "log").read_bytes()
    outcome.seconds += time.monotonic() - began
    outcome.starts += 1
    outcome.executions += int((_UNITS.findall(said) or _LAST.findall(said) or [0])[-1])
    outcome.edges = max([outcome.edges, *map(int, _EDGES.findall(said))])


def _process(one: Target, folder: Path, seconds: float, *more: str) -> None:
    """A process that fuzzes one target; it is ended when it takes far longer than it may.

    What starts it is a script in the target's folder, for libFuzzer starts itself again when it merges.
    """
    place = place_of(one, folder)
    limits = (
        f"-timeout={INPUT_SECONDS}", f"-rss_limit_mb={INPUT_MIB}", f"-max_len={SEED_BYTES}",
        f"-report_slow_units={SLOW_SECONDS}", f"-artifact_prefix={place / 'finds'}/",
    )  # fmt: skip
    words = [sys.executable, "-m", "fuzz.drive", "--child", one.name, "--folder", str(folder)]
    script = place / "again"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    with (place / "log").open("wb") as log, contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [str(script), *limits, *more],
            check=False,
            stdout=log,
            stderr=log,
            env=environment,
            timeout=seconds * 2 + 120,
        )


def _child(one: Target, folder: Path, options: list[str]) -> None:
    """Be the fuzzer. Never returns: libFuzzer ends the process."""
    import atheris

    place = place_of(one, folder)
    with atheris.instrument_imports(include=INSTRUMENTED):
        run = one.make()
        for raw in one.good():
            _try(run, raw, place)  # modules that are imported when they are needed are imported here
    atheris.Setup([str(place / "again"), *options], lambda raw: _try(run, raw, place))
    atheris.Fuzz()


def _try(run, raw: bytes, place: Path) -> None:
    """Run one input; what breaks the contract is written down and the fuzzer goes on."""
    try:
        if len(raw) % 4:
            run(raw)
        else:
            check(run, raw)
    except Exception as error:  # noqa: BLE001  whatever a parser raises is a find
        _write_find(error, raw, place / "finds")


def _write_find(error: Exception, raw: bytes, finds: Path) -> None:
    """One file for each place that raises, the shortest input that does."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((one for one in reversed(frames) if "leakassay" in one.filename), frames[-1])
    said = f"{type(error).__name__}-{Path(where.filename).stem}-{where.lineno}"
    path = finds / f"{said}.input"
    if not path.exists() or path.stat().st_size > len(raw):
        path.write_bytes(raw)
        (finds / f"{said}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


def _keep(one: Target, folder: Path) -> None:
    """Write the kept corpus of a target: short inputs that together reach what all short ones reach."""
    place = place_of(one, folder)
    for name in ("small", "least"):
        shutil.rmtree(place / name, ignore_errors=True)
        (place / name).mkdir()
    for path in (place / "corpus").iterdir():
        if path.stat().st_size <= corpus.INPUT_BYTES:
            shutil.copy(path, place / "small")
    _process(one, folder, MERGE_SECONDS, "-set_cover_merge=1", str(place / "least"), str(place / "small"))
    corpus.keep(place.name, [path.read_bytes() for path in (place / "least").iterdir()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
