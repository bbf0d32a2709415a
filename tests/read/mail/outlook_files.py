"""Outlook messages and TNEF streams written from the same properties, for the tests of their readers."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file

UNICODE, STRING, BINARY, TIME, LONG, SHORT = 0x1F, 0x1E, 0x102, 0x40, 0x03, 0x02
ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")


def text(tag: int, said: str) -> tuple[int, int, bytes]:
    return tag, UNICODE, said.encode("utf-16-le")


def moment(tag: int, *when: int) -> tuple[int, int, bytes]:
    since = datetime(*when, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)  # type: ignore[arg-type,misc]  # numbers of a date, in order
    return tag, TIME, (int(since.total_seconds()) * 10_000_000).to_bytes(8, "little")


def long(tag: int, number: int) -> tuple[int, int, bytes]:
    return tag, LONG, struct.pack("<I", number)


def one_off(*words: str) -> bytes:
    """An address that stands in full in a binary value."""
    return bytes(4) + ONE_OFF + struct.pack("<HH", 0, 0x8000) + "".join(f"{w}\0" for w in words).encode("utf-16-le")


def packed_rtf(rtf: bytes) -> bytes:
    """LZFu that uses no reference but the end mark."""
    body = bytearray()
    pieces = [rtf[at : at + 8] for at in range(0, len(rtf) + 1, 8)]
    for piece in pieces[:-1]:
        body += b"\0" + piece
    last = pieces[-1]
    end = (207 + len(rtf)) % 4096
    body += bytes([1 << len(last)]) + last + struct.pack(">H", end << 4)
    return struct.pack("<IIII", len(body) + 12, len(rtf), 0x75465A4C, zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF) + body


@dataclass
class Message:
    """What a message says: triples of property id, type and bytes."""

    values: list[tuple[int, int, bytes]] = field(default_factory=list)
    named: dict[int, str | int] = field(default_factory=dict)
    recipients: list[list[tuple[int, int, bytes]]] = field(default_factory=list)
    attachments: list[list[tuple[int, int, bytes]]] = field(default_factory=list)

    def msg(self) -> bytes:
        """As Outlook saves it."""
        parts: list[Storage | Stream] = list(_streams(self.values, 32))
        for kind, groups in (("recip", self.recipients), ("attach", self.attachments)):
            for number, values in enumerate(groups):
                parts.append(Storage(f"__{kind}_version1.0_#{number:08X}", _streams(values, 8)))
        parts.append(self._names())
        return compound_file(Storage("", tuple(parts)))

    def _names(self) -> Storage:
        entries, texts = b"", b""
        for tag, name in self.named.items():
            if isinstance(name, int):
                entries += struct.pack("<IHH", name, 0, tag - 0x8000)
            else:
                entries += struct.pack("<IHH", len(texts), 1, tag - 0x8000)
                raw = name.encode("utf-16-le")
                texts += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
        found = (("00020102", b""), ("00030102", entries), ("00040102", texts))
        return Storage("__nameid_version1.0", tuple(Stream(f"__substg1.0_{tag}", raw) for tag, raw in found))

    def tnef(self) -> bytes:
        """As Outlook sends it."""
        made = b"\x78\x9f\x3e\x22\x01\0" + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
        made += attribute(1, 0x00069007, struct.pack("<II", 1252, 0)) + attribute(
            1, 0x00069003, self._listed(self.values)
        )
        rows = b"".join(self._listed(values) for values in self.recipients)
        made += attribute(1, 0x00069004, struct.pack("<I", len(self.recipients)) + rows)
        for values in self.attachments:
            data = next((raw for tag, _, raw in values if tag == 0x3701), b"")
            rest = [value for value in values if value[0] != 0x3701]
            made += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x0006800F, data)
            made += attribute(2, 0x00069005, self._listed(rest))
        return made

    def _listed(self, values: list[tuple[int, int, bytes]]) -> bytes:
        return struct.pack("<I", len(values)) + b"".join(self._value(*value) for value in values)

    def _value(self, tag: int, kind: int, raw: bytes) -> bytes:
        head = struct.pack("<HH", kind, tag)
        if tag in self.named:
            name = self.named[tag]
            said = str(name).encode("utf-16-le")
            numbered = struct.pack("<II", 0, name) if isinstance(name, int) else b""
            head += bytes(16) + (numbered or struct.pack("<II", 1, len(said)) + said + bytes(-len(said) % 4))
        if kind in (UNICODE, STRING, BINARY):
            head += struct.pack("<II", 1, len(raw))
        return head + raw + bytes(-len(raw) % 4)


def _streams(values: list[tuple[int, int, bytes]], head: int) -> tuple[Stream, ...]:
    listed, made = bytes(head), []
    for tag, kind, raw in values:
        if kind in (UNICODE, STRING, BINARY):
            made.append(Stream(f"__substg1.0_{tag:04X}{kind:04X}", raw))
            size = len(raw) + {UNICODE: 2, STRING: 1}.get(kind, 0)
            listed += struct.pack("<HHIII", kind, tag, 6, size, 0)
        else:
            listed += struct.pack("<HHI", kind, tag, 6) + raw.ljust(8, b"\0")
    return (Stream("__properties_version1.0", listed), *made)


def attribute(level: int, tag: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


HTML = b"<html><body><p>html body 9990000026</p></body></html>"
RTF = rb"{\rtf1\ansi{\fonttbl{\f0 A;}}{\info{\author needle-author}} rtf body\v  needle-hidden\v0\par caf\'e9}"


def full() -> Message:
    """A message with a needle in each place that can hold one."""
    header = (
        "Received: from needle-host.example by mx.example; Mon, 3 Jun 2024 09:00:00 +0000\r\nX-Note: needle-wire\r\n"
    )
    return Message(
        values=[
            text(0x001A, "IPM.Contact"), text(0x0037, "needle-subject"), text(0x007D, header),
            text(0x1000, "plain body 999 000 0018"), (0x1013, BINARY, HTML), (0x1009, BINARY, packed_rtf(RTF)),
            text(0x0C1A, "Ann Tester"), text(0x5D01, "ann@example.org"), text(0x1035, "<1@example.org>"),
            text(0x3A09, "020 7946 0001"), moment(0x3A42, 1971, 3, 12), moment(0x0039, 2024, 6, 3, 9, 0),
            (0x3A4D, SHORT, b"\1\0"), text(0x7ABC, "needle-unknown"), text(0x8000, "needle-named"),
            text(0x8001, "needle-address"), (0x8002, BINARY, one_off("needle-member", "SMTP", "m@example.org")),
            (0x3A45, STRING, b"needle-ansi \xe9"),
        ],
        named={0x8000: "Hospital", 0x8001: 0x801A, 0x8002: 0x8055},
        recipients=[
            [long(0x0C15, 1), text(0x3001, "Bob"), text(0x39FE, "bob@example.org")],
            [long(0x0C15, 3), text(0x3001, "needle-blind"), text(0x3003, "blind@example.org")],
        ],
        attachments=[[text(0x3707, "needle-file.csv"), (0x3701, BINARY, b"nhs\n9990000034\n")]],
    )  # fmt: skip


NEEDLES = (
    "needle-subject", "needle-wire", "999 000 0018", "9990000026", "needle-hidden", "needle-author", "ann@example.org",
    "Home telephone: 020 7946 0001", "Date of birth: 1971-03-12", "Sex: Female", "needle-unknown",
    "Hospital: needle-named", "Home address: needle-address", "needle-member SMTP m@example.org", "needle-ansi é",
    "needle-blind <blind@example.org>", "needle-file.csv", "café",
)  # fmt: skip
