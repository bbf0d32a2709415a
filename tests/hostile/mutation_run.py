"""Mutants by the thousand through the installed command, and what became of each."""

from __future__ import annotations

import os
import random
import resource
import subprocess
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
        seconds: processor time of their runs, shared out evenly.
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


Made = Iterable[tuple[Seed, str, bytes]]
"""Mutants: the seed, how it was damaged, the bytes."""


def of(seed: Seed, count: int) -> Made:
    """`count` mutants of a seed, always the same."""
    for how, data in mutants(seed.data, count, random.Random(f"mutants of {seed.format}")):
        yield seed, how, data


def scores(made: Made, base: Path) -> dict[str, Score]:
    """Run mutants, a dump of at most BATCH at a time; what became of them by format."""
    found: dict[str, Score] = {}
    stream = iter(made)
    number = 0
    while batch := list(islice(stream, BATCH)):
        place = judge.arena(base / str(number))
        named = {f"{number:03d}{n:05d}-{how}{seed.suffix}": (seed, data) for n, (seed, how, data) in enumerate(batch)}
        for name, (_, data) in named.items():
            (place / "dump" / name).write_bytes(data)
        _one_dump(named, place, found)
        subprocess.run(["rm", "-rf", str(place)], check=False)
        number += 1
    return found


def _one_dump(named: dict[str, tuple[Seed, bytes]], base: Path, found: dict[str, Score]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = judge.command(base, stages="custody,read")
    ran = subprocess.run(
        words, check=False, capture_output=True, env=judge.environment(base), cwd=base, timeout=3_000 * judge.PATIENCE
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(named)
    for seed, _ in named.values():
        score = found.setdefault(seed.format, Score())
        score.mutants += 1
        score.seconds += each
    faults = [f"exit code {ran.returncode}: {ran.stderr.decode()[-200:]}"] if ran.returncode else []
    seen = Seen(ran.returncode, "", 0.0, base, rows=judge.rows_of(base))
    faults += [*judge.laws(seen), *judge.listing(seen, steady=True)]
    for score in found.values():
        score.faults += faults
    for name, missing, is_whole in losses(seen.rows, numbers_by_item(base)):
        seed, data = named[name]
        score = found[seed.format]
        score.fewer += bool(missing)
        if not missing or not is_whole:
            continue
        if seed.excused(data, missing):
            score.excused += 1
        else:
            score.offenders.append(name)
            keep(name, data)
    for row in seen.rows:
        if row["parent_id"] is None:
            found[named[row["item_path"]][0].format].outcomes[row["outcome"]] += 1


def keep(name: str, data: bytes) -> None:
    """Put an offender where the environment says, for a look at it."""
    if folder := os.environ.get("LEAKASSAY_OFFENDERS"):
        (Path(folder) / name).write_bytes(data)


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
