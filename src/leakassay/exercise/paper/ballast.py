"""Papers without people that fill a file server: acknowledgement logs, audit tables, temporary files, installers."""

import functools
import struct

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.paper.document import Document

_FIRST = np.datetime64("2023-01-02T00:00:00")
_DAY = 86_400
_SECTIONS = ((b".text", 0x60000020), (b".data", 0xC0000040), (b".rsrc", 0x40000040))
"""Sections of a program and what may be done with them: run, written, read."""
_ALIGNED, _PAGE = 512, 4096
"""Bytes that parts of a program are filled up to in the file and in memory."""


def acknowledgements(name: str, seed: int, target_bytes: int, host: str) -> Document:
    """Returns an interface log of acknowledgements and heartbeats: HL7 without a person, about `target_bytes`."""
    rng = np.random.default_rng([seed, 31])
    count = max(1, target_bytes // 82)
    control = pa.array(rng.integers(10_000_000, 99_999_999, count).astype(str))
    kind = pa.array(["ACK^A08", "ACK^R01", "NMQ^N01"]).take(pa.array(rng.integers(0, 3, count)))
    lines = pc.binary_join_element_wise(
        f"MSH|^~\\&|{host}|LAB|HUB|HUB|", _stamps(rng, count, "%Y%m%d%H%M%S"), "||", kind, "|", control,
        "|P|2.4\rMSA|AA|", control, "\r", "",
    )  # fmt: skip
    return Document(name, "hl7v2", _joined(lines))


def audit_script(name: str, seed: int, target_bytes: int) -> Document:
    """Returns a script that fills an audit table: who opened which screen, no patient, about `target_bytes`."""
    rng = np.random.default_rng([seed, 32])
    count = max(1, target_bytes // 96)
    head = (
        "CREATE TABLE `audit_trail` (`id` int NOT NULL, `at` datetime, `screen` varchar(20), `terminal` varchar(12), "
        "`seconds` int);\n"
    )
    screens = pa.array(["WORKLIST", "ENQUIRY", "VALIDATE", "REPORTS", "SETUP", "QC"])
    lines = pc.binary_join_element_wise(
        "INSERT INTO `audit_trail` VALUES (", pa.array(np.arange(1, count + 1).astype(str)), ",'", _stamps(rng, count),
        "','", screens.take(pa.array(rng.integers(0, len(screens), count))), "','TERM",
        pa.array(rng.integers(100, 400, count).astype(str)), "',", pa.array(rng.integers(1, 900, count).astype(str)),
        ");\n", "",
    )  # fmt: skip
    return Document(name, "sql_dump", head.encode("ascii") + _joined(lines))


def installer(name: str, seed: int, target_bytes: int) -> Document:
    """Returns a Windows program with whole headers whose sections are bytes of no meaning: software nobody reads."""
    rng = np.random.default_rng([seed, 33])
    each = max(1, (target_bytes - _ALIGNED) // (len(_SECTIONS) * _ALIGNED)) * _ALIGNED
    body = rng.bytes(each * len(_SECTIONS))
    return Document(name, "exe", _program_head(each) + body, outcome="unsupported", reason="executable")


def _program_head(each: int) -> bytes:
    """Returns the headers of a 32-bit desktop program, sections of `each` bytes, filled up to `_ALIGNED`."""
    stub = b"MZ\x90\x00" + b"\0" * 56 + struct.pack("<I", 64)
    # Intel 386, a stamp of 2024-06-01, headers of 224 bytes, executable for 32-bit machines
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x14C, len(_SECTIONS), 1_717_200_000, 0, 0, 224, 0x102)
    step = -(-each // _PAGE) * _PAGE
    optional = struct.pack("<HBB9I6H4IHH6I", 0x10B, 14, 0, each, 2 * each, 0, _PAGE, _PAGE, _PAGE + step, 0x400000,
                           _PAGE, _ALIGNED, 6, 0, 0, 0, 6, 0, 0, _PAGE + len(_SECTIONS) * step, _ALIGNED, 0, 2, 0,
                           0x100000, 0x1000, 0x100000, 0x1000, 0, 16)  # fmt: skip
    sections = [
        struct.pack("<8s6IHHI", title, each, _PAGE + place * step, each, _ALIGNED + place * each, 0, 0, 0, 0, flags)
        for place, (title, flags) in enumerate(_SECTIONS)
    ]
    return (stub + coff + optional.ljust(224, b"\0") + b"".join(sections)).ljust(_ALIGNED, b"\0")


def _stamps(rng: np.random.Generator, count: int, form: str = "%Y-%m-%d %H:%M:%S") -> pa.Array:
    """Returns ascending date-times, by default such as 2023-01-02 07:31:09; each day and clock is printed once."""
    seconds = np.cumsum(rng.integers(1, 40, count))
    day, clock = form.split("%H")
    days = np.arange(_FIRST.astype("datetime64[D]"), (_FIRST + seconds[-1]).astype("datetime64[D]") + 1)
    printed = pc.strftime(pa.array(days), format=day)
    return pc.binary_join_element_wise(
        printed.take(pa.array(seconds // _DAY)), _clocks("%H" + clock).take(pa.array(seconds % _DAY)), ""
    )


@functools.cache
def _clocks(form: str) -> pa.Array:
    """Returns every second of a day as it is printed."""
    return pc.strftime(pa.array(np.arange(_DAY).astype("datetime64[s]")), format=form)


def _joined(lines: pa.Array) -> bytes:
    """Returns the characters of all strings one after the other, without a Python object per line."""
    offsets, data = lines.buffers()[1:3]
    ends = np.frombuffer(offsets, dtype=np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return bytes(memoryview(data)[int(ends[0]) : int(ends[-1])])
