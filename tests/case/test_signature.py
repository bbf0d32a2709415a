"""Signatures: the operator's own Ed25519 key, and every other file refused in a sentence."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from leakassay.case import signature
from leakassay.model.errors import OperatorError


def pem(folder: Path, password: bytes = b"", key: Ed25519PrivateKey | X25519PrivateKey | None = None) -> Path:
    lock = BestAvailableEncryption(password) if password else NoEncryption()
    text = (key or Ed25519PrivateKey.generate()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    (folder / "signer.pem").write_bytes(text)
    return folder / "signer.pem"


def never() -> str:
    raise AssertionError("no password was needed")


def test_what_was_signed_is_checked_and_what_was_changed_is_seen(tmp_path: Path) -> None:
    signer = signature.load(pem(tmp_path), never)
    mark = signer.sign(b"data")
    assert signature.is_valid(signer.public, mark, b"data")
    assert not signature.is_valid(signer.public, mark, b"datb")
    assert not signature.is_valid(signer.public, mark[:-1], b"data")
    assert not signature.is_valid("no key", mark, b"data")
    assert (len(signature.fingerprint(signer.public)), signature.fingerprint("no key")) == (64, "")


def test_a_password_is_asked_for_and_a_wrong_one_is_said_to_be_one(tmp_path: Path) -> None:
    path = pem(tmp_path, b"open sesame")
    assert signature.load(path, lambda: "open sesame").public.startswith("-----BEGIN PUBLIC KEY")
    with pytest.raises(OperatorError, match="right password"):
        signature.load(path, lambda: "open sesami")


def test_another_kind_of_key_or_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="Ed25519 was expected"):
        signature.load(pem(tmp_path, key=X25519PrivateKey.generate()), never)
    (tmp_path / "text").write_text("no key")
    for path in (tmp_path / "text", tmp_path / "none"):
        with pytest.raises(OperatorError, match="--sign"):
            signature.load(path, never)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_checks_it_without_us(tmp_path: Path) -> None:
    signer = signature.load(pem(tmp_path), never)
    (tmp_path / "data").write_bytes(b"data")
    (tmp_path / "sig").write_bytes(signer.sign(b"data"))
    (tmp_path / "pub").write_text(signer.public)
    words = "openssl pkeyutl -verify -pubin -inkey pub -rawin -in data -sigfile sig"
    subprocess.run(words.split(), cwd=tmp_path, check=True, capture_output=True)
