"""LHA: stored files, cut and hostile ones; libarchive writes none."""

from __future__ import annotations

import struct

from custody.openers.archives import contents, mutants, opened
from leakassay.custody.openers import lha as opener
from leakassay.model.outcomes import Reason


def crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def archive(files: dict[bytes, bytes], method: bytes = b"-lh0-") -> bytes:
    out = b""
    for name, data in files.items():
        body = method + struct.pack("<IIIBB", len(data), len(data), 0x5A21_6000, 0x20, 0)
        body += bytes((len(name),)) + name + struct.pack("<H", crc16(data))
        out += bytes((len(body), sum(body) & 0xFF)) + body + data
    return out + b"\0"


FILES = {b"a.txt": b"NHS 999 000 0018\n" * 9, b"b": b"xyz"}


def test_files_come_with_their_bytes() -> None:
    found = opened(opener.members, archive(FILES))
    assert {name.encode(): data for name, data in contents(found).items()} == FILES
    assert not found.gaps


def test_a_file_that_is_cut_off_says_so() -> None:
    found = opened(opener.members, archive(FILES)[:80])
    assert [fault.reason for fault in found.faults.values()] == [Reason.TRUNCATED]
    assert found.gaps


def test_a_method_that_is_unknown_is_no_silence() -> None:
    found = opened(opener.members, archive(FILES, b"-lh9-"))
    assert found.fault or all(member.outcome for member in found.members) or found.faults


def test_hostile_copies_end_with_members_gaps_or_an_item_error() -> None:
    for mutant in mutants(archive(FILES), 300):
        opened(opener.members, mutant)
