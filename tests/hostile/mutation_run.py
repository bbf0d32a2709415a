"""Mutants by the thousand through the installed command, and what became of each."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from hostile import judge
from hostile.case import Rows, Seen
from hostile.mutate import mutants
from hostile.seed.seed import NUMBERS, Seed

BATCH = 2_500
"""Mutants in one dump."""
WHOLE = frozenset({"read", "empty", "known_file"})


@dataclass
class Score:
    """What became of the mutants of one seed.

    Attributes:
        mutants: how many there were.
        seconds: wall clock of their runs.
        faults: what the judge found, beside the offenders.
        outcomes: of the mutants themselves.
        fewer: mutants that yield fewer planted numbers than their seed.
        excused: those among them that nobody can know of.
        offenders: those that are called `read` all the same; names that say how to make them again.
    """

    mutants: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    fewer: int = 0
    excused: int = 0
    offenders: list[str] = field(default_factory=list)


def score(seed: Seed, count: int, base: Path) -> Score:
    """Run `count` mutants of a seed."""
    draw = random.Random(f"mutants of {seed.format}")
    return score_of(seed, mutants(seed.data, count, draw), base)


def score_of(seed: Seed, made: Iterable[tuple[str, bytes]], base: Path) -> Score:
    """Run mutants, a dump of at most BATCH at a time."""
    total = Score()
    stream = iter(made)
    number = 0
    while batch := list(islice(stream, BATCH)):
        place = judge.arena(base / f"{seed.format}-{number}")
        _one_dump(seed, batch, number * BATCH, place, total)
        subprocess.run(["rm", "-rf", str(place)], check=False)
        number += 1
    return total


def _one_dump(seed: Seed, batch: list[tuple[str, bytes]], first: int, base: Path, total: Score) -> None:
    named = {f"{first + n:05d}-{how}{seed.suffix}": data for n, (how, data) in enumerate(batch)}
    for name, data in named.items():
        (base / "dump" / name).write_bytes(data)
    started = time.monotonic()
    words = judge.command(base, stages="custody,read")
    ran = subprocess.run(words, check=False, capture_output=True, env=judge.environment(base), cwd=base, timeout=1_800)
    total.seconds += time.monotonic() - started
    total.mutants += len(named)
    if ran.returncode != 0:
        total.faults.append(f"exit code {ran.returncode}: {ran.stderr.decode('utf-8', 'backslashreplace')[-200:]}")
        return
    seen = Seen(ran.returncode, "", 0.0, base, rows=judge.rows_of(base))
    total.faults += [*judge.laws(seen), *judge.listing(seen, steady=True)]
    for name, missing, is_whole in losses(seen.rows, numbers_by_item(base)):
        total.fewer += bool(missing)
        if not missing or not is_whole:
            continue
        if seed.excused(named[name], missing):
            total.excused += 1
        else:
            total.offenders.append(name)
    total.outcomes.update(row["outcome"] for row in seen.rows if row["parent_id"] is None)


def losses(rows: Rows, told: dict[str, set[str]]) -> Iterator[tuple[str, set[str], bool]]:
    """Each top item with the planted numbers that neither it nor its members tell, and whether all are called whole."""
    families: dict[str, Rows] = {}
    for row in rows:
        families.setdefault(row["item_path"].split("!/", 1)[0], []).append(row)
    for name, family in families.items():
        found: set[str] = set()
        for row in family:
            found |= told.get(f"{row['duplicate_of'] or row['item_id']:016x}", set())
        yield name, set(NUMBERS - found), all(row["outcome"] in WHOLE for row in family)


def numbers_by_item(base: Path) -> dict[str, set[str]]:
    """Planted numbers by the item that tells them, as sightings, mentions or events' people."""
    from leakassay.cli.opening import open_existing
    from leakassay.report.export import answer

    found: dict[str, set[str]] = {}
    case = open_existing(base / "case", None)
    try:
        shelf = case.shelf(threads=1)
        for export, column in (("sightings", "nhs_number"), ("mentions", "value")):
            for table in answer(shelf, export):
                for item, value in zip(table["item_id"].to_pylist(), table[column].to_pylist(), strict=True):
                    digits = (value or "").replace(" ", "").replace("-", "")
                    if digits in NUMBERS:
                        found.setdefault(item, set()).add(digits)
    finally:
        case.close()
    return found
