"""What a holder brings to open a case: a key file, a passphrase, or age identities; read from a file or descriptor."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from leakassay.case.keys import KEY_BYTES
from leakassay.model.errors import CaseKeyError

IDENTITY = "AGE-SECRET-KEY-"
SHORTEST_PASSPHRASE = 12
"""Characters of a new passphrase."""
LONGEST_PASSPHRASE = 4096
"""Bytes read from a descriptor."""


@dataclass(frozen=True)
class Passphrase:
    """A passphrase; each holder who has one has a salt of their own."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Identities:
    """X25519 identities of an age file; any of them opens what was wrapped for it."""

    keys: tuple[pyrage.x25519.Identity, ...] = field(repr=False)


Secret = bytes | Passphrase | Identities
"""32 bytes of a key file, or one of the other two."""


def read_secret(path: Path) -> bytes | Identities:
    """Read a key file: 64 hexadecimal digits, or an age identity file.

    Raises:
        CaseKeyError: it is missing or neither.
    """
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise CaseKeyError(f"the key file {path} does not exist; name the right one with --key-file") from None
    except (OSError, ValueError):
        raise _no_key(path) from None
    if IDENTITY in text:
        return _identities(path, text)
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        raise _no_key(path) from None
    if len(key) != KEY_BYTES:
        raise CaseKeyError(f"the key file {path} holds {len(key)} bytes; {KEY_BYTES} were expected")
    return key


def _no_key(path: Path) -> CaseKeyError:
    return CaseKeyError(
        f"the key file {path} cannot be read as a key; 64 hexadecimal digits or an age identity file were expected "
        "(an identity file under a passphrase is to be decrypted first)"
    )


def _identities(path: Path, text: str) -> Identities:
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = tuple(pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith(IDENTITY))
    except pyrage.IdentityError:
        raise CaseKeyError(f"{path} holds an age identity that is none; X25519 identities were expected") from None
    if not found:
        raise _no_key(path)
    return Identities(found)


def recipient(word: str) -> pyrage.x25519.Recipient:
    """An age recipient from its text, `age1…`.

    Raises:
        CaseKeyError: it is none.
    """
    try:
        return pyrage.x25519.Recipient.from_str(word.strip())
    except pyrage.RecipientError:
        raise CaseKeyError(
            "--recipient: this is no age recipient of the X25519 kind; `age1` and 58 more characters were expected"
        ) from None


def read_passphrase(fd: int, *, new: bool = False) -> Passphrase:
    """Read a passphrase from a descriptor that was handed over: its first line.

    Args:
        fd: an open descriptor, such as 3 of `3<<<…`.
        new: True when it will protect a case: it must be long enough.

    Raises:
        CaseKeyError: the descriptor is not open, or gives no passphrase.
    """
    taken = b""
    try:
        while b"\n" not in taken and len(taken) < LONGEST_PASSPHRASE:
            piece = os.read(fd, 1)  # a byte at a time: what follows the line belongs to another reader
            if not piece:
                break
            taken += piece
    except OSError as error:
        raise CaseKeyError(
            f"descriptor {fd} gives no passphrase ({error.strerror}); open it as in `--passphrase-fd 3 3<FILE`"
        ) from None
    try:
        text = taken.partition(b"\n")[0].rstrip(b"\r").decode()
    except UnicodeDecodeError:
        raise CaseKeyError(f"what descriptor {fd} gives is no UTF-8; a passphrase on one line was expected") from None
    if not text:
        raise CaseKeyError(f"descriptor {fd} gave an empty line; a passphrase was expected")
    return checked(text) if new else Passphrase(text)


def checked(text: str) -> Passphrase:
    """A new passphrase.

    Raises:
        CaseKeyError: it is too short.
    """
    if len(text) < SHORTEST_PASSPHRASE:
        raise CaseKeyError(
            f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters; choose a longer one, or use --key-file"
        )
    return Passphrase(text)
