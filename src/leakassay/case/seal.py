"""The acquisition seal: a Merkle root over source files, so that one changed byte is found and one file can be proven.

A leaf is SHA-256 over 0x00, the framed path, size, modified_at and SHA-256; a node is SHA-256 over 0x01 and its two
children (RFC 6962's separation of leaves and nodes). An odd node is carried up unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def leaf(path: bytes, size: int, modified_at: int, sha256: str) -> bytes:
    """Hash of one source file; an unreadable one has an empty SHA-256."""
    digest = hashlib.sha256(b"\x00")
    for part in (path, str(size).encode(), str(modified_at).encode(), sha256.encode()):
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.digest()


def root(leaves: Iterable[bytes]) -> str:
    """Merkle root, hexadecimal; of nothing: the hash of the empty string."""
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest()
            for at in range(0, len(level) - len(level) % 2, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0].hex()
