"""Character encodings: what a run of bytes is written in, told from the bytes alone.

Lies in the ground because custody (is it text at all?) and read (which text?) must give the same answer.
"""

import re
from typing import Final

UNKNOWN: Final = "unknown-8bit"
"""Text, but in a multi-byte or foreign encoding that the bytes do not give away; only its ASCII can be trusted."""

WINDOW: Final = 65536
"""Bytes of the head that are looked at."""

_BOMS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before utf-16-le, whose mark it begins with
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_TEXT_CONTROLS: Final = b"\t\n\x0b\x0c\r\x14\x1a\x1b\x1c\x1d\x1e\x1f"
"""Control bytes that stand in honest text: breaks, MLLP frames, separators, the old end-of-file mark."""
_NOISE: Final = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS) + b"\x7f"
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_IN_WORD: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])")
_UNDEFINED_1252: Final = b"\x81\x8d\x8f\x90\x9d"
_ESCAPED: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([J]"), "iso2022_jp"),
    (re.compile(rb"~\{[!-~]{2,}~\}"), "hz"),
)


def bom_length(head: bytes) -> int:
    """Bytes of the byte order mark at the front; 0 where there is none."""
    return next((len(mark) for mark, _ in _BOMS if head.startswith(mark)), 0)


def code_unit(encoding: str) -> int:
    """Bytes of one code unit: 4, 2 or 1."""
    return 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1


def sniff(head: bytes) -> str:
    """Tell the encoding of text from its first bytes.

    Returns:
        A Python codec name, `UNKNOWN` for text that gives its encoding not away, or "" when it is no text.
    """
    head = head[:WINDOW]
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding if _is_clean(_decoded(head[len(mark) :], encoding)) else ""
    return _wide(head) or _narrow(head)


def _wide(head: bytes) -> str:
    """UTF-16 and UTF-32 without a mark: the zero bytes of ASCII letters stand in fixed places."""
    sample = head[: 4096 - len(head) % 4 if len(head) < 4096 else 4096]
    sample = sample[: len(sample) // 4 * 4] if len(sample) >= 8 else head[: len(head) // 2 * 2]
    if sample.count(0) * 5 <= len(sample):
        return ""
    quarters = [sample[place::4].count(0) * 4 / len(sample) for place in range(4)]
    if min(quarters[1:]) > 0.9 > quarters[0]:
        guess = "utf-32-le"
    elif min(quarters[:3]) > 0.9 > quarters[3]:
        guess = "utf-32-be"
    else:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if min(even, odd) * 8 > max(even, odd):
            return ""
        guess = "utf-16-le" if odd > even else "utf-16-be"
    return guess if _is_clean(_decoded(sample, guess)) else ""


def _narrow(head: bytes) -> str:
    """UTF-8, the seven-bit Asian encodings, and the eight-bit ones."""
    if b"\x1b$)C" in head[:4096]:
        return "iso2022_kr"  # its shifts are control bytes
    noise = len(head) - len(head.translate(None, _NOISE))
    if noise * 20 > len(head):  # compressed bytes hold 8 % of these
        return ""
    if not _HIGH.search(head):
        return next((name for pattern, name in _ESCAPED if pattern.search(head)), "utf-8")
    if _is_utf8(head):
        return "utf-8"
    return _eight_bit(head, noise)


def _eight_bit(head: bytes, noise: int) -> str:
    high = len(_HIGH.findall(head))
    multibyte = sum(len(found) for found in _MULTIBYTE.findall(head))
    if multibyte > 4 * (high - multibyte):
        return "utf-8"  # with some lines in another encoding: settled line by line
    if high * 10 > len(head) * 3:
        separators = head.count(b"\xfe") + head.count(b"\xfd") + head.count(b"\xac")
        if (high - separators) * 10 > len(head) * 3:
            return "" if noise * 50 > len(head) else UNKNOWN
    inside = _IN_WORD.findall(head)
    dos = sum(1 for byte in inside if b"\x80" <= byte <= b"\xa5" and byte not in b"\x91\x92\x93\x94\x96\x97")
    if dos > len(inside) // 2:
        return "cp437"
    undefined = any(bytes([byte]) in head for byte in _UNDEFINED_1252)
    return "latin-1" if undefined else "cp1252"


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A window may end inside a character.
        return error.start >= len(head) - 3 and error.reason == "unexpected end of data"
    return True


def _decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "replace")


def _is_clean(text: str) -> bool:
    """True for text that is nearly free of control, unassigned and replacement characters."""
    if not text:
        return True
    odd = sum(
        1 for char in text if (char < " " and char not in "\t\n\x0b\x0c\r\x1a\x1b\x1c\x1d\x1e\x1f") or char == "�"
    )
    return odd * 20 <= len(text) and not _is_scattered(text)


def _is_scattered(text: str) -> bool:
    """True when most characters are neither ASCII nor of a few scripts: bytes read two by two make that."""
    sample = [ord(char) >> 8 for char in text[:2000]]
    return len(set(sample)) > 60 and sample.count(0) * 4 < len(sample)
