"""Bench: detect on a 12-column pathology CSV against the time DuckDB needs to parse the same file with one thread.

Processor time, since machines are shared. Usage: python benchmarks/detect_csv.py [ROWS]; 2,000,000 rows are about
250 MB; the file goes to a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from leakassay.detect import settings, warm
from leakassay.detect.assay import Assay
from leakassay.model.batch import Batch, Shape
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from leakassay.reference import name_counts
from leakassay.values.uk import nhs_number_array

HEADERS = (
    "LABNO", "NHSNO", "SURNAME", "FORENAME", "DOB", "SEX", "POSTCODE", "TESTCODE", "TESTNAME", "RESULT", "UNIT",
    "COLLECTED",
)  # fmt: skip
PEOPLE = 200_000
UNIT = 16 << 20
"""Bytes of a unit of work: one Assay each, as in a run."""
TESTS = (
    ("NAA", "Sodium", "mmol/L"), ("KKK", "Potassium", "mmol/L"), ("HBN", "Haemoglobin", "g/L"),
    ("CRE", "Creatinine", "umol/L"),
    ("TSHN", "TSH", "mU/L"), ("HIVC", "HIV 1/2 Ag/Ab", ""), ("CRPN", "CRP", "mg/L"), ("ALTN", "ALT", "U/L"),
)  # fmt: skip


def table(rows: int) -> pa.Table:
    """Return the rows of the extract: invented people with numbers of the test range, ordered by specimen."""
    rng = np.random.default_rng(7)
    numbers = rng.integers(9_000_000_000, 9_999_999_999, PEOPLE * 12)
    digits = np.array([list(str(number)) for number in numbers.tolist()], dtype=np.uint8)
    valid = numbers[nhs_number_array.valid_mask(digits)][:PEOPLE].astype(str)
    count = len(valid)
    person = rng.integers(0, count, rows // 4 + 1).repeat(4)[:rows]
    surnames, forenames = sorted(name_counts.surnames()), sorted(name_counts.forenames())
    births = np.datetime64("1930-01-01") + rng.integers(0, 33_000, count)
    homes = [
        f"SE{a % 28 + 1} {b % 9 + 1}{chr(65 + b % 8)}{chr(74 + a % 4)}"
        for a, b in rng.integers(0, 900, (count, 2)).tolist()
    ]
    taken = (np.datetime64("2023-01-01T07:00:00") + np.sort(rng.integers(0, 30_000_000, rows // 4 + 1))).repeat(4)[
        :rows
    ]
    test = rng.integers(0, len(TESTS), rows)
    per_person = [
        valid,
        rng.choice(surnames, count),
        rng.choice(forenames, count),
        births.astype(str),
        rng.choice(["M", "F"], count),
        homes,
    ]
    columns = [pa.array(column).take(pa.array(person)) for column in per_person]
    kinds = [pa.array([line[place] for line in TESTS]).take(pa.array(test)) for place in range(3)]
    result = np.char.mod("%.1f", rng.random(rows) * 150)
    specimen = pa.array([f"23L{number:06d}" for number in range(rows // 4 + 1)]).take(pa.array(np.arange(rows) // 4))
    return pa.table(
        [specimen, *columns, *kinds[:2], pa.array(result), kinds[2], pa.array(taken.astype(str))], names=list(HEADERS)
    )


def main() -> None:
    """Write the file, time DuckDB and detect, say the ratio."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.csv"
        pacsv.write_csv(table(rows), path)
        size = path.stat().st_size
        baseline = min(_duckdb(path) for _ in range(2))
        batches = _batches(path)
    made = settings.from_profile(EMPTY, DETECTORS)
    started = time.process_time()
    warm.prepare(made)
    warmed = time.process_time() - started
    seconds, emitted = _detect(batches, made, size)
    sys.stdout.write(
        f"{rows:,} rows, {size / 1e6:.0f} MB: warm {warmed:.2f} s, detect {seconds:.2f} s, "
        f"{size / 1e6 / seconds:.0f} MB/s, DuckDB parse {baseline:.2f} s, ratio {seconds / baseline:.2f}; {emitted}\n"
    )


def _duckdb(path: Path) -> float:
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    started = time.process_time()
    connection.execute(
        "create table parsed as select * from read_csv($path, all_varchar = true)", {"path": str(path)}
    ).fetchall()
    return time.process_time() - started


def _batches(path: Path) -> list[pa.RecordBatch]:
    kinds = pacsv.ConvertOptions(column_types=dict.fromkeys(HEADERS, pa.string()))
    whole = pacsv.read_csv(path, read_options=pacsv.ReadOptions(use_threads=False), convert_options=kinds)
    return [
        pa.RecordBatch.from_struct_array(batch.to_struct_array()) for batch in whole.combine_chunks().to_batches(65_536)
    ]


def _detect(batches: list[pa.RecordBatch], made: dict[str, object], size: int) -> tuple[float, dict[str, int]]:
    per_unit = max(1, len(batches) * UNIT // size)
    emitted: dict[str, int] = {}
    started = time.process_time()
    for first in range(0, len(batches), per_unit):
        assay = Assay(made)
        row = 0
        for data in batches[first : first + per_unit]:
            for name, rows in assay.see(Batch(Shape.TABLE, data, HEADERS, first_row=row)):
                emitted[name] = emitted.get(name, 0) + rows.num_rows
            row += data.num_rows
        for name, rows in assay.close():
            emitted[name] = emitted.get(name, 0) + rows.num_rows
    return time.process_time() - started, emitted


if __name__ == "__main__":
    main()
