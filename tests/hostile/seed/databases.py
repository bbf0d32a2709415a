"""Seeds that are data bases: SQLite, dBase, Parquet and Arrow."""

from __future__ import annotations

import io
import sqlite3
import struct

import pyarrow as pa
import pyarrow.parquet as pq

from hostile.planted import HEADER
from hostile.seed.seed import WHO, DamageError, Seed, as_text

KEYS = HEADER.split(",")
WIDTH = 40
"""Bytes of a field of the dBase table."""


def sqlite() -> bytes:
    """A data base of one table, in small pages."""
    base = sqlite3.connect(":memory:")
    base.execute("pragma page_size = 512")
    base.execute(f"create table results ({', '.join(key + ' text' for key in KEYS)})")
    values = ", ".join("?" * len(KEYS))
    base.executemany(f"insert into results values ({values})", [who.row.split(",") for who in WHO])
    base.commit()
    return base.serialize()


def sqlite_text(data: bytes) -> str:
    """Objects to what the library's check of integrity objects to, and to a file that is not as long as it says."""
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    size = int.from_bytes(data[16:18], "big")
    if len(data) != size * int.from_bytes(data[28:32], "big"):
        raise DamageError
    if base.execute("pragma integrity_check").fetchall() != [("ok",)]:
        raise DamageError
    names = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
    lines = []
    for name in names:
        cursor = base.execute(f'select * from "{name}"')
        lines.append("".join(column[0] + "," for column in cursor.description))
        lines += [",".join(map(str, row)) for row in cursor]
    return "\n" + "\n".join(lines)


def dbf() -> bytes:
    """A dBase III table."""
    fields = b"".join(struct.pack("<11sc4xBB14x", key[:10].encode(), b"C", WIDTH, 0) for key in KEYS)
    head = struct.pack("<BBBBIHH20x", 3, 124, 6, 3, len(WHO), 32 + len(fields) + 1, 1 + WIDTH * len(KEYS))
    rows = b"".join(
        b" " + b"".join(f"{value:<{WIDTH}}"[:WIDTH].encode() for value in who.row.split(",")) for who in WHO
    )
    return head + fields + b"\r" + rows + b"\x1a"


def dbf_text(data: bytes) -> str:
    """Objects to a head that does not fit the size, and to records without a mark or behind an early end."""
    count, start, width = struct.unpack("<IHH", data[4:12])
    body = data[start : start + count * width]
    if start + count * width + 1 != len(data) or data[start - 1] != 13 or data[-1] != 26:
        raise DamageError
    if any(body[at] not in b" *" for at in range(0, len(body), width)):
        raise DamageError
    return "".join("\n" + as_text(data[at : at + 11].split(b"\0")[0]) for at in range(32, start - 1, 32)) + as_text(
        body
    )


def columns() -> pa.Table:
    """The people as columns."""
    return pa.Table.from_pylist([dict(zip(KEYS, who.row.split(","), strict=True)) for who in WHO])


def parquet() -> bytes:
    """Two row groups with checksums."""
    made = io.BytesIO()
    pq.write_table(columns(), made, row_group_size=4, write_page_checksum=True)
    return made.getvalue()


def parquet_text(data: bytes) -> str:
    """Objects to what pyarrow objects to, checksums among it, and to text that is none."""
    return arrow_lines(pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True).read())


def arrow() -> bytes:
    """A file of two batches."""
    made = io.BytesIO()
    with pa.ipc.new_file(made, columns().schema) as writer:
        writer.write_table(columns(), max_chunksize=4)
    return made.getvalue()


def arrow_text(data: bytes) -> str:
    """Objects to what pyarrow objects to, and to text that is none."""
    return arrow_lines(pa.ipc.open_file(data).read_all())


def arrow_lines(table: pa.Table) -> str:
    """Names and rows."""
    table.validate(full=True)
    rows = [",".join(map(str, row.values())) for row in table.to_pylist()]
    return "\n" + "\n".join([",".join(table.column_names) + ",", *rows])


def seeds() -> list[Seed]:
    """Every data base."""
    return [
        Seed("sqlite", ".sqlite", sqlite(), sqlite_text, "\n{},", "NHSNO,"),
        Seed("dbf", ".dbf", dbf(), dbf_text, "{:<40}", "\nNHSNO"),
        Seed("parquet", ".parquet", parquet(), parquet_text, "\n{},", "NHSNO,"),
        Seed("arrow", ".arrow", arrow(), arrow_text, "\n{},", "NHSNO,"),
    ]
