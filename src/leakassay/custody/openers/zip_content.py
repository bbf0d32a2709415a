"""The bytes of a zip member: unpacked in bounded pieces, held against the check sum at the end."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator

from leakassay.custody.openers.stream import CHUNK_BYTES
from leakassay.custody.openers.zip_directory import Entry
from leakassay.custody.openers.zip_methods import machine
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

TRIAL_BYTES = 1 << 20
"""Unpacked bytes of a member that show whether a password was right."""

_FAULTS = (zlib.error, OSError, ValueError, EOFError, RuntimeError, lzma.LZMAError)
"""What the decompressors raise on damaged bytes, by name."""

_OFTEN_WITHOUT_BYTES = 1000
"""Pieces without a byte in a row after which a decompressor is taken to be stuck."""


def unpacked(packed: Iterator[bytes], method: int, size: int, crc: int | None, *, is_cut: bool) -> Iterator[bytes]:
    """Unpacked bytes in bounded pieces.

    Args:
        packed: compressed bytes.
        method: how; one of `zip_methods.METHODS`.
        size: unpacked bytes as the directory states; -1 where it does not.
        crc: the check sum stated; None where there is none.
        is_cut: True when bytes of the member are missing.

    Raises:
        ItemError: damaged, cut off, or the check sum is another.
    """
    sum_, total = 0, 0
    try:
        for piece in _inflated(packed, method, size):
            sum_ = zlib.crc32(piece, sum_)
            total += len(piece)
            yield piece
    except _FAULTS as error:
        raise ItemError(_reason(error), bytes_read=total) from error
    if is_cut:
        raise ItemError(Reason.TRUNCATED, bytes_read=total)
    if crc is not None and sum_ != crc:
        raise ItemError(Reason.BAD_CHECKSUM, bytes_read=total)


def unpacks(entry: Entry, method: int, packed: Iterator[bytes]) -> bool:
    """True when the beginning of a member unpacks, and all of a short one gives the check sum."""
    total = sum_ = 0
    try:
        for piece in _inflated(packed, method, entry.unpacked):
            total += len(piece)
            sum_ = zlib.crc32(piece, sum_)
            if total > TRIAL_BYTES:
                return True
    except ItemError as error:
        return error.reason is Reason.TRUNCATED
    except _FAULTS:
        return False
    return entry.crc in (0, sum_)


def _reason(error: Exception) -> Reason:
    return Reason.LIMIT_MEMORY if "Memory usage limit" in str(error) else Reason.MALFORMED


def _inflated(packed: Iterator[bytes], method: int, size: int) -> Iterator[bytes]:
    unpacker = machine(method, size)
    idle = 0
    while not unpacker.eof:
        data = next(packed, b"") if unpacker.needs_input else b""
        if unpacker.needs_input and not data:
            if getattr(unpacker, "may_end", False):
                return
            raise ItemError(Reason.TRUNCATED)
        piece = unpacker.decompress(data, CHUNK_BYTES)
        idle = 0 if piece or data else idle + 1
        if idle > _OFTEN_WITHOUT_BYTES:
            raise ItemError(Reason.MALFORMED)
        if piece:
            yield piece
