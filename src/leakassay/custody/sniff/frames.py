"""Compressed streams whose mark is not at the front, or that have none."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_UNKNOWN_SIZE = (1 << 64) - 1
_LARGEST = 1 << 38
"""liblzma takes a header that states more for something else."""


def zstd(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A frame, after skippable ones (pzstd and seekable files begin with those)."""
    return 85 if _behind_skippable(head).startswith(b"\x28\xb5\x2f\xfd") else 0


def lz4(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A frame of either format, after skippable ones."""
    return 85 if _behind_skippable(head).startswith((b"\x04\x22\x4d\x18", b"\x02\x21\x4c\x18")) else 0


def lzma(head: bytes, tail: bytes, name: str, size: int) -> int:
    """No mark: properties, a dictionary of 2^n or 2^n + 2^(n-1) bytes, a size in reason, the zero of the first code."""
    if len(head) < 14 or head[0] != 0x5D or head[13]:
        return 0
    dictionary, unpacked = int.from_bytes(head[1:5], "little"), int.from_bytes(head[5:13], "little")
    ordinary = (
        dictionary >= 4096
        and dictionary.bit_count() <= 2
        and (dictionary & dictionary >> 1 or dictionary.bit_count() == 1)
    )
    return 70 if (ordinary or dictionary == 0xFFFFFFFF) and (unpacked == _UNKNOWN_SIZE or unpacked < _LARGEST) else 0


def _behind_skippable(head: bytes) -> bytes:
    """The head from its first frame on that is not skippable; empty when that lies further on."""
    at = 0
    while _SKIPPABLE.match(head, at) and at + 8 <= len(head):
        at += 8 + int.from_bytes(head[at + 4 : at + 8], "little")
    return head[at : at + 4]
