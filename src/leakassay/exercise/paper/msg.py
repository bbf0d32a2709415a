"""Outlook messages (.msg, MS-OXMSG): a compound file of properties, a storage for each recipient and attachment."""

import datetime as dt
import struct
from collections.abc import Mapping, Sequence

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.mail import TYPES, Mail, members, short, written

_INTEGER, _BOOLEAN, _STRING, _TIME, _BINARY = 0x0003, 0x000B, 0x001F, 0x0040, 0x0102
_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
"""{00020D0B-0000-0000-C000-000000000046}: a message of Outlook."""
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_READABLE_WRITABLE = 6
_ENTRY = struct.Struct("<HHI")

Properties = Mapping[tuple[int, int], object]
"""(property id, type) and value: int, bool, str, bytes or an aware datetime."""


def message(
    name: str, rows: pa.Table, house: House, attachments: Sequence[Document], *, tells: bool = False
) -> Document:
    """Returns the mail about the first person of `rows` as Outlook saves it; the same mail as `mail.mail` writes.

    `tells` is whether the body says what became of the person's first test.
    """
    said = written(rows, house, tells=tells)
    storages = [_recipient(said), *(_attachment(number, one) for number, one in enumerate(attachments))]
    head = struct.pack("<8x4I8x", 1, len(attachments), 1, len(attachments))
    names = Storage(
        "__nameid_version1.0", tuple(Stream(f"__substg1.0_{tag}0102", b"") for tag in ("0002", "0003", "0004"))
    )
    root = Storage("", (*_streams(_message(said, has_attachments=bool(attachments)), head), names, *storages), _CLASS)
    return Document(
        name, "msg", compound_file(root), said.people, said.letter.wording.shows, tells, "message",
        members(attachments),
    )  # fmt: skip


def _message(said: Mail, *, has_attachments: bool) -> Properties:
    headers = (
        f"Received: {said.received}\r\nFrom: {said.sender} <{said.sender_address}>\r\nTo: {said.recipient}\r\n"
        f"Subject: {said.subject}\r\nDate: {said.sent:%d %b %Y %H:%M:%S} +0000\r\nMessage-ID: {said.message_id}\r\n\r\n"
    )
    return {
        (0x001A, _STRING): "IPM.Note", (0x0037, _STRING): said.subject, (0x003D, _STRING): "",
        (0x0E1D, _STRING): said.subject, (0x0070, _STRING): said.subject,
        (0x1000, _STRING): said.body.replace("\n", "\r\n"), (0x007D, _STRING): headers,
        (0x0C1A, _STRING): said.sender, (0x0C1E, _STRING): "SMTP", (0x0C1F, _STRING): said.sender_address,
        (0x5D01, _STRING): said.sender_address, (0x0042, _STRING): said.sender, (0x0064, _STRING): "SMTP",
        (0x0065, _STRING): said.sender_address, (0x0E04, _STRING): said.recipient, (0x0E03, _STRING): "",
        (0x1035, _STRING): said.message_id, (0x0039, _TIME): said.sent, (0x0E06, _TIME): said.sent,
        (0x3007, _TIME): said.sent, (0x3008, _TIME): said.sent,
        # MSGFLAG_READ, and MSGFLAG_HASATTACH beside attachments
        (0x0E07, _INTEGER): 1 | (16 if has_attachments else 0), (0x0E1B, _BOOLEAN): has_attachments,
        (0x340D, _INTEGER): 0x40000, (0x3FDE, _INTEGER): 65_001, (0x3FF1, _INTEGER): 2_057,
    }  # fmt: skip


def _recipient(said: Mail) -> Storage:
    properties: Properties = {
        (0x3001, _STRING): said.recipient, (0x3002, _STRING): "SMTP", (0x3003, _STRING): said.recipient,
        (0x39FE, _STRING): said.recipient, (0x0C15, _INTEGER): 1, (0x3000, _INTEGER): 0, (0x0FFE, _INTEGER): 6,
    }  # fmt: skip
    return Storage("__recip_version1.0_#00000000", _streams(properties, bytes(8)))


def _attachment(number: int, document: Document) -> Storage:
    file = short(document.name)
    stem, _, suffix = file.rpartition(".")
    properties: Properties = {
        (0x3701, _BINARY): document.data, (0x3703, _STRING): f".{suffix}", (0x3707, _STRING): file,
        (0x3704, _STRING): f"{(stem or file)[:8]}.{suffix[:3]}", (0x3001, _STRING): file,
        (0x370E, _STRING): "/".join(TYPES.get(document.format, ("application", "octet-stream"))),
        # the data stand in the property itself (ATTACH_BY_VALUE)
        (0x3705, _INTEGER): 1, (0x0E21, _INTEGER): number, (0x370B, _INTEGER): 0xFFFFFFFF, (0x0FFE, _INTEGER): 7,
    }  # fmt: skip
    return Storage(f"__attach_version1.0_#{number:08X}", _streams(properties, bytes(8)))


def _streams(properties: Properties, head: bytes) -> tuple[Stream, ...]:
    """Returns the property stream of an object and a stream for each value that has no fixed length."""
    table, streams = bytearray(head), []
    for (tag, kind), value in sorted(properties.items()):
        table += _ENTRY.pack(kind, tag, _READABLE_WRITABLE)
        data = _long(value)
        if data is None:
            table += _fixed(value).to_bytes(8, "little")
            continue
        # the size counts the two bytes that would end a string, which do not stand in the stream
        table += struct.pack("<II", len(data) + (2 if kind == _STRING else 0), 0)
        streams.append(Stream(f"__substg1.0_{tag:04X}{kind:04X}", data))
    return (Stream("__properties_version1.0", bytes(table)), *streams)


def _long(value: object) -> bytes | None:
    if isinstance(value, str):
        return value.encode("utf-16-le")
    return value if isinstance(value, bytes) else None


def _fixed(value: object) -> int:
    if isinstance(value, dt.datetime):
        return filetime(value)
    assert isinstance(value, int)  # noqa: S101  what is neither text, bytes nor time is a number or a bool
    return int(value)


def filetime(moment: dt.datetime) -> int:
    """Returns Windows' count of 100 nanoseconds since 1601 of an aware datetime."""
    return int((moment - _EPOCH).total_seconds()) * 10_000_000
