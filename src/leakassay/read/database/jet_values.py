"""Values of an Access table as printed text: numbers, moments, text with its Unicode compression."""

from __future__ import annotations

import struct
import uuid
from datetime import datetime, timedelta
from typing import Final

BOOLEAN, MONEY, MOMENT, BINARY, TEXT, OLE, MEMO, GUID, NUMERIC, COMPLEX, LONG_MOMENT = (
    1, 5, 8, 9, 10, 11, 12, 15, 16, 18, 20,
)  # fmt: skip
_PLAIN: Final = {2: "<B", 3: "<h", 4: "<i", 6: "<f", 7: "<d", COMPLEX: "<i", 19: "<q"}
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  Access knows no zones
_COMPRESSED: Final = b"\xff\xfe"


def printed(raw: bytes, kind: int, scale: int) -> str:
    """A fixed value as text; what is too short for its type as hexadecimal digits."""
    try:
        if kind in _PLAIN:
            return _number(struct.unpack_from(_PLAIN[kind], raw)[0])
        if kind == MONEY:
            return _decimal(int(struct.unpack_from("<q", raw)[0]), 4)
        if kind == MOMENT:
            return _moment(struct.unpack_from("<d", raw)[0])
        if kind == GUID:
            return "{" + str(uuid.UUID(bytes_le=raw[:16])).upper() + "}"
        if kind == NUMERIC:
            return _numeric(raw, scale)
    except (struct.error, ValueError, OverflowError):
        return raw.hex()
    if kind == BOOLEAN:
        return "true" if any(raw) else "false"
    return _long_moment(raw) if kind == LONG_MOMENT else raw.hex()


def _long_moment(raw: bytes) -> str:
    """Days since the year 1 and tenths of microseconds of the day, as digits."""
    said = raw.rstrip(b"\0").decode("latin-1")
    parts = said.split(":")
    try:
        stamp = datetime(1, 1, 1) + timedelta(days=int(parts[0]), microseconds=int(parts[1]) // 10)  # noqa: DTZ001  as above
    except (ValueError, IndexError, OverflowError):
        return said
    return stamp.isoformat(" ") if int(parts[1]) else stamp.date().isoformat()


def _number(value: int | float) -> str:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else f"{value:.15g}"
    return str(value)


def _decimal(value: int, scale: int) -> str:
    sign, digits = "-" if value < 0 else "", str(abs(value)).rjust(scale + 1, "0")
    whole, part = (digits[:-scale], digits[-scale:].rstrip("0")) if scale else (digits, "")
    return f"{sign}{whole}.{part}" if part else sign + whole


def _moment(days: float) -> str:
    whole = int(days)
    stamp = _EPOCH + timedelta(days=whole, seconds=round(abs(days - whole) * 86400))
    if not whole:
        return stamp.time().isoformat()
    return stamp.isoformat(" ") if days != whole else stamp.date().isoformat()


def _numeric(raw: bytes, scale: int) -> str:
    words = struct.unpack_from("<4I", raw, 1)
    value = 0
    for word in words:
        value = value << 32 | word
    return _decimal(-value if raw[0] & 0x80 else value, min(scale, 28))


def text(raw: bytes, codec: str) -> str:
    """Text; in the newer format UTF-16, parts of it squeezed to one byte a letter."""
    if codec != "utf-16-le":
        return raw.decode(codec, "replace")
    if not raw.startswith(_COMPRESSED):
        return raw.decode(codec, "replace")
    pieces = []
    at, is_squeezed = 2, True
    while at < len(raw):
        if is_squeezed:
            end = raw.find(b"\0", at)
            end = len(raw) if end < 0 else end
            pieces.append(raw[at:end].decode("latin-1"))
            at = end + 1
        else:
            end = at
            while end + 1 < len(raw) and raw[end]:  # a zero in the place of a low byte ends it
                end += 2
            pieces.append(raw[at:end].decode(codec, "replace"))
            at = end + 1
        is_squeezed = not is_squeezed
    return "".join(pieces)
