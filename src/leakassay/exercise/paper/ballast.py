"""Papers without people that fill a file server: acknowledgement logs, audit tables, temporary files, installers."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.paper.document import Document

_FIRST = np.datetime64("2023-01-02T00:00:00")


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
    """Returns a file with the head of a Windows program and bytes of no meaning: software nobody needs to read."""
    rng = np.random.default_rng([seed, 33])
    stub = b"MZ\x90\x00" + b"\0" * 56 + (64).to_bytes(4, "little") + b"PE\0\0\x4c\x01\x03\0"
    body = rng.bytes(max(1, target_bytes - len(stub)))
    return Document(name, "exe", stub + body, outcome="unsupported", reason="no_reader")


def _stamps(rng: np.random.Generator, count: int, form: str = "%Y-%m-%d %H:%M:%S") -> pa.Array:
    """Returns ascending date-times, by default such as 2023-01-02 07:31:09."""
    seconds = np.cumsum(rng.integers(1, 40, count))
    return pc.strftime(pa.array((_FIRST + seconds).astype("datetime64[s]")), format=form)


def _joined(lines: pa.Array) -> bytes:
    """Returns the characters of all strings one after the other, without a Python object per line."""
    offsets, data = lines.buffers()[1:3]
    ends = np.frombuffer(offsets, dtype=np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return bytes(memoryview(data)[int(ends[0]) : int(ends[-1])])
