"""Identifiers and keyed tokens: ids come from structure, never from values; tokens need a key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

_MASK = (1 << 63) - 1
"""Ids have 63 bits: DuckDB hands filters on Arrow data over as Python integers, which must fit a C long."""

_WORD = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def structural_id(*parts: str | bytes | int) -> int:
    """Hash structural facts (source, container chain, content hash, locator) to 63 bits.

    Parts are length-framed, so that ("ab", "c") and ("a", "bc") differ.

    Returns:
        An integer from 0 to 2^63 - 1, the same on every machine.
    """
    digest = hashlib.blake2b(digest_size=8, person=b"leakassay-id")
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return int.from_bytes(digest.digest(), "little") & _MASK


def row_ids(base: int, ordinals: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Mix row numbers into a base (the splitmix64 finaliser), to 63 bits.

    Args:
        base: the unit's id.
        ordinals: int64 (n,), row numbers inside the unit.

    Returns:
        uint64 (n,), each below 2^63.
    """
    mixed = ordinals.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(base & _WORD)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed & np.uint64(_MASK)


def signed(value: int) -> int:
    """Fold an unsigned 64-bit id into SQLite's signed range; the bit pattern stays."""
    return value - (1 << 64) if value >= 1 << 63 else value


def unsigned(value: int) -> int:
    """Undo `signed`."""
    return value & _WORD


def as_text(value: int) -> str:
    """Print a 64-bit id as sixteen hexadecimal digits (spreadsheets lose digits of large integers)."""
    return f"{value & _WORD:016x}"


def token(secret: bytes, value: str) -> bytes:
    """HMAC-SHA256 of a canonical value: 32 bytes, useless to whoever lacks the secret.

    NHS numbers are a space of 10^9: an unkeyed hash of one is reversed by trying them all.
    """
    return hmac.digest(secret, value.encode(), "sha256")


def tokens(secret: bytes, values: Iterable[str]) -> list[bytes]:
    """Tokens of many canonical values, in their order."""
    return [hmac.digest(secret, value.encode(), "sha256") for value in values]
