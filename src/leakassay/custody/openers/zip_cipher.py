"""Zip members behind a password: ZipCrypto and AES, with the passwords that the operator gave."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import stream_unzip

from leakassay.custody.openers.zip_directory import DESCRIBED, Entry
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

AES = 99
"""Method of a member that AES encrypts; the true one stands in its extra field."""

_AES_FIELD = 0x9901
_STRONG = 1 << 6 | 1 << 13
"""Flags: PKWARE's own encryption, or a directory behind a password."""

_SALT_BYTES = {1: 8, 2: 12, 3: 16}
_HEADER_BYTES = 12
_MAC_BYTES = 10

Packed = Callable[[], Iterator[bytes]]
"""Gives the encrypted bytes of a member, from the start, whenever it is called."""

Trial = Callable[[Iterator[bytes]], bool]
"""Says whether decrypted bytes can be unpacked."""


def aes_field(entry: Entry) -> tuple[int, int, int] | None:
    """Version, key strength and true method of a member that AES encrypts; None where that is not said."""
    field = entry.field(_AES_FIELD)
    if entry.method != AES or len(field) < 7 or field[4] not in _SALT_BYTES:
        return None
    version, _, strength, method = struct.unpack_from("<HHBH", field)
    return version, strength, method


class Locks:
    """The passwords of one opening: the one that fitted last is tried first.

    Args:
        passwords: as the operator wrote them.
    """

    def __init__(self, passwords: Sequence[str]) -> None:
        self._keys = list(dict.fromkeys(key for word in passwords for key in _spellings(word)))

    def open(self, entry: Entry, packed: Packed, trial: Trial) -> Callable[[], Iterator[bytes]] | None:
        """Find what opens a member.

        Returns:
            Gives the decrypted bytes; None when no password fits, or the cipher is another.
        """
        if entry.flags & _STRONG or (entry.method == AES and aes_field(entry) is None):
            return None
        for key in self._keys:
            for check in _check_bytes(entry):
                if _fits(entry, packed, key, check, trial):
                    self._keys.remove(key)
                    self._keys.insert(0, key)
                    return partial(_decrypted_anew, entry, packed, key, check)
        return None


def _spellings(word: str) -> Iterator[bytes]:
    """A password as bytes: programs of other times and places wrote it in their code page."""
    for encoding in ("utf-8", "cp1252", "cp850"):
        try:
            yield word.encode(encoding)
        except UnicodeEncodeError:
            continue


def _check_bytes(entry: Entry) -> tuple[int, ...]:
    """What the ZipCrypto header may end in: the top of the check sum, or of the time where that was not known yet."""
    if entry.method == AES:
        return (0,)
    top, time = entry.crc >> 24, entry.clock >> 8
    return tuple(dict.fromkeys((time, top) if entry.flags & DESCRIBED else (top,)))


def _fits(entry: Entry, packed: Packed, key: bytes, check: int, trial: Trial) -> bool:
    """True when a password fits: one byte agrees by chance in 256 times, so some of it is unpacked as well."""
    try:
        return trial(_decrypted(entry, packed(), key, check))
    except _WrongPasswordError:
        return False


def _decrypted_anew(entry: Entry, packed: Packed, key: bytes, check: int) -> Iterator[bytes]:
    return _decrypted(entry, packed(), key, check)


class _WrongPasswordError(Exception):
    """The check bytes of a member say that it is another password's."""


def _decrypted(entry: Entry, packed: Iterator[bytes], key: bytes, check: int) -> Iterator[bytes]:
    """Bytes of a member as they were before encryption, still compressed.

    Raises:
        ItemError: cut off, or its authentication code is wrong.
        _WrongPasswordError: the password is another.
    """
    framed = stream_unzip.stream_unzip(_framed(entry, packed, check), password=key)
    try:
        for _, _, pieces in framed:
            yield from pieces
            return
    except stream_unzip.CRC32IntegrityError:
        return  # of the compressed bytes, which nobody has stated
    except stream_unzip.IncorrectPasswordError:
        raise _WrongPasswordError from None
    except stream_unzip.HMACIntegrityError as error:
        raise ItemError(Reason.BAD_CHECKSUM) from error
    except stream_unzip.TruncatedDataError as error:
        raise ItemError(Reason.TRUNCATED) from error
    except stream_unzip.UnzipError as error:
        raise ItemError(Reason.MALFORMED) from error


def _framed(entry: Entry, packed: Iterator[bytes], check: int) -> Iterator[bytes]:
    """A zip of this one member, said to be stored: the library decrypts, the unpacking is ours, with our limits."""
    found = aes_field(entry)
    around = _HEADER_BYTES if found is None else _SALT_BYTES[found[1]] + 2 + _MAC_BYTES
    plain = max(0, entry.packed - around)
    extra = struct.pack("<HHQQ", 1, 16, plain, entry.packed)
    if found is not None:
        extra += struct.pack("<HHHHBH", _AES_FIELD, 7, 2, 0x4541, found[1], 0)
    sizes = 0xFFFFFFFF
    method = 0 if found is None else AES
    yield b"PK\x03\x04"
    yield struct.pack("<HHHHHIIIHH", 51, 1, method, 0, 0, check << 24, sizes, sizes, 0, len(extra)) + extra
    yield from packed
