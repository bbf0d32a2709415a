"""Seeds of formats that are recognised and not read yet (F34): they must be accounted for, whatever their bytes say."""

from __future__ import annotations

import random

from hostile.seed.seed import Seed, as_text


def headed(magic: bytes, at: int = 0) -> bytes:
    """Noise behind the first bytes of a format."""
    return bytes(at) + magic + random.Random(magic).randbytes(6_000)


def seeds() -> list[Seed]:
    """Data bases and mail stores."""
    return [
        Seed("pst", ".pst", headed(b"!BDN"), as_text),
        Seed("access", ".mdb", headed(b"Standard Jet DB", 4), as_text),
    ]
