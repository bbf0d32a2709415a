"""Archives of pg_dump as its documentation and sources lay them out: for the tests of the reader and of mutations."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import NamedTuple

import lz4.frame
import zstandard

NONE, GZIP, LZ4, ZSTD = range(4)
PACKERS: dict[int, Callable[[bytes], bytes]] = {
    NONE: bytes,
    GZIP: zlib.compress,
    LZ4: lz4.frame.compress,
    ZSTD: lambda data: zstandard.ZstdCompressor(write_content_size=False).compress(data),
}


class Made(NamedTuple):
    """One entry: what it is, and its data, the streams of one block."""

    kind: str
    tag: str
    definition: str = ""
    copy: str = ""
    data: tuple[bytes, ...] = ()
    file: str = ""


def number(value: int) -> bytes:
    """Sign and four bytes."""
    return bytes([value < 0]) + abs(value).to_bytes(4, "little")


def text(value: str | None) -> bytes:
    """Length and bytes."""
    raw = (value or "").encode()
    return number(-1) if value is None else number(len(raw)) + raw


def chunked(stream: bytes, size: int = 100) -> bytes:
    """Chunks of a stream and the empty one behind it."""
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    return b"".join(number(len(piece)) + piece for piece in pieces) + number(0)


def head(count: int, *, packing: int = GZIP, minor: int = 14, kind: int = 1) -> bytes:
    """The head and the count of entries."""
    packed = bytes([packing]) if minor >= 15 else number(-1 if packing else 0)
    made = b"".join(number(part) for part in (9, 14, 2, 1, 5, 124, 0))
    names = text("wards") + text("15.3") + text("15.4")
    return b"PGDMP" + bytes([1, minor, 0, 4, 8, kind]) + packed + made + names + number(count)


def entry(place: int, one: Made, offset: int, *, minor: int = 14, kind: int = 1) -> bytes:
    """An entry of the table of contents; an offset of -1 is one that the writer could not note."""
    raw = number(place) + number(bool(one.data)) + text("0") + text(str(place)) + text(one.tag) + text(one.kind)
    raw += number(3) if minor >= 11 else b""
    raw += text(one.definition) + text("") + text(one.copy) + text("public") + text("")
    raw += text("heap") if minor >= 14 else b""
    raw += number(114) if minor >= 16 else b""
    raw += text("lab") + text("false") + text("1") + text(None)
    if kind != 1:
        return raw + text(one.file)
    state = 3 if not one.data else 1 if offset < 0 else 2
    return raw + bytes([state]) + max(0, offset).to_bytes(8, "little")


def by_lines(stream: bytes) -> bytes:
    """A chunk a line, and the empty one behind them."""
    return b"".join(number(len(line)) + line for line in stream.splitlines(keepends=True)) + number(0)


def block(place: int, one: Made, packing: int, *, by_line: bool) -> bytes:
    """The data block of an entry."""
    cut = by_lines if by_line else chunked
    streams = [cut(PACKERS[packing](data)) for data in one.data]
    if one.kind != "BLOBS":
        return b"\x01" + number(place) + streams[0]
    objects = b"".join(number(16400 + at) + stream for at, stream in enumerate(streams))
    return b"\x03" + number(place) + objects + number(0)


def archive(
    made: list[Made],
    *,
    packing: int = GZIP,
    minor: int = 14,
    kind: int = 1,
    has_places: bool = True,
    by_line: bool = False,
) -> bytes:
    """A whole archive; without places as one that was written into a pipe."""
    front = head(len(made), packing=packing, minor=minor, kind=kind)
    size = len(front) + sum(len(entry(n, one, 0, minor=minor, kind=kind)) for n, one in enumerate(made, 1))
    contents = blocks = b""
    for place, one in enumerate(made, 1):
        contents += entry(place, one, size + len(blocks) if has_places else -1, minor=minor, kind=kind)
        blocks += block(place, one, packing, by_line=by_line) if one.data and kind == 1 else b""
    return front + contents + blocks


ROWS = (
    b"9990000018\tO'Brien\ttab\\there\\nline\\\\two\t\\N\n"
    b"9990000026\t\\N\tZo\xc3\xab\t\\\\x6c657474657273\n\\.\n\n\n"
)  # fmt: skip
INSERTS = b"INSERT INTO public.results VALUES (1, 'HIV', 'it''s 9990000034');\n" * 2 + b"\n\n"
WARDS = [
    Made("ENCODING", "ENCODING", "SET client_encoding = 'UTF8';\n"),
    Made("TABLE", "Patient", 'CREATE TABLE public."Patient" (\n    nhs text,\n    surname text\n);\n'),
    Made("TABLE", "results", "CREATE TABLE public.results (\n    id integer,\n    test text,\n    said text\n);\n"),
    Made("COMMENT", "TABLE results", "COMMENT ON TABLE public.results IS 'seen by Dr Tester';\n"),
    Made(
        "TABLE DATA", "Patient", copy='COPY public."Patient" (nhs, surname, note, blob) FROM stdin;\n', data=(ROWS,),
        file="5.dat",
    ),
    Made("TABLE DATA", "results", data=(INSERTS,), file="6.dat"),
    Made(
        "BLOBS", "BLOBS", data=(b"Letter about 9990000042", b"\0\xff\0\xff inside 9990000050 end\0\1"),
        file="blobs.toc",
    ),
]  # fmt: skip
