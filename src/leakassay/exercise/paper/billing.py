"""Billing extracts: specimen number, client, test code and price, no name; the link stands elsewhere in the leak."""

import zlib

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import by_row, shown
from leakassay.exercise.paper.document import Document

HEADER = ("INVOICE", "LABNO", "ACCOUNT", "TEST", "QTY", "NET GBP", "COST CENTRE")
PRINTED = ("specimen_id", "test_code", "client_code")
_INVOICE = 250
"""Lines of one invoice."""


def billing(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a line per test without any identity: whom it concerns is known by the specimen number alone.

    A bill says that a test was asked for, not what came of it and not by what name.
    """
    rows = shown(by_row(rows), PRINTED)
    every = np.arange(rows.num_rows)
    invoices = splice.joined("INV", splice.numbered(400_000 + every // _INVOICE))
    prices = splice.mapped(rows["test_code"], price)
    centres = splice.mapped(rows["client_code"], lambda code: f"{7100 + zlib.crc32(code.encode()) % 40}")
    single = pa.array(["1"] * rows.num_rows, pa.string())
    columns = [invoices, rows["specimen_id"], rows["client_code"], rows["test_code"], single, prices, centres]
    body = splice.lines([splice.cells(column, ",") for column in columns], ",", "\r\n")
    head = ",".join(HEADER) + "\r\n"
    # the head of the file names the biller, as exports of finance systems do
    data = f"{house.name} billing\r\n".encode() + head.encode() + splice.characters(body).tobytes()
    return Document(name, "csv", data, rows, frozenset(), locator="row")


def price(code: str) -> str:
    """Returns what a test costs: the same for the same code."""
    pence = 250 + zlib.crc32(code.encode("utf-8")) % 9_000
    return f"{pence // 100}.{pence % 100:02d}"
