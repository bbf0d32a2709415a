"""Needles in documents and presentations of the nineties: records by Microsoft's own description of them."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import struct

from custody.ole_files import native, picture
from custody.openers.test_macro_source import project
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from needles.plant.text import Files
from needles.planting import Planting
from read.document.test_ppt import record


def _embedded(n: Planting) -> Storage:
    data = n.fill("id,name,note\n1,Ann,«embedded file»\n2,Bob,x\n3,Cyd,y\n").encode()
    return Storage("_1", (Stream("\x01Ole10Native", native(f"{n.word('name of an embedded file')}.csv", data)),))


def _summary(**said: str) -> bytes:
    """A property set of one section; names are `p` and the number of the property."""
    listed, values = b"", b""
    at = 8 + 8 * len(said)
    for name, text in said.items():
        raw = text.encode("cp1252") + b"\0"
        raw += bytes(-len(raw) % 4)
        listed += struct.pack("<II", int(name[1:]), at + len(values))
        values += struct.pack("<II", 0x1E, len(text) + 1) + raw
    section = struct.pack("<II", 8 + len(listed) + len(values), len(said)) + listed + values
    form = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI", 0xFFFE, 0, 2) + bytes(16) + struct.pack("<I", 1) + form + struct.pack("<I", 48) + section


def _about(n: Planting) -> tuple[Stream, ...]:
    word = n.word
    first = _summary(
        p2=n("title of the file"), p3=word("subject"), p4=word("author"), p5=word("keywords"),
        p6=n("remark on the file"), p7=f"{word('template')}.dot", p8=word("last author"),
    )  # fmt: skip
    second = _summary(p2=word("category"), p14=word("manager"), p15=word("company"))
    return Stream("\x05SummaryInformation", first), Stream("\x05DocumentSummaryInformation", second)


_STORIES = (
    ("body", 0x4C), ("footnote", 0x50), ("header", 0x54), ("macro", 0x58), ("comment", 0x5C), ("endnote", 0x60),
    ("text box", 0x64), ("text box of a header", 0x68),
)  # fmt: skip


def doc(n: Planting) -> Files:
    """A document of Word 97: stories in two pieces, wide and narrow, what was saved before, and its table stream."""
    body = n.fill(
        '«body»\rin a \x13 HYPERLINK "«code of a field»" \x14«result of a field»\x15\ra\x07«cell of a table»\x07\x07'
        "b\x07c\x07\x07\r«hidden text»\r"
    )
    stories = [body] + [n(place) + "\r" for place, _ in _STORIES[1:]]
    wide, narrow = "".join(stories[:4]), "".join(stories[4:])
    head = bytearray(0x400)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", head, 10, 0x0200 | 0x0004)
    for (_, at), text in zip(_STORIES, stories, strict=True):
        struct.pack_into("<I", head, at, len(text))
    earlier = n("what a fast save left").encode("cp1252")
    at = 0x400
    main = bytes(0)
    main += wide.encode("utf-16-le")
    second = at + len(main)
    main += narrow.encode("cp1252") + b"\0\0\0\0" + earlier + b"\0" * 64
    starts = struct.pack("<III", 0, len(wide), len(wide) + len(narrow))
    pieces = struct.pack("<HIH", 0, at, 0) + struct.pack("<HIH", 0, second * 2 | 0x40000000, 0)
    clx = b"\x02" + struct.pack("<I", len(starts) + len(pieces)) + starts + pieces
    names = b"".join(
        n(place).encode("utf-16-le") + b"\0\0\0\0"
        for place in ("bookmark", "author of a change", "variable", "name of a form field", "earlier path")
    )
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    source = n.fill('Attribute VB_Name = "Module1"\r\n\'«macro of Visual Basic»\r\n').encode()
    streams = (
        Stream("WordDocument", (bytes(head) + main).ljust(4200, b"\0")), Stream("1Table", (clx + b"\0" * 8 + names)),
        Stream("Data", picture(0x6E0, 0xF01E, b"\x89PNG\r\n\x1a\n" + bytes(100)) + n("default of a form field").encode("utf-16-le")),
        Storage("ObjectPool", (_embedded(n),)), project(source), *_about(n),
    )  # fmt: skip
    return [("a.doc", compound_file(Storage("", streams))), ("b.doc", _of_word_6(n))]


def _of_word_6(n: Planting) -> bytes:
    """A document of Word 6: one run of narrow text."""
    text = (n("body in Word 6") + "\r").encode("cp1252")
    head = bytearray(0x300)
    struct.pack_into("<HH", head, 0, 0xA5DC, 0x65)
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(text))
    main = bytes(head) + text + b"\0" * 16 + n("earlier text in Word 6").encode("cp1252")
    return compound_file(Storage("", (Stream("WordDocument", main.ljust(4200, b"\0")),)))


def ppt(n: Planting) -> Files:
    """A presentation: texts of slides, notes, masters, comments, names, shapes, and an embedded file."""

    def wide(place: str) -> bytes:
        return record(0, 0x0FA0, n(place).encode("utf-16-le"))

    def string(place: str, instance: int = 0) -> bytes:
        return record(instance << 4, 0x0FBA, n(place).encode("utf-16-le"))

    def holder(kind: int, *parts: bytes) -> bytes:
        return record(0xF, kind, b"".join(parts))

    drawn = record(0x13, 0xF00B, struct.pack("<HI", 0xC381, 60) + n("alternative text").encode("utf-16-le") + b"\0\0")
    narrow = record(0, 0x0FA8, n("narrow text").encode("latin-1"))
    comment = holder(0x2EE0, string("author of a comment", 0), string("comment", 1))
    stream = holder(
        1000, wide("outline"), holder(0x0FD9, string("header and footer")), holder(0x0FF0, wide("text of a slide list"), narrow),
        holder(0x07F0, string("sound")), holder(0x0409, string("link", 1)), holder(0x0411, string("named show")),
    )  # fmt: skip
    stream += holder(1006, wide("slide"), holder(0xF002, holder(0xF004, drawn, holder(0xF00D, wide("text box")))))
    stream += holder(1006, wide("earlier slide")) + holder(1008, wide("speaker notes")) + holder(1016, wide("master"))
    stream += holder(4041, wide("handout")) + holder(0x1388, holder(0x138A, string("tag"), record(0, 0x138B, comment)))
    pool = Storage("ObjectPool", (_embedded(n),))
    parts = (
        Stream("PowerPoint Document", stream.ljust(4100, b"\0")),
        Stream("Current User", bytes(40)),
        pool,
        *_about(n),
    )
    return [("a.ppt", compound_file(Storage("", parts)))]


def document(body: str) -> bytes:
    """A document of Word 97 with nothing but a body."""
    head = bytearray(0x400)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", head, 10, 0x0200)
    struct.pack_into("<I", head, 0x4C, len(body))
    clx = struct.pack("<II", 0, len(body)) + struct.pack("<HIH", 0, 0x400, 0)
    clx = b"\x02" + struct.pack("<I", len(clx)) + clx
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    main = (bytes(head) + body.encode("utf-16-le")).ljust(4200, b"\0")
    return compound_file(Storage("", (Stream("WordDocument", main), Stream("1Table", clx))))
