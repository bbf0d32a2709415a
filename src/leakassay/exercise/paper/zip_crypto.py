"""Traditional PKWARE encryption of zip members: three 32-bit keys that the password and every plain byte turn."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import replace

from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_layout import archive_of, deflated

PASSWORDS = ("infected", "Pathology2024!", "Winter2023", "letmein", "LIMS-backup-01")
"""What the sealed archives of a rehearsal open with; they go beside the dump as `passwords.txt`."""

HEADER_BYTES = 12
"""Bytes before the packed data; the last repeats the top byte of the checksum, so a reader sees a wrong password."""

_ENCRYPTED, _UTF8 = 0x1, 0x800
_MASK = 0xFFFFFFFF


def _crc_table() -> tuple[int, ...]:
    """Returns the register turned by each byte; `zlib.crc32` inverts on both sides, hence the two masks."""
    return tuple(zlib.crc32(bytes([byte]), _MASK) ^ _MASK for byte in range(256))


_CRC = _crc_table()


def encrypt(plain: bytes, password: bytes, header: bytes) -> bytes:
    """Returns `header` and `plain` behind a password, as APPNOTE.TXT 6.1 describes; about 2 MB/s.

    Args:
        plain: packed bytes of a member.
        password: bytes as typed.
        header: `HEADER_BYTES` of noise that ends in the top byte of the member's checksum.

    Raises:
        ValueError: the header has another length.
    """
    if len(header) != HEADER_BYTES:
        raise ValueError(f"the header has {len(header)} bytes, {HEADER_BYTES} are needed")
    table = _CRC
    one, two, three = 0x12345678, 0x23456789, 0x34567890
    for byte in password:
        one = table[(one ^ byte) & 0xFF] ^ one >> 8
        two = ((two + (one & 0xFF)) * 134775813 + 1) & _MASK
        three = table[(three ^ two >> 24) & 0xFF] ^ three >> 8
    sealed = bytearray()
    seal = sealed.append
    for byte in header + plain:
        turn = three & 0xFFFF | 2
        seal(byte ^ (turn * (turn ^ 1) >> 8 & 0xFF))
        one = table[(one ^ byte) & 0xFF] ^ one >> 8
        two = ((two + (one & 0xFF)) * 134775813 + 1) & _MASK
        three = table[(three ^ two >> 24) & 0xFF] ^ three >> 8
    return bytes(sealed)


def sealed_zip(members: Sequence[Document], password: str) -> bytes:
    """Returns a zip of `members`, deflated, each behind `password`; names and sizes stay legible, as in any zip."""
    sealed = []
    for member in members:
        name = member.name.encode("utf-8")
        plain = deflated(name, member.data)
        # drawn from name and content: the same member gives the same bytes
        noise = hashlib.sha256(name + member.data).digest()[: HEADER_BYTES - 1] + bytes([plain.crc >> 24])
        flags = _ENCRYPTED if name.isascii() else _ENCRYPTED | _UTF8
        sealed.append(replace(plain, data=encrypt(plain.data, password.encode("utf-8"), noise), flags=flags))
    return archive_of(sealed)
