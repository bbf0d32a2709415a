"""The acquisition seal: a Merkle root over source files, so that one changed byte is found and one file can be proven.

A leaf is SHA-256 over 0x00, the framed path, size, modified_at and SHA-256; the tree is that of `case/merkle.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.case import merkle


def leaf(path: bytes, size: int, modified_at: int, sha256: str) -> bytes:
    """Hash of one source file; an unreadable one has an empty SHA-256."""
    return merkle.hash_leaf(merkle.framed(path, str(size).encode(), str(modified_at).encode(), sha256.encode()))


def root(leaves: Iterable[bytes]) -> str:
    """Merkle root, hexadecimal; of nothing: the hash of the empty string."""
    return merkle.root(leaves)[0].hex()
