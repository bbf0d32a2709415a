"""Seeds that are data bases: SQLite, dBase, Parquet and Arrow."""

from __future__ import annotations

import io
import sqlite3
import struct

import pyarrow as pa
import pyarrow.parquet as pq

from hostile.planted import HEADER
from hostile.seed.seed import WHO, DamageError, Seed, as_text
from read.pg_archive import NONE, Made, archive

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


def pages() -> list[bytes]:
    """The pages of that data base."""
    data = sqlite()
    return [data[at : at + 512] for at in range(0, len(data), 512)]


def wal() -> bytes:
    """A log that holds all of them."""
    head = struct.pack(">4sIII8s", b"\x37\x7f\x06\x82", 3007000, 512, 1, b"salted!!")
    sums = summed(head, (0, 0))
    raw = head + struct.pack(">II", *sums)
    for number, page in enumerate(pages(), 1):
        front = struct.pack(">II", number, 0)
        sums = summed(front + page, sums)
        raw += front + b"salted!!" + struct.pack(">II", *sums) + page
    return raw


def summed(data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    """The running sum of SQLite's log."""
    first, second = start
    for x, y in struct.iter_unpack("<II", data):
        first = (first + x + second) & 0xFFFFFFFF
        second = (second + y + first) & 0xFFFFFFFF
    return first, second


def wal_text(data: bytes) -> str:
    """Objects to any check sum that does not fit, and to what is left over; then as the data base."""
    sums = summed(data[:24], (0, 0))
    if data[:12] != wal()[:12] or struct.pack(">II", *sums) != data[24:32] or (len(data) - 32) % 536:
        raise DamageError
    base: dict[int, bytes] = {}
    for at in range(32, len(data), 536):
        sums = summed(data[at : at + 8] + data[at + 24 : at + 536], sums)
        if data[at + 8 : at + 24] != data[16:24] + struct.pack(">II", *sums):
            raise DamageError
        base[int.from_bytes(data[at : at + 4])] = data[at + 24 : at + 536]
    return sqlite_text(b"".join(base[number] for number in sorted(base)))


def journal() -> bytes:
    """A journal that holds all of them."""
    made = pages()
    magic = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    head = struct.pack(">8sIIIII", magic, len(made), 77, len(made), 512, 512).ljust(512, b"\0")
    told = [(number, page, 77 + page[312] + page[112]) for number, page in enumerate(made, 1)]
    return head + b"".join(struct.pack(">I512sI", *record) for record in told)


def journal_text(data: bytes) -> str:
    """Objects to any check sum, count or size that does not fit; then as the data base."""
    if data[:8] != journal()[:8] or data[20:28] != journal()[20:28] or (len(data) - 512) % 520:
        raise DamageError
    records = list(struct.iter_unpack(">I512sI", data[512:]))
    count, nonce = struct.unpack_from(">II", data, 8)
    if count != len(records) or any(nonce + page[312] + page[112] != told for _, page, told in records):
        raise DamageError
    base = {number: page for number, page, _ in records}
    return sqlite_text(b"".join(base[number] for number in sorted(base)))


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


def memos() -> bytes:
    """A memo file of FoxPro, a memo a person."""
    texts = [f"{who.forename} {who.surname}, NHS number {who.nhs_number}.".encode() for who in WHO]
    body = b"".join((struct.pack(">II", 1, len(text)) + text).ljust(128, b"\0") for text in texts)
    return struct.pack(">IHH", (512 + len(body)) // 128, 0, 128).ljust(512, b"\0") + body


def pg_dump() -> bytes:
    """An archive that is not packed, a chunk a row, as pg_dump writes it."""
    table = Made("TABLE", "results", f"CREATE TABLE public.results ({' text, '.join(KEYS)} text);\n")
    rows = "".join(who.row.replace(",", "\t") + "\n" for who in WHO)
    copy = f"COPY public.results ({', '.join(KEYS)}) FROM stdin;\n"
    return archive(
        [table, Made("TABLE DATA", "results", copy=copy, data=(rows.encode() + b"\\.\n",))], packing=NONE, by_line=True
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
        Seed("sqlite_wal", ".sqlite-wal", wal(), wal_text, "\n{},", "NHSNO,"),
        Seed("sqlite_journal", ".sqlite-journal", journal(), journal_text, "\n{},", "NHSNO,"),
        Seed("dbf", ".dbf", dbf(), dbf_text, "{:<40}", "\nNHSNO"),
        Seed("dbf_memo", ".fpt", memos(), as_text, "NHS number {}."),
        Seed("pg_dump", ".dump", pg_dump(), as_text, "\0{}\t", r"COPY public\.results \(NHSNO,"),
        Seed("parquet", ".parquet", parquet(), parquet_text, "\n{},", "NHSNO,"),
        Seed("arrow", ".arrow", arrow(), arrow_text, "\n{},", "NHSNO,"),
    ]
