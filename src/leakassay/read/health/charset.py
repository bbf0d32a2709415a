"""Charsets of health messages: wide ones seen by their marks or zero bytes, narrow ones tried strictest first."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def wide_charset(head: bytes) -> str:
    """Name of the UTF-16 or UTF-32 variant that a file begins with; "" for anything else."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    # messages are ASCII for the most part: in UTF-16 every other byte is then zero
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 4:
        return ""
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def text_of(raw: bytes) -> str:
    """Decode UTF-8, else Windows-1252, else Latin-1 (which never fails); marks and zero bytes go."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    return text.replace("\x00", "").removeprefix("\ufeff") if not text.isascii() or "\x00" in text else text
