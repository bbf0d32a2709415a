"""AES of 7z: a key hashed out of a password many times over (SHA-256), then AES-256 in CBC."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from leakassay.custody.openers.spliced import Source
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

METHOD = b"\x06\xf1\x07\x01"

_MOST_ROUNDS = 24
"""7-Zip reads no more, as a power of two; it writes 19."""

_UNHASHED = 0x3F
_TURN = 1 << 14
_BLOCK = 16


@lru_cache(maxsize=64)
def key_of(password: str, properties: bytes) -> tuple[bytes, bytes]:
    """Key and starting block; about 0.3 s at the usual number of rounds, so the last ones are kept.

    Args:
        password: the word to try.
        properties: of the coder.

    Raises:
        ItemError: the properties are damaged.
    """
    if len(properties) < 2:
        raise ItemError(Reason.MALFORMED)
    first, second = properties[0], properties[1]
    salt_bytes = (first >> 7 & 1) + (second >> 4)
    start_bytes = (first >> 6 & 1) + (second & 0x0F)
    salt = properties[2 : 2 + salt_bytes]
    start = properties[2 + salt_bytes : 2 + salt_bytes + start_bytes]
    if len(start) != start_bytes:
        raise ItemError(Reason.MALFORMED)
    return _key(password.encode("utf-16-le", "surrogatepass"), salt, first & 0x3F), start.ljust(16, b"\0")


def _key(word: bytes, salt: bytes, power: int) -> bytes:
    if power == _UNHASHED:
        return (salt + word)[:32].ljust(32, b"\0")
    if power > _MOST_ROUNDS:
        raise ItemError(Reason.MALFORMED)
    digest, seed = hashlib.sha256(), salt + word
    for turn in range(0, 1 << power, _TURN):
        counts = range(turn, min(turn + _TURN, 1 << power))
        digest.update(b"".join([seed + count.to_bytes(8, "little") for count in counts]))
    return digest.digest()


def deciphered(source: Iterator[bytes], key: bytes, start: bytes) -> Iterator[bytes]:
    """Plain bytes; whoever reads them knows where they end."""
    machine = Cipher(algorithms.AES(key), modes.CBC(start)).decryptor()
    for piece in source:
        yield machine.update(piece)


class Deciphered:
    """The same at any place: a block needs nothing but the one before it.

    Args:
        source: where the sealed bytes lie.
        at: their offset there.
        size: of the plain bytes.
        key: and `start`: see `key_of`.
    """

    def __init__(self, source: Source, at: int, size: int, key: tuple[bytes, bytes]) -> None:
        self._source = source
        self._at = at
        self.size = size
        self._key, self._start = key

    def pread(self, count: int, offset: int) -> bytes:
        """Up to `count` plain bytes; short only at the end."""
        count = max(0, min(count, self.size - offset))
        first = offset // _BLOCK * _BLOCK
        last = -(-(offset + count) // _BLOCK) * _BLOCK
        before = self._source.pread(_BLOCK, self._at + first - _BLOCK) if first else self._start
        sealed = self._source.pread(last - first, self._at + first)
        machine = Cipher(algorithms.AES(self._key), modes.CBC(before.ljust(_BLOCK, b"\0"))).decryptor()
        return machine.update(sealed)[offset - first : offset - first + count]
