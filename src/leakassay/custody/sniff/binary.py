"""Binary formats whose magic is too short, too common or too far in to stand alone."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

from leakassay.custody.sniff.decoded import text_of

_TAR_NUMBER = re.compile(rb"[0-7 \0]{8}|[\x80\xff].{7}", re.DOTALL)
_ELEMENT = re.compile(r"<[A-Za-z_][\w.:-]*(?:\s[^<>]*)?/?>")
_HTML = re.compile(r"<(?:html|head|body|title|meta|div|p|table)[\s>]", re.IGNORECASE)
_PROLOG = (("<!--", "-->"), ("<?", "?>"))
_DBF_VERSIONS = frozenset({0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8C, 0xCB, 0xF5, 0xFB})


def tar(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A header block whose checksum adds up: also archives without the ustar mark."""
    block = head[:512]
    if len(block) < 512 or not _TAR_NUMBER.fullmatch(block[148:156]):
        return 0
    try:
        stated = int(block[148:156].strip(b" \0") or b"0", 8)
    except ValueError:
        return 0
    actual = sum(block[:148]) + 8 * 32 + sum(block[156:])
    return 85 if stated == actual and stated > 256 else 0


def dbf(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Table of dBASE: version, a date, header and record lengths that fit the size."""
    if len(head) < 32 or head[0] not in _DBF_VERSIONS or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return 0
    records = int.from_bytes(head[4:8], "little")
    header, width = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    fits = header >= 65 and width >= 2 and header + records * width <= size + 2
    return 75 if fits or (header >= 65 and _is_described(head, header, width)) else 0


def _is_described(head: bytes, header: int, width: int) -> bool:
    """True when the fields of a table of dBase add up to its record, as they do in one that is cut."""
    fields = [head[at : at + 32] for at in range(32, min(header, len(head)) - 32, 32) if head[at] != 0x0D]
    widths = sum(field[16] + (256 * field[17] if field[11:12] == b"C" else 0) for field in fields if len(field) == 32)
    return bool(fields) and widths + 1 == width and all(field[11:12].isalpha() for field in fields)


def dbf_memo(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Memo file of dBase or FoxPro: a head of 512 bytes, and a memo or nothing behind it."""
    if len(head) < 512:
        return 0
    is_named = name.lower().endswith((".dbt", ".fpt"))
    block = int.from_bytes(head[20:22], "little") or 512
    if is_named and head[block : block + 4] == b"\xff\xff\x08\0":
        return 78
    return _foxpro_memo(head, size, is_named=is_named) or (70 if is_named and _is_memo_of_dbase(head, size) else 0)


def _foxpro_memo(head: bytes, size: int, *, is_named: bool) -> int:
    """A next free block and a width of blocks that fit the size, zeros, and a first memo with a kind and a length."""
    block = int.from_bytes(head[6:8], "big")
    if not block or head[4:6] != b"\0\0" or head[8:512].count(0) < 480:
        return 0
    told = int.from_bytes(head[:4], "big") * block
    first = head[-(-512 // block) * block :][:8]
    is_memo = len(first) == 8 and first[:4] in (b"\0\0\0\0", b"\0\0\0\1", b"\0\0\0\2") and any(first[4:])
    fits = told >= 512 and size - block <= told <= size + 2 * block
    if is_named and (fits or is_memo):
        return 78
    return 60 if fits and is_memo else 0


def _is_memo_of_dbase(head: bytes, size: int) -> bool:
    """A next free block that fits the size or, in a file that was cut, the sign of dBase III."""
    told = int.from_bytes(head[:4], "little")
    return told > 0 and (head[16] == 3 or (told - 1) * 512 <= size <= (told + 1) * 512)


def bzip2(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Block size digit and the block magic (pi) after "BZh"."""
    return 85 if head[:3] == b"BZh" and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90") and head[3:4] in b"123456789" else 0


def anything(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Any bytes, below every format that knows them."""
    return 1


def mp4(head: bytes, tail: bytes, name: str, size: int) -> int:
    """ISO base media: a box called ftyp."""
    return 80 if head[4:8] in (b"ftyp", b"moov", b"mdat") else 0


def xml(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A declaration or an element at the front, after comments."""
    text = text_of(head)
    if text is None:
        return 0
    root = _root(text)
    is_xml = text.lstrip().startswith(("<?x", "<!DOCTYPE")) or _ELEMENT.match(root)
    return 60 if is_xml or (not root and text.lstrip().startswith("<!--")) else 0


def html(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A doctype or an element of HTML at the front, after comments."""
    text = text_of(head)
    if text is None:
        return 0
    root = _root(text)
    return 66 if root[:14].lower() == "<!doctype html" or _HTML.match(root) else 0


def _root(text: str) -> str:
    """What follows comments and processing instructions; empty when the head ends inside one."""
    at = 0
    while True:
        at += len(text[at : at + 4096]) - len(text[at : at + 4096].lstrip())
        end = next((close for start, close in _PROLOG if text.startswith(start, at)), None)
        if end is None:
            return text[at : at + 65536]
        found = text.find(end, at)
        if found < 0:
            return ""
        at = found + len(end)
