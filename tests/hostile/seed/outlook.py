"""Seeds of Outlook: a message file and a TNEF stream, half of the people in the body, half attached."""

from __future__ import annotations

import io
import struct

from oxmsg import Message as OtherMessage

from hostile.planted import table
from hostile.seed.seed import WHO, DamageError, Seed, as_text
from read.mail.outlook_files import BINARY, Message, long, packed_rtf, text

SAID = [f"{who.forename} {who.surname}, NHS number {who.nhs_number}, rang." for who in WHO[:4]]
PACKED = packed_rtf(rb"{\rtf1 " + r"\par ".join(SAID[2:]).encode() + b"}")
"""The body of two of them, with a sum over it."""


def message() -> Message:
    """A message about four people with a list of four more."""
    values = [
        text(0x001A, "IPM.Note"),
        text(0x0037, "results"),
        text(0x0C1A, "Ann"),
        text(0x1000, "\r\n".join(SAID[:2])),
        (0x1009, BINARY, PACKED),
    ]
    listed = [text(0x3707, "results.csv"), long(0x3705, 1), (0x3701, BINARY, table(list(WHO[4:])).encode())]
    return Message(values, attachments=[listed], recipients=[[long(0x0C15, 1), text(0x3001, "Bob")]])


def msg_text(data: bytes) -> str:
    """Objects to what python-oxmsg objects to, to fewer attachments, and to a packed body that is not as it was."""
    other = OtherMessage.load(io.BytesIO(data))
    if len(other.attachments) != 1 or other.attachments[0].file_bytes is None or PACKED not in data:
        raise DamageError
    return f"{SAID[2:]}{other.subject}{other.body}\n{as_text(other.attachments[0].file_bytes)}" + data.decode("latin-1")


def tnef_text(data: bytes) -> str:
    """Objects to attributes that do not follow one another to the end, and to wrong sums."""
    at = 6
    while at < len(data):
        _, _, size = struct.unpack_from("<BII", data, at)
        body = data[at + 9 : at + 9 + size]
        if len(body) < size or struct.unpack_from("<H", data, at + 9 + size)[0] != sum(body) & 0xFFFF:
            raise DamageError
        at += 11 + size
    if PACKED not in data:
        raise DamageError
    return (
        f"{SAID[2:]}"
        + data.decode("latin-1")
        + data.decode("utf-16-le", "replace")
        + data[1:].decode("utf-16-le", "replace")
    )


def seeds() -> list[Seed]:
    """Both."""
    return [Seed("msg", ".msg", message().msg(), msg_text), Seed("tnef", ".dat", message().tnef(), tnef_text)]
