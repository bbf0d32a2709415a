"""Keys of a case: one random case key; sub-keys by HKDF; none on the command line.

Key file: 32 random bytes as 64 hexadecimal digits. Passphrase: scrypt (n = 2^16, r = 8, p = 1; 64 MiB).
A known-answer token in the case tells a wrong key from damaged data. Who holds the case key: `case/keyset.py`.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from leakassay.model.errors import CaseKeyError

KEY_BYTES = 32
NONCE_BYTES = 12
_KNOWN_ANSWER = b"leakassay case key"


class CaseKeys:
    """Sub-keys of one case.

    Args:
        master: the case key, 32 bytes.
        earlier: audit keys of earlier case keys, each with the number of the last entry it chained.
    """

    def __init__(self, master: bytes, earlier: tuple[tuple[int, bytes], ...] = ()) -> None:
        self._master = master
        self.earlier = earlier
        self.names = AESGCM(self.derive("names"))
        self.spool = self.derive("spool")
        self.audit = self.derive("audit")
        self.parts = self.derive("parts")

    def __repr__(self) -> str:
        return "CaseKeys(…)"

    @property
    def master(self) -> bytes:
        """The case key, for handing to a guard over a pipe; never to a cell."""
        return self._master

    def derive(self, purpose: str) -> bytes:
        """A 32-byte sub-key for one purpose."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"leakassay/1/" + purpose.encode()).derive(
            self._master
        )

    def part_key(self, name: str) -> bytes:
        """A key of its own for each part, so that no AES-GCM key ever meets a nonce twice."""
        return hmac.digest(self.parts, name.encode(), "sha256")

    def seal_name(self, name: bytes) -> bytes:
        """Encrypt a path component for the ledger: nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.names.encrypt(nonce, name, None)

    def open_name(self, sealed: bytes) -> bytes:
        """Undo `seal_name`.

        Raises:
            CaseKeyError: it was sealed under another key, or changed.
        """
        try:
            return self.names.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except InvalidTag:
            raise CaseKeyError(
                "a name in the ledger does not open: it was changed, or belongs to another case"
            ) from None


def new_key_file(path: Path) -> bytes:
    """Write a fresh operator key, mode 0600, durably.

    Raises:
        CaseKeyError: the file exists; a key is never overwritten.
    """
    key = secrets.token_bytes(KEY_BYTES)
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise CaseKeyError(f"{path} exists already; a key is never overwritten: name it with --key-file") from None
    except OSError as error:
        raise CaseKeyError(
            f"the key file {path} cannot be written ({error.strerror}); name another place with --key-file"
        ) from None
    with os.fdopen(fd, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """An operator key from a passphrase (scrypt, 64 MiB)."""
    return Scrypt(salt=salt, length=KEY_BYTES, n=1 << 16, r=8, p=1).derive(passphrase.encode())


def known_answer(master: bytes) -> str:
    """A token that only this case key gives, hexadecimal."""
    return hmac.digest(master, _KNOWN_ANSWER, "sha256").hex()


def new_keys() -> CaseKeys:
    """A new case key."""
    return CaseKeys(secrets.token_bytes(KEY_BYTES))


def unwrap_first(operator_key: bytes, said: dict[str, str]) -> CaseKeys:
    """Open the case key of format 1, which had one holder.

    Args:
        operator_key: 32 bytes from a key file or a passphrase.
        said: `key` of its `case.json`: salt, wrapped, known_answer, by; hexadecimal.

    Raises:
        CaseKeyError: the operator's key is not the one that wrapped it.
    """
    try:
        wrapped, salt, answer = (bytes.fromhex(said[word]) for word in ("wrapped", "salt", "known_answer"))
        master = AESGCM(operator_key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], salt)
    except InvalidTag:
        raise CaseKeyError(
            "this key does not open this case; the one it was made with was expected: name it with --key-file"
        ) from None
    except (ValueError, TypeError):
        raise CaseKeyError("case.json does not hold a wrapped key; restore it from a copy") from None
    if not hmac.compare_digest(bytes.fromhex(known_answer(master)), answer):
        raise CaseKeyError("the case key does not give its known answer: case.json was changed; restore it from a copy")
    return CaseKeys(master)
