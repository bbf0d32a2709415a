"""Compressed RTF of Outlook (LZFu, MS-OXRTFCP), undone in one pass; its sum is checked."""

from __future__ import annotations

import struct
import zlib

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

_HEADER = struct.Struct("<IIII")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_BACK = 4096
"""Bytes that a reference may reach back."""

_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What both sides know before the first byte."""

_IN_HEADER = 4
"""Bytes of the header behind the size that count as packed: the size itself is not one of them."""


def unpacked(raw: bytes) -> tuple[bytes, Reason]:
    """The RTF, and why it may not be all of it (NONE when it is).

    Args:
        raw: value of the property. The result is at most nine times as long.

    Raises:
        ItemError: no compressed RTF (malformed).
    """
    if len(raw) < _HEADER.size:
        raise ItemError(Reason.MALFORMED)
    packed_bytes, plain_bytes, kind, checksum = _HEADER.unpack_from(raw)
    if kind not in (_PACKED, _PLAIN):
        raise ItemError(Reason.MALFORMED)
    body = raw[_HEADER.size : max(_HEADER.size, packed_bytes + _IN_HEADER)]
    is_cut = len(raw) < packed_bytes + _IN_HEADER
    if kind == _PLAIN:
        return body[:plain_bytes], Reason.TRUNCATED if is_cut or len(body) < plain_bytes else Reason.NONE
    found = _unpacked(body)
    if is_cut or len(found) < plain_bytes:
        return found, Reason.TRUNCATED
    is_sound = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF == checksum
    return found, Reason.NONE if is_sound else Reason.BAD_CHECKSUM


def _unpacked(body: bytes) -> bytes:
    """Runs of eight: a bit says whether a byte or a reference follows."""
    out = bytearray(_KNOWN)
    at, end = 0, len(body)
    while at < end:
        flags, at = body[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > end:
                    return bytes(out[len(_KNOWN) :])
                place, length = body[at] << 4 | body[at + 1] >> 4, (body[at + 1] & 15) + 2
                at += 2
                back = (len(out) - place) % _BACK
                if not back:  # a reference to where the next byte goes is the end
                    return bytes(out[len(_KNOWN) :])
                out += _copied(out, back, length)
            elif at < end:
                out.append(body[at])
                at += 1
    return bytes(out[len(_KNOWN) :])


def _copied(out: bytearray, back: int, length: int) -> bytes:
    """Bytes from `back` on; they may run into themselves. Before the first known byte there are zeros."""
    start = len(out) - back
    found = bytes(max(0, -start)) + bytes(out[max(0, start) : max(0, start) + length])
    found = found[:length]
    if len(found) < length:
        found = (found * (length // max(1, len(found)) + 1))[:length]
    return found
