"""A Merkle tree as in RFC 6962: root while leaves stream by, proof that a leaf is in it, check of such a proof.

Leaves are hashes over 0x00 and their data, nodes over 0x01 and their two children, so that neither passes for the
other. The root of nothing is the hash of the empty string. Memory: one hash for each level of the tree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

HASH_BYTES = 32


def hash_leaf(data: bytes) -> bytes:
    """Hash of a leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def framed(*parts: bytes) -> bytes:
    """Parts with their lengths before them, so that none flows into the next."""
    return b"".join(len(part).to_bytes(8, "little") + part for part in parts)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> tuple[bytes, int]:
    """Root over leaf hashes, and how many there were."""
    waiting: list[bytes] = []  # roots of full subtrees, the larger first
    count = 0
    for leaf in leaves:
        count += 1
        full = count
        while full % 2 == 0:  # the new leaf completes one subtree for each factor of two
            leaf = _node(waiting.pop(), leaf)  # noqa: PLW2901  it grows into the root of what it completes
            full //= 2
        waiting.append(leaf)
    if not waiting:
        return hashlib.sha256(b"").digest(), 0
    found = waiting.pop()
    while waiting:
        found = _node(waiting.pop(), found)
    return found, count


def path(leaves: Iterable[bytes], index: int, size: int) -> tuple[bytes, list[bytes]]:
    """The leaf at a place, and the hashes beside its way to the root, lowest first.

    Args:
        leaves: all leaf hashes, streamed once.
        index: place of the leaf, from 0.
        size: how many leaves there are.

    Raises:
        ValueError: there are fewer leaves than said, or the index lies outside.
    """
    if not 0 <= index < size:
        raise ValueError("the index lies outside of the tree")
    return _path(iter(leaves), index, size)


def _path(leaves: Iterator[bytes], index: int, size: int) -> tuple[bytes, list[bytes]]:
    if size == 1:
        return _subtree(leaves, 1), []
    left = _largest_power(size)
    if index < left:
        leaf, way = _path(leaves, index, left)
        return leaf, [*way, _subtree(leaves, size - left)]
    beside = _subtree(leaves, left)
    leaf, way = _path(leaves, index - left, size - left)
    return leaf, [*way, beside]


def _subtree(leaves: Iterator[bytes], size: int) -> bytes:
    found, count = root(islice(leaves, size))
    if count != size:
        raise ValueError("there are fewer leaves than was said")
    return found


def _largest_power(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def climb(leaf: bytes, index: int, size: int, way: Iterable[bytes]) -> bytes | None:
    """The root that a proof leads to (RFC 9162, 2.1.3.2); None when the path does not fit a tree of this size."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf
    for beside in way:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = _node(beside, found)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, beside)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None
