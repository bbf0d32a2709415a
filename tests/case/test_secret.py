"""What a holder brings: a key file, an age identity or a passphrase; anything else is one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.case import secret
from leakassay.case.secret import Identities, Passphrase
from leakassay.model.errors import CaseKeyError


def test_a_key_file_and_an_identity_file_are_told_apart(tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "hex").write_text("ab" * 32 + "\n")
    (tmp_path / "age").write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    assert secret.read_secret(tmp_path / "hex") == b"\xab" * 32
    found = secret.read_secret(tmp_path / "age")
    assert isinstance(found, Identities)
    assert str(found.keys[0].to_public()) == str(identity.to_public())


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"ab" * 31, b"\xff" * 64, b"zz" * 32, b"AGE-SECRET-KEY-1QQ", b"# AGE-SECRET-KEY- is what I lost"],
)
def test_a_file_that_is_no_key_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(CaseKeyError) as found:
        secret.read_secret(tmp_path / "k")
    assert "QQ" not in str(found.value)


@given(content=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_file_is_a_key_or_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(content)
    try:
        found = secret.read_secret(tmp_path / "k")
    except CaseKeyError:
        return
    assert len(found) == 32


def test_a_missing_file_and_a_strange_recipient_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaseKeyError, match="--key-file"):
        secret.read_secret(tmp_path / "none")
    with pytest.raises(CaseKeyError, match="--recipient"):
        secret.recipient("age1nobody")


def given_by(content: bytes) -> int:
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    return read


def test_a_passphrase_comes_from_the_first_line_of_a_descriptor() -> None:
    fd = given_by("größte Vorsicht, bitte\r\nnext line".encode())
    assert secret.read_passphrase(fd) == Passphrase("größte Vorsicht, bitte")
    assert os.read(fd, 99) == b"next line"
    os.close(fd)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n"])
def test_a_descriptor_without_a_passphrase_is_refused(content: bytes) -> None:
    fd = given_by(content)
    with pytest.raises(CaseKeyError, match="descriptor"):
        secret.read_passphrase(fd)
    os.close(fd)


def test_a_descriptor_that_is_not_open_is_named() -> None:
    gone = given_by(b"x")
    os.close(gone)
    with pytest.raises(CaseKeyError, match="--passphrase-fd"):
        secret.read_passphrase(gone)


def test_a_new_passphrase_is_long_enough_and_none_is_shown() -> None:
    fd = given_by(b"short\n")
    with pytest.raises(CaseKeyError, match="fewer than 12"):
        secret.read_passphrase(fd, new=True)
    os.close(fd)
    assert "tulip" not in repr(Passphrase("tulip tulip tulip"))
