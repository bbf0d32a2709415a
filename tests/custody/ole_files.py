"""Compound files with something embedded in them, for the tests of openers."""

from __future__ import annotations

import struct

from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file

CSV = b"nhs_number,name\n9990000018,Smith\n" * 300
PDF = b"%PDF-1.4\n%not much of one\n" * 8


def native(name: str, data: bytes) -> bytes:
    """A stream of the object packager, with the names in Unicode behind the data."""
    label = name.encode("cp1252", "replace") + b"\0"
    path = b"C:\\Users\\ann\\" + label
    body = b"\x02\0" + label + path + b"\0\0\x03\0" + struct.pack("<I", len(path)) + path
    body += struct.pack("<I", len(data)) + data
    for text in ("C:\\Users\\ann\\" + name, name, "C:\\Users\\ann\\" + name):
        body += struct.pack("<I", len(text)) + text.encode("utf-16-le")
    return struct.pack("<I", len(body)) + body


def text_property(tag: str, text: str) -> Stream:
    return Stream(f"__substg1.0_{tag}001F", text.encode("utf-16-le"))


def attachment(number: int, name: str, *parts: Storage | Stream) -> Storage:
    """A storage of one attachment of a message."""
    said = (text_property("3707", name),) if name else ()
    properties = Stream("__properties_version1.0", bytes(8) + struct.pack("<IIII", 0x37050003, 6, 1, 0))
    return Storage(f"__attach_version1.0_#{number:08X}", (properties, *said, *parts))


def by_value(number: int, name: str, data: bytes) -> Storage:
    return attachment(number, name, Stream("__substg1.0_37010102", data))


def attached_message(number: int, name: str, *attachments: Storage) -> Storage:
    """A message attached to a message, its property stream with the short head."""
    inner = Storage(
        "__substg1.0_3701000D",
        (Stream("__properties_version1.0", bytes(24) + b"P" * 16), text_property("0037", "inner"), *attachments),
    )
    return attachment(number, name, inner)


NAMED = Storage("__nameid_version1.0", (Stream("__substg1.0_00020102", b"names of properties"),))


def message(*parts: Storage | Stream) -> bytes:
    """An Outlook message."""
    properties = Stream("__properties_version1.0", bytes(32) + b"Q" * 16)
    return compound_file(Storage("", (properties, text_property("0037", "outer"), NAMED, *parts)))


def document(*parts: Storage | Stream) -> bytes:
    """A Word document that is none, with parts beside it."""
    return compound_file(Storage("", (Stream("WordDocument", b"\xec\xa5" + bytes(5000)), *parts)))


def pool(*objects: Storage) -> Storage:
    return Storage("ObjectPool", objects)


def picture(instance: int, kind: int, data: bytes, *, before: bytes = bytes(17)) -> bytes:
    """A picture record; `before` stands between its head and its bytes."""
    return struct.pack("<HHI", instance << 4, kind, len(before) + len(data)) + before + data
