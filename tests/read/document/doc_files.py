"""Word documents with the least they need: no library writes them."""

from __future__ import annotations

import struct

from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file

TEXT = "Ann Tester 9990000018\rfoot\r\x13 HYPERLINK \x14x\x15\x07\x07"


def word_97() -> tuple[bytes, bytes]:
    """The main stream and the table stream: a body, a footnote, a header; the text lies in two pieces."""
    text = TEXT.encode("utf-16-le")
    main = bytearray(0x400) + text
    struct.pack_into("<H", main, 0, 0xA5EC)
    half = len(text) // 2
    for place, count in ((0x4C, 22), (0x50, 5), (0x54, half - 27)):
        struct.pack_into("<I", main, place, count)
    pieces = struct.pack("<3I", 0, half - 5, half) + struct.pack("<HIHHIH", 0, 0x400, 0, 0, 0x400 + 2 * half - 10, 0)
    table = b"\x01\x02\0ab\x02" + struct.pack("<I", len(pieces)) + pieces + "Name of a bookmark".encode("utf-16-le")
    struct.pack_into("<II", main, 0x1A2, 0, 10 + len(pieces))
    return bytes(main), table


def word_6() -> bytes:
    """The one stream of an older document, with text behind its end."""
    main = bytearray(0x300) + b"Ann Tester\r9990000018 earlier text"
    struct.pack_into("<H", main, 0, 0xA5DC)
    struct.pack_into("<II", main, 0x18, 0x300, 0x30A)
    return bytes(main)


def document(main: bytes, table: bytes = b"") -> bytes:
    """A compound file of the streams."""
    return compound_file(Storage("", (Stream("WordDocument", main), Stream("0Table", table))))
