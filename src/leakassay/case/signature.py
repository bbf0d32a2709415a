"""Ed25519 signatures by the operator's own key (PKCS8, PEM): over seals, checkpoints and destruction records.

A signature file holds 64 raw bytes; `openssl pkeyutl -verify -pubin -inkey KEY.pub -rawin -in FILE -sigfile FILE.sig`
checks it without us.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from leakassay.model.errors import OperatorError


class Signer:
    """The operator's signing key.

    Args:
        key: the private key.
    """

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "Signer(…)"

    def sign(self, data: bytes) -> bytes:
        """64 bytes over the data."""
        return self._key.sign(data)

    @property
    def public(self) -> str:
        """The public key, PEM."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def load(path: Path, ask: Callable[[], str]) -> Signer:
    """Load a private key.

    Args:
        path: PEM, PKCS8.
        ask: gives its password; called only when it has one.

    Raises:
        OperatorError: it is missing, of another kind, or the password is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"--sign: {path} cannot be read ({error.strerror}); name an Ed25519 key, PEM") from None
    password = ask().encode() if b"ENCRYPTED" in data else None
    try:
        key = load_pem_private_key(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise OperatorError(
            f"--sign: {path} does not open as a private key; PKCS8 in PEM and its right password were expected"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise OperatorError(
            f"--sign: {path} is of another kind; Ed25519 was expected: `openssl genpkey -algorithm ed25519` makes one"
        )
    return Signer(key)


def fingerprint(public: str) -> str:
    """SHA-256 of a public key's 32 bytes, hexadecimal; "" when it is none."""
    key = _public(public)
    return hashlib.sha256(key.public_bytes_raw()).hexdigest() if key else ""


def is_valid(public: str, signature: bytes, data: bytes) -> bool:
    """True when the owner of the public key signed these bytes."""
    key = _public(public)
    if key is None:
        return False
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _public(text: str) -> Ed25519PublicKey | None:
    try:
        key = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None
