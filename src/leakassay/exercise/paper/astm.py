"""ASTM E1394 records in E1381 frames: what an analyser says to the laboratory system over a line, here captured."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import blanked
from leakassay.exercise.paper.document import Document

SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "sex", "hospital_number"})
_ENQUIRY, _END, _ACCEPTED = "\x05", "\x04", "\x06"
_DICTATED = 60
"""Characters from which a result is a text."""
_ANALYSERS = ("COBALT 6000", "SYSMAX XN-9", "ARCHITRON i2", "LIAIZON XL")
"""Invented machines."""
_ESCAPES = str.maketrans({"&": "&E&", "|": "&F&", "^": "&S&", "\\": "&R&", "\r": " ", "\n": " "})


def capture(name: str, rows: pa.Table, house: House, *, framed: bool = True) -> Document:
    """Returns one message per specimen: H, P, O, an R per test, L.

    Args:
        name: path below its folder.
        rows: schema `RECORD`; what has no result, and what a pathologist dictated, comes from no machine: left out.
        house: whose analysers speak.
        framed: with control signs, frame numbers and checksums; else the records alone, one a line.
    """
    measured = pc.and_(pc.not_equal(rows["status"], "requested"), pc.less(pc.utf8_length(rows["value"]), _DICTATED))
    rows = splice.fitted(rows.filter(measured), "latin-1")
    text, records = [], []
    for number, tests in enumerate(splice.per_record(rows)):
        message = _message(tests, house, number)
        text.append(_framed(message) if framed else "\r\n".join(message) + "\r\n")
        records += [number] * len(tests)
    rows = rows.set_column(0, "record", pa.array(records, pa.int64()))
    # an analyser knows nothing of who asked
    rows = blanked(rows, "client_code")
    return Document(name, "astm", "".join(text).encode("latin-1"), rows, SHOWN, locator="message")


def checksum(frame: str) -> str:
    """Returns the two hexadecimal digits behind a frame: the sum of its characters modulo 256."""
    return f"{sum(frame.encode('latin-1')) % 256:02X}"


def _message(tests: list[dict[str, Any]], house: House, number: int) -> list[str]:
    row = tests[0]
    stamp, analyser = _digits(row["reported_at"]), _ANALYSERS[number % len(_ANALYSERS)]
    local, surname, forename = (_escaped(row[key]) for key in ("hospital_number", "surname", "forename"))
    taken, received = _digits(row["collected_at"]), _digits(row["received_at"])
    codes = "\\".join(f"^^^{_escaped(test['test_code'])}" for test in tests)
    born = _digits(row["date_of_birth"])
    return [
        f"H|\\^&|||{analyser}^{house.host}|||||{house.software}||P|1|{stamp}",
        f"P|1|{local}||{row['nhs_number']}|{surname}^{forename}||{born}|{row['sex']}",
        f"O|1|{row['specimen_id']}||{codes}|R|{taken}|||||||{received}|||||||||{stamp}|||F",
        *(_result(test, place) for place, test in enumerate(tests, start=1)),
        "L|1|N",
    ]


def _result(row: dict[str, Any], place: int) -> str:
    limits = f"{row['range_low']}^{row['range_high']}" if row["unit"] else ""
    return (
        f"R|{place}|^^^{_escaped(row['test_code'])}^{_escaped(row['test_name'])}|{_escaped(row['value'])}|"
        f"{_escaped(row['unit'])}|{limits}|{row['value_flag'] or 'N'}||F||AUTO|{_digits(row['collected_at'])}|"
        f"{_digits(row['reported_at'])}"
    )


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _framed(message: list[str]) -> str:
    """Returns the records as frames of a session: enquiry, frames numbered 1 to 7 and 0, each acknowledged, end."""
    frames = [f"{place % 8}{record}\r\x03" for place, record in enumerate(message, start=1)]
    sent = "".join(f"\x02{frame}{checksum(frame)}\r\n{_ACCEPTED}" for frame in frames)
    return f"{_ENQUIRY}{_ACCEPTED}{sent}{_END}\r\n"


def _digits(iso: str) -> str:
    return iso.replace("-", "").replace("T", "").replace(":", "")
