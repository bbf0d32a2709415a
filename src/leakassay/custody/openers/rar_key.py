"""Keys of RAR: AES-128 out of SHA-1 for RAR 3 and 4, AES-256 out of PBKDF2 for RAR 5."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache, reduce
from operator import xor

from leakassay.custody.openers.rar_block import Seal
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

_ROUNDS_3 = 0x40000
_TURN_3 = _ROUNDS_3 // 16
_MOST_POWER = 24
"""What unrar accepts; RAR writes 15."""


@lru_cache(maxsize=64)
def key_of(password: str, seal: Seal) -> tuple[bytes, bytes]:
    """Key and starting block; 0.2 s for RAR 3, so the last ones are kept.

    Raises:
        ItemError: the header asks for more hashings than any archiver does.
    """
    if seal.power < 0:
        return _key_3(password, seal.salt)
    return _derived(password, seal, 0), seal.start


@lru_cache(maxsize=64)
def is_right(password: str, seal: Seal) -> bool:
    """False when the header's check value refuses the password; True when it does not, or there is none."""
    if not seal.check:
        return True
    folded = _derived(password, seal, 32)
    return bytes(reduce(xor, folded[at::8]) for at in range(8)) == seal.check


def keyed_sum(crc: int, password: str, seal: Seal) -> int:
    """The checksum that RAR 5 writes in the place of a CRC-32, so that it tells nothing of the bytes."""
    code = hmac.new(_derived(password, seal, 16), crc.to_bytes(4, "little"), hashlib.sha256).digest()
    return reduce(xor, (int.from_bytes(code[at : at + 4], "little") for at in range(0, 32, 4)))


def _derived(password: str, seal: Seal, more: int) -> bytes:
    if seal.power > _MOST_POWER:
        raise ItemError(Reason.MALFORMED)
    word = password.encode("utf-8", "surrogatepass")
    return hashlib.pbkdf2_hmac("sha256", word, seal.salt, (1 << seal.power) + more)


def _key_3(password: str, salt: bytes) -> tuple[bytes, bytes]:
    seed = password.encode("utf-16-le", "surrogatepass") + salt
    digest, start = hashlib.sha1(usedforsecurity=False), bytearray()
    for turn in range(0, _ROUNDS_3, _TURN_3):
        digest.update(seed + turn.to_bytes(3, "little"))
        start.append(digest.copy().digest()[19])
        digest.update(b"".join([seed + count.to_bytes(3, "little") for count in range(turn + 1, turn + _TURN_3)]))
    raw = digest.digest()[:16]
    return b"".join(raw[at : at + 4][::-1] for at in range(0, 16, 4)), bytes(start)
