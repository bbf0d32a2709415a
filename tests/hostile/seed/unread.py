"""Seeds of formats that are recognised and not read yet (F34): they must be accounted for, whatever their bytes say."""

from __future__ import annotations

import random
import struct

from hostile.planted import HEADER
from hostile.seed.seed import WHO, Seed, as_text


def dbf() -> bytes:
    """A dBase III table."""
    keys = HEADER.split(",")
    width = 40
    fields = b"".join(struct.pack("<11sc4xBB14x", key[:10].encode(), b"C", width, 0) for key in keys)
    head = struct.pack("<BBBBIHH20x", 3, 124, 6, 3, len(WHO), 32 + len(fields) + 1, 1 + width * len(keys))
    rows = b"".join(
        b" " + b"".join(f"{value:<{width}}"[:width].encode() for value in who.row.split(",")) for who in WHO
    )
    return head + fields + b"\r" + rows + b"\x1a"


def headed(magic: bytes, at: int = 0) -> bytes:
    """Noise behind the first bytes of a format."""
    return bytes(at) + magic + random.Random(magic).randbytes(6_000)


def seeds() -> list[Seed]:
    """Data bases and mail stores."""
    return [
        Seed("dbf", ".dbf", dbf(), as_text),
        Seed("pst", ".pst", headed(b"!BDN"), as_text),
        Seed("access", ".mdb", headed(b"Standard Jet DB", 4), as_text),
    ]
