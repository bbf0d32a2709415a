"""NHS EDIFACT pathology reports (NHS003, MEDRPT): interchanges with one message per specimen, written by columns."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import DOCTORS
from leakassay.exercise.paper.splice import COMPACT_DAY, COMPACT_STAMP, Ints, joined, numbered, picked, said

ESCAPES = str.maketrans({"?": "??", "'": "?'", "+": "?+", ":": "?:"})
CHARSET = "latin-1"
"""What UNOC means."""
PIECE = 8_000
"""Specimens of one interchange of an archive: some 7 MB."""
WIDTH = 70
"""Characters of a free-text component."""
_SEX = {"M": "1", "F": "2"}
_DEVIATION = {"H": "+HI", "L": "+LO", "A": "+PA"}
SHOWN = frozenset(
    {"nhs_number", "surname", "forename", "date_of_birth", "sex", "address", "postcode", "hospital_number"}
)
_HEAD_SEGMENTS = 30
"""Segments of a message from UNH to the last DTM before its results."""


def interchange(name: str, rows: pa.Table, house: House, number: int = 471, ending: str = "'\n") -> Document:
    """Returns one interchange in Latin-1 (UNOC); `ending` is the terminator with the line break a system adds, if any.

    Tests without a result are left out: a practice link carries reports, and an investigation without a result is
    the heading of a battery there. Records are numbered by message.
    """
    rows = _reported(rows)
    starts = splice.starts_of(rows)
    heads = rows.take(pa.array(starts))
    results, sizes = _results(rows, ending)
    every, last = np.arange(rows.num_rows, dtype=np.int64), np.append(starts[1:], rows.num_rows)[: len(starts)] - 1
    counts = np.add.reduceat(sizes, starts) if len(starts) else sizes
    closing = joined("UNT+", numbered(counts + _HEAD_SEGMENTS + 1), "+", _serial(len(starts)), ending)
    parts = [(starts * 4, _heads(heads, house, ending)), (every * 4 + 1, results), (last * 4 + 2, closing)]
    first = rows["reported_at"][0].as_py() if rows.num_rows else "2024-06-01T00:00:00"
    stamp = first[2:10].replace("-", "") + ":" + first[11:16].replace(":", "")
    route = f"{house.ods_code}00000000001:80+Y9900100000001:80"
    head = f"UNA:+.? {ending}UNB+UNOC:3+{route}+{stamp}+{number:06d}++MEDRPT{ending}"
    tail = f"UNZ+{len(starts)}+{number:06d}{ending}"
    body = splice.spliced(parts)
    if not body.isascii():
        body = body.decode("utf-8").encode(CHARSET)
    # the client stands there under its ODS code
    rows = rows.set_column(rows.column_names.index("client_code"), "client_code", rows["controller"])
    data = head.encode(CHARSET) + body + tail.encode(CHARSET)
    return Document(name, "edifact", data, rows, SHOWN, locator="message")


def pieces(name: str, tables: Iterable[pa.Table], house: House, ending: str = "'\n") -> Iterator[Document]:
    """Yields an archive of a mailbox: interchanges of at most `PIECE` specimens, their messages numbered through."""
    first = 0
    for serial, rows in enumerate(splice.stretches(tables, PIECE), start=471):
        document = interchange(name, rows, house, serial, ending)
        assert document.records is not None  # noqa: S101  an interchange always has records; this narrows the type
        numbers = document.records["record"].to_numpy() + first
        yield replace(document, records=document.records.set_column(0, "record", pa.array(numbers)))
        first += len(splice.starts_of(document.records))


def _reported(rows: pa.Table) -> pa.Table:
    """Returns the rows with a result, renumbered by message, in what Latin-1 can write."""
    rows = splice.fitted(rows.filter(pc.not_equal(rows["status"], "requested")), CHARSET)
    starts = splice.starts_of(rows)
    serial = np.repeat(np.arange(len(starts)), np.diff(starts, append=rows.num_rows))
    return rows.set_column(0, "record", pa.array(serial, pa.int64()))


def _serial(count: int) -> pa.Array:
    return pc.utf8_lpad(numbered(np.arange(1, count + 1)), 6, "0")


def _heads(heads: pa.Table, house: House, end: str) -> pa.Array:
    """Returns everything of a message that stands before its results."""
    text = {name: splice.escaped(heads[name], ESCAPES) for name in SHOWN if name not in {"date_of_birth", "sex"}}
    number = heads["specimen_id"]
    collected, received, reported = (
        picked(heads[f"{name}_at"], COMPACT_STAMP[:12]) for name in ("collected", "received", "reported")
    )
    opened = joined("UNH+", _serial(heads.num_rows), f"+MEDRPT:0:1:RT:NHS003{end}BGM+LSR{end}DTM+137:", reported)
    doctor = splice.mapped(heads["requester_code"], lambda code: f"{code}:900++DR {_doctor(code)}{end}SPR+PRO{end}")
    asked = joined(opened, f":203{end}S01+01{end}NAD+PO+", doctor, f"S01+01{end}NAD+MR+", heads["controller"])
    laboratory = f"NAD+SLA+{house.ods_code}:903++{house.name.translate(ESCAPES)}{end}SPR+ORG{end}"
    made = joined(asked, f":901{end}SPR+ORG{end}S01+01{end}{laboratory}S02+02{end}GIS+N{end}RFF+SRI:", number)
    dated = joined(made, f"/1{end}STS++UN{end}DTM+ISR:", reported, f":203{end}S06+06{end}RFF+SSI:")
    lives = joined(dated, text["hospital_number"], f"{end}ADR++US:", text["address"], "++", text["postcode"])
    named = joined(lives, f"{end}S07+07{end}PNA+PAT+", said(text["nhs_number"], "", ":OPI"), "+++SU:", text["surname"])
    born = joined(named, "+FO:", text["forename"], f"{end}DTM+329:", picked(heads["date_of_birth"], COMPACT_DAY))
    sex = splice.mapped(heads["sex"], lambda value: _SEX.get(value, "0"))
    sampled = joined(born, f":102{end}PDI+", sex, f"{end}S16+16{end}SEQ++1{end}SPC+TSP+:::Blood{end}RFF+STI:", number)
    return joined(sampled, f"{end}DTM+SCO:", collected, f":203{end}DTM+SRI:", received, f":203{end}")


def _results(rows: pa.Table, end: str) -> tuple[pa.Array, Ints]:
    """Returns the segments of each result and how many they are."""
    value, unit = splice.flat(rows["value"]), splice.flat(rows["unit"])
    has_unit = np.asarray(pc.not_equal(unit, ""))
    code, name, units = (splice.escaped(rows[one], ESCAPES) for one in ("test_code", "test_name", "unit"))
    deviation = splice.mapped(rows["value_flag"], lambda flag: _DEVIATION.get(flag, ""))
    measured = joined("RSL+NV+", splice.escaped(value, ESCAPES), "++", units, deviation, end)
    worded = splice.mapped(splice.chosen(has_unit, "", value), lambda text: free_text(text, end))
    result = splice.chosen(has_unit, measured, worded)
    limits = joined(f"S20+20{end}RND+U+", rows["range_low"], "+", rows["range_high"], "+", units, end)
    lines = joined(f"GIS+N{end}INV+MQ+", code, ":::", name, end, result, f"RFF+ASL:1{end}")
    lines = joined(lines, splice.chosen(has_unit, limits, ""))
    texts = pc.count_substring(worded, "FTX+RIT").to_numpy()
    return lines, np.asarray(np.where(has_unit, 6, 3 + texts), dtype=np.int64)


def free_text(text: str, end: str) -> str:
    """Returns FTX segments of at most `WIDTH` characters each."""
    return "".join(f"FTX+RIT+++{part.translate(ESCAPES)}{end}" for part in wrapped(text))


def wrapped(text: str) -> list[str]:
    """Cuts a text at spaces into lines of at most `WIDTH` characters; an empty text has none."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < WIDTH:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _doctor(code: str) -> str:
    return DOCTORS[sum(map(ord, code)) % len(DOCTORS)][1].upper()
