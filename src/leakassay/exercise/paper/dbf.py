"""dBase III+ tables as old worklist programs wrote them: fixed fields, a language byte, rows marked as deleted.

Written here, byte by byte: the libraries that write this format stamp the day of today into its head.
"""

import struct

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.fixed_width import boxed, cut

LANGUAGES = {"cp437": 0x01, "cp850": 0x02, "cp1252": 0x03}
"""Code pages and the byte of the head that names them; a house that writes 0 leaves it to the reader."""
FIELDS = (
    ("LABREF", "specimen_id", "C", 13), ("NATNO", "nhs_number", "C", 10), ("SNAM", "surname", "C", 26),
    ("FNAM", "forename", "C", 22), ("BORN", "date_of_birth", "D", 8), ("SX", "sex", "C", 1),
    ("ADDR1", "address", "C", 36), ("PCODE", "postcode", "C", 8), ("SURGERY", "gp_practice", "C", 8),
    ("UNITNO", "hospital_number", "C", 12), ("CHIREF", "chi_number", "C", 10),
    ("TCODE", "test_code", "C", 8), ("TDESCR", "test_name", "C", 34),
    ("FINDING", "value", "C", 40), ("UOM", "unit", "C", 14), ("LO", "range_low", "C", 8), ("HI", "range_high", "C", 8),
    ("ABN", "value_flag", "C", 1), ("BLED", "collected_at", "D", 8), ("BLEDTM", "collected_at", "T", 5),
    ("BOOKED", "received_at", "D", 8), ("SRC", "client_code", "C", 16), ("ASKEDBY", "requester_code", "C", 10),
    ("SIGNED", "status", "L", 1),
)  # fmt: skip
"""Name of the field (ten letters at most), our name, type (T: a text with the clock) and width."""
MARKED_EVERY = 17
"""One row in so many carries the mark of deletion; it stands in the file as whole as any other."""
_LAST_WRITTEN = (124, 6, 1)
"""Year since 1900, month, day in the head: 2024-06-01."""


def table(name: str, rows: pa.Table, house: House, codec: str = "cp850") -> Document:
    """Returns a table of results, one row each; a row's locator counts rows from 1, marked ones too.

    Rows with a finding of over 40 characters are left out (such programs kept texts in a memo file). What does not
    fit a field is cut, in the records too; what the code page cannot write is a question mark, there too. Rows marked
    as deleted are in the key: their people are disclosed by whoever copies the file.

    Args:
        name: path of the file.
        rows: records by the schema `RECORD`.
        house: the laboratory; the format has no place for its name.
        codec: a key of `LANGUAGES`.
    """
    del house  # every paper is told the house; a dBase table does not name it
    rows = rows.filter(pc.less_equal(pc.utf8_length(rows["value"]), 40))
    rows = cut(splice.fitted(by_row(rows), codec), {field: width for _, field, kind, width in FIELDS if kind == "C"})
    marks = np.where(np.arange(rows.num_rows) % MARKED_EVERY == MARKED_EVERY - 1, ord("*"), ord(" "))
    blocks = [boxed(_printed(rows, field, kind), width, codec) for _, field, kind, width in FIELDS]
    body = np.concatenate([marks.astype(np.uint8)[:, None], *blocks], axis=1).tobytes()
    return Document(name, "dbf", _head(rows.num_rows, LANGUAGES[codec]) + body + b"\x1a", rows, frozenset(IDENTITY),
                    locator="row")  # fmt: skip


def _printed(rows: pa.Table, field: str, kind: str) -> pa.Array:
    column = splice.flat(rows[field])
    if kind == "D":
        return splice.mapped(column, lambda one: one[:10].replace("-", ""))
    if kind == "T":
        return splice.mapped(column, lambda one: one[11:16])
    if kind == "L":
        return splice.mapped(column, lambda one: "F" if one == "requested" else "T")
    return column


def _head(count: int, language: int) -> bytes:
    width = 1 + sum(field[3] for field in FIELDS)
    size = 32 + 32 * len(FIELDS) + 1
    head = struct.pack("<4BIHH16xBB2x", 0x03, *_LAST_WRITTEN, count, size, width, 0, language)
    fields = [
        struct.pack("<11sc4xBB14x", name.encode("ascii"), b"C" if kind == "T" else kind.encode("ascii"), long, 0)
        for name, _, kind, long in FIELDS
    ]
    return head + b"".join(fields) + b"\r"
