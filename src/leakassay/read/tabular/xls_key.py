"""Workbooks of Excel 97 to 2003 behind a password: records made plain in memory, with the operator's list.

msoffcrypto checks the password and knows the ciphers; which bytes of a record are plain is settled here, since its own
`decrypt` writes a file and needs ten times the memory.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import numpy as np
import olefile
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from msoffcrypto.format.xls97 import Xls97File
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular.biff8 import records

MOST_TRIED = 1_000
"""Passwords tried on one workbook; each costs less than a millisecond."""

DEFAULT = "VelvetSweatshop"
"""What Excel itself tries first: workbooks that are "protected" and open for everybody."""

XOR_BYTES = 16 << 20
"""The oldest method is undone byte by byte."""

_FILEPASS, _BOUNDSHEET = 0x002F, 0x0085
_PLAIN = frozenset({0x0809, _FILEPASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138})
"""Records that are never encrypted: beginnings, the key itself, locks, interface, revisions."""

_FAULTS = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    OverflowError,
    struct.error,
)
"""What msoffcrypto and olefile raise on broken files, by name."""


def unlocked(content: bytes, raw: bytes, passwords: Sequence[str]) -> bytes:
    """The workbook without its password.

    Args:
        content: the compound file.
        raw: its workbook stream.
        passwords: the operator's list.

    Raises:
        ItemError: none of the passwords opens it, or its cipher is not known (encrypted).
    """
    locked = ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    for password in (DEFAULT, *passwords[:MOST_TRIED]):
        try:
            file = Xls97File(io.BytesIO(content))
            file.load_key(password=password)
            return _written(content, _plain(raw, file))
        except InvalidKeyError:
            continue
        except (DecryptionError, *_FAULTS) as error:
            raise locked from error
    raise locked


def _plain(raw: bytes, file: Xls97File) -> bytes:
    """The stream made plain; the record of the key is blanked, as it was never there."""
    is_plain = np.ones(len(raw), np.bool_)
    shown = bytearray(raw)
    for kind, start, size in records(raw):
        if kind == _FILEPASS:
            shown[start - 4 : start + size] = struct.pack("<HH", 0, size) + bytes(size)
        elif kind not in _PLAIN:
            kept = 4 if kind == _BOUNDSHEET else 0
            is_plain[start + kept : start + size] = False
    hidden = np.frombuffer(raw, np.uint8).copy()
    if file.type == "xor":
        opened = _by_xor(raw, is_plain, file)
    elif file.type == "rc4":
        opened = DocumentRC4.decrypt(file.key, file.salt, io.BytesIO(hidden.tobytes()), blocksize=1024).read()
    else:
        packed = io.BytesIO(hidden.tobytes())
        opened = DocumentRC4CryptoAPI.decrypt(file.key, file.salt, file.keySize, packed, blocksize=1024).read()
    made = np.where(is_plain, np.frombuffer(bytes(shown), np.uint8), np.frombuffer(opened[: len(raw)], np.uint8))
    return made.tobytes()


def _by_xor(raw: bytes, is_plain: np.ndarray[tuple[int], np.dtype[np.bool_]], file: Xls97File) -> bytes:
    """The oldest method, whose key turns with the records."""
    if len(raw) > XOR_BYTES:
        raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
    marks = np.where(is_plain, np.frombuffer(raw, np.uint8).astype(np.int16), -1).tolist()
    for kind, start, size in records(raw):
        if kind == _BOUNDSHEET:
            marks[start + 4 : start + size] = [-2] * max(0, size - 4)
    hidden = io.BytesIO(bytes(0 if plain else byte for plain, byte in zip(is_plain.tolist(), raw, strict=True)))
    opened: bytes = DocumentXOR.decrypt(file.key, hidden, marks, [], 10).read()
    return opened


def _written(content: bytes, plain: bytes) -> bytes:
    """The compound file with the plain stream in the place of the encrypted one."""
    sink = io.BytesIO(content)
    with olefile.OleFileIO(sink, write_mode=True) as ole:
        ole.write_stream("Workbook", plain)
        return sink.getvalue()
