"""The benchmark file: a large pathology extract of twelve columns, about 100 bytes a row, written fast."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.estate.test_menu import MenuTest, menu

COLUMNS = (
    "LABNO", "NHSNO", "SURNAME", "FORENAME", "DOB", "SEX", "POSTCODE",
    "TESTCODE", "TESTNAME", "RESULT", "UNIT", "COLLECTED",
)  # fmt: skip
CHUNK = 200_000
"""Rows written at once, about 20 MB."""
_POOL = 4_096
"""Distinct printed results per test; more would cost time and change nothing a reader sees."""
_FIRST_DAY = np.datetime64("2020-01-01")
_DAYS = 366


def pathology_csv(path: Path, rows: int, seed: int) -> None:
    """Writes `rows` results to a comma-separated file with a header; 2 million rows are about 200 MB.

    Ten results per person on average, two per specimen; dates are 31/12/2023 and 31/12/2023 09:05; no field is quoted.
    """
    rng = np.random.default_rng([seed, 21])
    pools = _pools(rng, max(20, rows // 10))
    options = csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as file:
        file.write((",".join(COLUMNS) + "\n").encode("ascii"))
        for start in range(0, rows, CHUNK):
            specimen = np.arange(start, min(start + CHUNK, rows), dtype=np.int64) // 2
            csv.write_csv(_chunk(rng, specimen, rows // 2 + 1, pools), file, options)


@dataclass(frozen=True)
class _Pools:
    """Printed forms to take from: a person's columns, tests, results (`_POOL` per test), days and clock times."""

    people: pa.Table
    tests: pa.Table
    results: pa.Array
    days: pa.Array
    clocks: pa.Array


def _pools(rng: np.random.Generator, people: int) -> _Pools:
    drawn = draw_people(rng, people)
    born = pc.strftime(drawn["date_of_birth"].cast(pa.date32()), format="%d/%m/%Y")
    printed = (
        [drawn[name] for name in ("nhs_number", "surname", "forename")],
        [drawn[name] for name in ("sex", "postcode")],
    )
    lines = [line for line in menu() if line.is_number]
    results = [np.char.mod(f"%.{line.decimals}f", _draw(rng, line)) for line in lines]
    days = np.arange(_FIRST_DAY, _FIRST_DAY + _DAYS)
    return _Pools(
        people=pa.table([*printed[0], born, *printed[1]], names=list(COLUMNS[1:7])).combine_chunks(),
        tests=pa.table({name: [getattr(line, name) for line in lines] for name in ("code", "name", "unit")}),
        results=pa.array(np.concatenate(results)),
        days=pc.strftime(pa.array(days), format="%d/%m/%Y "),
        clocks=pa.array([f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)]),
    )


def _draw(rng: np.random.Generator, line: MenuTest) -> npt.NDArray[np.float64]:
    return np.maximum(line.mean + line.sd * rng.standard_normal(_POOL), line.mean * 0.05)


def _chunk(rng: np.random.Generator, specimen: npt.NDArray[np.int64], specimens: int, pools: _Pools) -> pa.Table:
    # a specimen belongs to one person: the multiplier scatters neighbours over the register
    person = pools.people.take(pa.array(specimen * 7_919 % pools.people.num_rows))
    drawn = rng.integers(0, pools.tests.num_rows, len(specimen))
    test = pools.tests.take(pa.array(drawn))
    value = pools.results.take(pa.array(drawn * _POOL + rng.integers(0, _POOL, len(drawn))))
    minute = specimen * (_DAYS * 1440) // specimens
    day, clock = pools.days.take(pa.array(minute // 1440)), pools.clocks.take(pa.array(minute % 1440))
    collected = pc.binary_join_element_wise(day, clock, "")
    columns = [_labnos(specimen), *person.columns, test["code"], test["name"], value, test["unit"], collected]
    return pa.table(columns, names=list(COLUMNS))


def _labnos(specimen: npt.NDArray[np.int64]) -> pa.Array:
    """Returns 20A000000 upwards: the letter changes every million."""
    letters = pa.array([f"20{letter}" for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ"])
    serial = pc.utf8_slice_codeunits(pa.array(specimen % 1_000_000 + 1_000_000).cast(pa.string()), 1)
    return pc.binary_join_element_wise(letters.take(pa.array(specimen // 1_000_000 % 24)), serial, "")
