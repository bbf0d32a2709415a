"""Bench: our readers beside the fastest public tool for the same bytes, format by format.

Ours runs as in a cell (the reader's own `read`, batches looked at and dropped) but without detection, in this process.
Theirs is the function that docs/reading.md asks (tools/compare_registry.py), everything it yields looked at and
dropped; where the tool has a faster way to the same values, that is taken (`_FASTER`). Files come from the rehearsal's
writers; of formats that it does not write, those of the field data, all of a format together. Usage:
python benchmarks/formats.py [--runs N] [FORMAT …].
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.person import REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import (
    dbf,
    delimited,
    docx_file,
    edifact,
    fhir,
    hl7v2,
    json_lines,
    letter,
    mail,
    mbox,
    pdf,
    rtf,
    sql_dump,
    sqlite_file,
    workbook,
    workbook_ods,
    workbook_xls,
)
from leakassay.model.batch import Batch
from leakassay.model.item import OpenItem
from leakassay.pipeline.catalogue.formats import FORMATS

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import compare_ours
from compare_registry import TOOLS
from compare_tools import Tool

GOAL = 1.5
SEED = 23
SPECIMENS = 6_000
"""Of the larger files: a few megabytes of most formats."""

LETTERS = 400
"""Letters joined to one document."""

FIELD_BYTES = 2 << 20
"""Field files of a format are read again and again until they come to this."""

_READERS = {entry.name: entry.reader for entry in FORMATS}


@cache
def rows(specimens: int = SPECIMENS) -> pa.Table:
    """Records of an invented laboratory."""
    rng = np.random.default_rng(SEED)
    people = draw_people(rng, specimens // 4)
    span = Span(5 * specimens, REFERENCE_DAY - 400, REFERENCE_DAY - 1, len(OURS.clients))
    return records(Estate(OURS, people, live(rng, np.arange(specimens // 4), span), SEED), 0, specimens)


def _letter_rows() -> Iterator[pa.Table]:
    table = rows(LETTERS)
    starts = [0, *(np.flatnonzero(np.diff(table["record"].to_numpy())) + 1).tolist(), table.num_rows]
    return (table.slice(a, b - a) for a, b in pairwise(starts))


def _joined_package(packages: list[bytes], part: str, begins: bytes, ends: bytes) -> bytes:
    """One package whose main part holds what stands in that part of all of them."""
    inner = []
    for package in packages:
        with zipfile.ZipFile(io.BytesIO(package)) as held:
            text = held.read(part)
            inner.append(text[text.index(begins) + len(begins) : text.rindex(ends)])
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packages[0])) as held, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name in held.namelist():
            text = held.read(name)
            if name == part:
                text = text[: text.index(begins) + len(begins)] + b"".join(inner) + text[text.rindex(ends) :]
            made.writestr(name, text)
    return sink.getvalue()


def _docx() -> bytes:
    letters = [docx_file.letter_docx("x", some, OURS).data for some in _letter_rows()]
    return _joined_package(letters, "word/document.xml", b"<w:body>", b"</w:body>")


def _rtf() -> bytes:
    letters = [rtf.letter_rtf("x", some, OURS).data for some in _letter_rows()]
    bodies = b"".join(text[text.index(b"\\pard\\f0\\fs22") : text.rindex(b"}")] for text in letters)
    return letters[0][: letters[0].rindex(b"}")] + bodies + b"}"


def _html() -> bytes:
    lines = "".join(
        "<tr>" + "".join(f"<td class=c>{value}</td>" for value in row.values()) + "</tr>\n"
        for row in rows().slice(0, 15_000).to_pylist()
    )
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><table>{lines}</table></body></html>".encode()


def _xml() -> bytes:
    lines = "".join(
        "<result>" + "".join(f"<{name}>{value}</{name}>" for name, value in row.items()) + "</result>\n"
        for row in rows().slice(0, 8_000).to_pylist()
    ).replace("&", "&amp;")
    return f"<?xml version='1.0'?><results>{lines}</results>".encode()


def _mails() -> list[mail.Document]:
    return [mail.mail("x", some, OURS, ()) for some in _letter_rows()] * 4


def _parquet() -> bytes:
    sink = io.BytesIO()
    parquet.write_table(rows(), sink)
    return sink.getvalue()


def _sql() -> bytes:
    return b"".join(piece.data for piece in sql_dump.pieces_of("x", [rows()], OURS, "mysqldump"))


MADE: dict[str, Callable[[], bytes]] = {
    "delimited": lambda: delimited.of_rows("x", rows(), OURS, delimited.Layout()).data,
    "text": lambda: b"\n\n".join(letter.letter("x", some, OURS).data for some in _letter_rows()) * 4,
    "json": lambda: json_lines.patients("x", rows()).data,
    "ndjson": lambda: json_lines.results("x", rows()).data,
    "fhir_json": lambda: fhir.bundle("x", rows().slice(0, 5_000), OURS).data,
    "fhir_ndjson": lambda: fhir.bulk_export("x", rows().slice(0, 8_000), OURS)[-1].data,
    "fhir_xml": lambda: fhir.xml_bundle("x", rows().slice(0, 5_000), OURS).data,
    "hl7v2": lambda: hl7v2.bare("x", rows(), OURS).data,
    "edifact": lambda: edifact.interchange("x", rows(), OURS).data,
    "sql_dump": _sql,
    "sqlite": lambda: sqlite_file.database("x", rows(), OURS).data,
    "dbf": lambda: dbf.table("x", rows(), OURS).data,
    "parquet": _parquet,
    "xlsx": lambda: workbook.worklist("x", rows(), OURS).data,
    "xls": lambda: workbook_xls.worklist_xls("x", rows(), OURS).data,
    "ods": lambda: workbook_ods.worklist_ods("x", rows(), OURS).data,
    "docx": _docx,
    "rtf": _rtf,
    "html": _html,
    "xml": _xml,
    "pdf": lambda: pdf.report("x", rows(LETTERS), OURS).data,
    "eml": lambda: _mails()[0].data,
    "mbox": lambda: mbox.mailbox("x", _mails()).data,
}
"""Formats with a file of their own for this."""

FIELD = ("doc", "ppt", "pptx", "odt", "xlsb", "msg", "pst", "tnef", "access", "cda")
"""Formats whose field files are read."""


def _duckdb(path: Path) -> None:
    """Parse, every value as text, into Arrow."""
    database = import_module("duckdb").connect(config={"threads": "1"})
    database.execute("select * from read_csv(?, all_varchar=true)", [str(path)]).to_arrow_table()


def _parquet_rows(path: Path) -> None:
    table = parquet.read_table(path)
    for name in table.column_names:
        table[name].cast(pa.string())


_FASTER: dict[str, Callable[[Path], None]] = {"DuckDB read_csv": _duckdb}
_OTHERS: dict[str, list[tuple[str, Callable[[Path], object]]]] = {"parquet": [("pyarrow", _parquet_rows)]}


def spent(work: Callable[[Path], object], paths: Iterable[Path]) -> float:
    """Seconds for all of them."""
    started = time.perf_counter()
    for path in paths:
        work(path)
    return time.perf_counter() - started


def _ours(reader: str, name: str) -> Callable[[Path], None]:
    read = import_module(f"leakassay.read.{reader}").read

    def work(path: Path) -> None:
        with path.open("rb") as file:
            item = OpenItem(file.fileno(), os.fstat(file.fileno()).st_size, path.name, settings={"format": name})
            for reading in read(item):
                if isinstance(reading, Batch):
                    assert reading.data.num_rows  # noqa: S101  looked at

    return work


def _theirs(tool: Tool) -> Callable[[Path], None]:
    if tool.name in _FASTER:
        return _FASTER[tool.name]

    def work(path: Path) -> None:
        for _ in tool.read(path):
            pass

    return work


def _reads(work: Callable[[Path], object], paths: list[Path]) -> list[Path]:
    """Those that a side reads without an error; this also warms it."""
    found = []
    for path in paths:
        try:
            work(path)
        except Exception:  # noqa: BLE001, S112  what a foreign library raises is its own; it does not read the file
            continue
        found.append(path)
    return found


def compare_one(name: str, paths: list[Path], runs: int) -> None:
    """One format: ours beside each tool on what both read; the fastest is printed."""
    sides = [(f"{tool.name} {tool.version}", _theirs(tool)) for tool in TOOLS if name in tool.formats and tool.version]
    ours = _ours(_READERS[name], name)
    paths = _reads(ours, paths)
    said = []
    for label, work in (*sides, *_OTHERS.get(name, ())):
        both = _reads(work, paths)
        size = sum(path.stat().st_size for path in both)
        if not both:
            continue
        times = max(1, FIELD_BYTES // size) if len(both) > 1 else 1
        pairs = [(spent(ours, both * times), spent(work, both * times)) for _ in range(runs)]
        ratio = statistics.median(our / their for our, their in pairs)
        said.append((ratio, label, len(both), size * times, *map(statistics.median, zip(*pairs, strict=True))))
    for ratio, label, files, size, our, their in sorted(said, reverse=True)[:1]:
        mark = "" if ratio <= GOAL else "  above the goal"
        print(f"{name:12} {files:4} files {size / 1e6:6.1f} MB; ratio to {label} {ratio:.2f}{mark}")
        print(f"             ours {our:.3f} s, theirs {their:.3f} s; {runs} runs; goal {GOAL}")


def compare(runs: int, place: Path, names: Iterable[str] = ()) -> None:
    """Every format, or those named."""
    field = os.environ.get("LEAKASSAY_FIELD_DATA")
    kinds: dict[str, list[Path]] = {name: [] for name in FIELD}
    for path in sorted(Path(field).rglob("*")) if field else ():
        if path.is_file() and path.stat().st_size and (kind := compare_ours.format_of(path)) in kinds:
            kinds[kind].append(path)
    for name in names or (*MADE, *FIELD):
        if name in MADE:
            path = place / f"{name}_mysql.bin"  # a tool that asks for the dialect of a dump takes it from the name
            path.write_bytes(MADE[name]())
            compare_one(name, [path], runs)
        elif kinds[name]:
            compare_one(name, kinds[name], runs)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("names", nargs="*", help=", ".join((*MADE, *FIELD)))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leakassay-bench-") as place:
        compare(asked.runs, Path(place), asked.names)


if __name__ == "__main__":
    main()
