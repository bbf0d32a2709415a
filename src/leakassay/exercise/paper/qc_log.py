"""Quality-control logs of analysers: thousands of measurements of control material, and not one person."""

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.document import Document

HEADER = "AT;ANALYSER;MATERIAL;LOT;TEST;MEASURED;UNIT;SD;RULE\n"
_LINE_BYTES = 72
_BLOCK = 65_536
"""Lines made at once."""
_POOL = 512
"""Distinct printed values per test."""
_FIRST = np.datetime64("2023-01-02T00:00:00")
_RULES = ("OK", "OK", "OK", "OK", "OK", "OK", "1-2s", "1-3s", "R-4s", "10x")


def qc_log(name: str, seed: int, target_bytes: int) -> Document:
    """Returns a log of about `target_bytes`: date, analyser, control level, lot, test, value, deviation, rule."""
    rng = np.random.default_rng([seed, 41])
    pools = _pools()
    blocks, size, second = [HEADER.encode()], len(HEADER), 0
    while size < target_bytes:
        count = min(_BLOCK, max(1, (target_bytes - size) // _LINE_BYTES))
        block, second = _block(rng, pools, count, second)
        blocks.append(block)
        size += len(block)
    return Document(name, "csv", b"".join(blocks))


@functools.cache
def _pools() -> dict[str, pa.Array]:
    """Returns printed parts to take from: clocks, days, machines, and `_POOL` endings of a line per test.

    The same for every log: which of them stand in it is drawn by its seed.
    """
    rng = np.random.default_rng(41)
    tests = [line for line in menu() if line.is_number]
    ends = []
    for line in tests:
        deviation = np.clip(rng.standard_normal(_POOL), -3.9, 3.9)
        for value, away in zip((line.mean + line.sd * deviation).tolist(), deviation.tolist(), strict=True):
            rule = _RULES[min(len(_RULES) - 1, int(abs(away) * 3))]
            ends.append(f"{line.code};{abs(value):.{line.decimals}f};{line.unit};{away:+.2f};{rule}\n")
    machines = [
        f";{machine};QC LEVEL {level};{lot};"
        for machine in ("COBALT1", "COBALT2", "SYSMAX1", "SYSMAX2", "ARCHI1")
        for level in (1, 2, 3)
        for lot in ("45821", "45907", "46113")
    ]
    return {
        "clocks": pa.array([f"{one // 3600:02d}:{one // 60 % 60:02d}:{one % 60:02d}" for one in range(86_400)]),
        "machines": pa.array(machines), "ends": pa.array(ends),
    }  # fmt: skip


def _block(rng: np.random.Generator, pools: dict[str, pa.Array], count: int, second: int) -> tuple[bytes, int]:
    """Returns lines in order of time and the second after the last of them."""
    seconds = second + np.cumsum(rng.integers(1, 9, count))
    first = _FIRST.astype("datetime64[D]")
    wanted = np.arange(first + seconds[0] // 86_400, first + seconds[-1] // 86_400 + 1)
    days = pc.strftime(pa.array(wanted), format="%Y-%m-%d ")
    day = days.take(pa.array(seconds // 86_400 - seconds[0] // 86_400))
    clock = pools["clocks"].take(pa.array(seconds % 86_400))
    machine = pools["machines"].take(pa.array(rng.integers(0, len(pools["machines"]), count)))
    end = pools["ends"].take(pa.array(rng.integers(0, len(pools["ends"]), count)))
    return splice.characters(splice.joined(day, clock, machine, end)).tobytes(), int(seconds[-1])
