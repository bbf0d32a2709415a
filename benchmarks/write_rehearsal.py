"""Bench: how fast each paper of the rehearsal is written, in MB/s of processor time, against a baseline run beside.

csv       the plain extract against pyarrow's own CSV writer on the same columns
hl7, edifact, logs   against handing the finished bytes over once more (a copy)
others    alone: FHIR, ASTM, odd extracts, billing, quality control
records   what it costs to draw the rows themselves, per MB of the plain extract

Usage: python benchmarks/write_rehearsal.py [SPECIMENS]; 20,000 specimens are about 12 MB of HL7. Nothing is stored.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.person import REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import (
    astm,
    billing,
    delimited,
    edifact,
    extract_oddities,
    fhir,
    fhir_resource,
    hl7v2,
    print_file,
    qc_log,
)
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.hl7_segments import Dialect

PEOPLE = 5_000
RUNS = 3
SMALL = 2_000
"""Specimens of the papers that are small in a leak."""
ODD = (
    "ragged", "shifted", "merged", "repeated_header", "preamble", "blank_columns", "line_breaks", "mixed_encodings",
    "excel_mangled",
)  # fmt: skip
QC_BYTES = 20_000_000

Papers = dict[str, Callable[[], list[Document]]]


def drawn(specimens: int) -> Estate:
    """An estate of our own house."""
    rng = np.random.default_rng(17)
    people = draw_people(rng, PEOPLE)
    span = Span(specimens * 3, REFERENCE_DAY - 900, REFERENCE_DAY - 1, len(OURS.clients))
    return Estate(OURS, people, live(rng, np.arange(PEOPLE), span), 17)


def best(work: Callable[[], object]) -> float:
    """Processor time of the fastest of `RUNS` calls, in seconds."""
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def large(rows: pa.Table) -> Papers:
    """Papers that carry most bytes."""
    return {
        "csv plain": lambda: [delimited.of_rows("x", rows, OURS, Layout())],
        "csv quoted": lambda: [delimited.of_rows("x", rows, OURS, Layout(quoted=True))],
        "csv cp1252": lambda: [delimited.of_rows("x", rows, OURS, Layout("|", "cp1252"))],
        "csv utf-16": lambda: [delimited.of_rows("x", rows, OURS, Layout("\t", "utf-16-le"))],
        "hl7 2.4": lambda: [hl7v2.bare("x", rows, OURS)],
        "hl7 2.5.1": lambda: [hl7v2.bare("x", rows, OURS, Dialect("2.5.1", 19))],
        "hl7 mllp": lambda: [hl7v2.mllp("x", rows, OURS)],
        "hl7 log": lambda: list(hl7v2.log_pieces("x", [rows], OURS)),
        "edifact": lambda: [edifact.interchange("x", rows, OURS)],
        "billing": lambda: [billing.billing("x", rows, OURS)],
        "print file": lambda: [print_file.print_file("x", rows, OURS)],
        "qc log": lambda: [qc_log.qc_log("x", 3, QC_BYTES)],
    } | {name: lambda name=name: [getattr(extract_oddities, name)("x", rows, OURS)] for name in ODD}


def small(rows: pa.Table) -> Papers:
    """Papers made of Python objects."""
    return {
        "fhir json": lambda: [fhir.bundle("x", rows, OURS)],
        "fhir stu3": lambda: [fhir.bundle("x", rows, OURS, fhir_resource.STU3, kind="transaction", indent=2)],
        "fhir xml": lambda: [fhir.xml_bundle("x", rows, OURS)],
        "fhir bulk": lambda: fhir.bulk_export("x", rows, OURS),
        "astm": lambda: [astm.capture("x", rows, OURS)],
    }


def say(papers: Papers, rows: pa.Table, specimens: int) -> None:
    """Print a line per paper: MB/s, bytes per specimen, and the ratio to its baseline where it has one."""
    for name, write in papers.items():
        data = b"".join(document.data for document in write())
        seconds = best(write)
        line = f"{name:16}{len(data) / 1e6 / seconds:8.0f} MB/s  {len(data) / specimens:8.0f} B/specimen"
        if name == "csv plain":
            table = delimited.printed(rows, OURS)
            line += f"  {seconds / best(lambda: pacsv.write_csv(table, io.BytesIO())):5.1f} x pyarrow's writer"  # noqa: B023  called at once
        elif name.startswith(("hl7", "edifact")):
            line += f"  {seconds / best(lambda: io.BytesIO().write(data)):5.0f} x a copy of the bytes"  # noqa: B023  called at once
        sys.stdout.write(line + "\n")


def main() -> None:
    """Draw the rows, write every paper, say the rates."""
    specimens = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    estate = drawn(specimens)
    specimens = min(specimens, estate.specimens)
    rows = records(estate, 0, specimens)
    plain = len(delimited.of_rows("x", rows, OURS, Layout()).data)
    seconds = best(lambda: records(estate, 0, specimens))
    sys.stdout.write(f"{'records':16}{plain / 1e6 / seconds:8.0f} MB/s of plain csv, {rows.num_rows:,} rows\n")
    say(large(rows), rows, specimens)
    few = min(specimens, SMALL)
    say(small(records(estate, 0, few)), rows, few)


if __name__ == "__main__":
    main()
