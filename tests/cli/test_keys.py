"""`leakassay keys`: from the terminal, with secrets in files and descriptors, never in an argument."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from cli.terminal import leakassay, small_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    shutil.copytree(small_case(), tmp_path / "case")
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    return tmp_path / "case"


def with_fd(line: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command with a line on a descriptor of its own, in place of FD."""
    read, write = os.pipe()
    os.write(write, line.encode())
    os.close(write)
    said = [str(read) if word == "FD" else str(word) for word in words]
    try:
        return subprocess.run(
            [sys.executable, "-m", "leakassay.cli", *said],
            check=False, capture_output=True, text=True, pass_fds=[read], stdin=subprocess.DEVNULL,
        )  # fmt: skip
    finally:
        os.close(read)


def test_an_age_recipient_opens_the_case_with_their_identity_file(case: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "me").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    leakassay("keys", "add", case, "--recipient", str(identity.to_public()), "--name", "dpo")
    (tmp_path / "case.key").unlink()
    said = leakassay("keys", "list", case, "--key-file", tmp_path / "me").stdout
    assert "dpo *" in said
    assert "AGE-SECRET" not in said
    assert "Everything matches." in leakassay("verify", case, "--key-file", tmp_path / "me").stdout


def test_a_passphrase_is_handed_over_by_descriptor(case: Path, tmp_path: Path) -> None:
    added = with_fd("tulips from amsterdam\n", "keys", "add", case, "--passphrase-fd", "FD")
    assert added.returncode == 0, added.stderr
    (tmp_path / "case.key").unlink()
    found = with_fd("tulips from amsterdam\n", "verify", case, "--passphrase-fd", "FD")
    assert "Everything matches." in found.stdout
    wrong = with_fd("roses from amsterdam\n", "verify", case, "--passphrase-fd", "FD")
    assert (wrong.returncode, "tulips" in wrong.stderr + added.stdout) == (2, False)
    nothing = with_fd("", "verify", case)
    assert nothing.returncode == 2
    assert "--passphrase-fd" in nothing.stderr


def test_a_rotation_leaves_the_numbers_and_makes_the_removed_key_useless(case: Path, tmp_path: Path) -> None:
    leakassay("keys", "add", case, "--key-file", tmp_path / "second.key", "--name", "second")
    leakassay("keys", "remove", case, "operator", "--key-file", tmp_path / "second.key")
    assert "case key 2" in leakassay("keys", "rotate", case, "--key-file", tmp_path / "second.key").stdout
    found = leakassay("verify", case, check=False)
    assert found.returncode == 2
    for words in (("verify",), ("report", "--verify")):
        leakassay(words[0], case, *words[1:], "--key-file", tmp_path / "second.key")


def test_one_kind_of_key_is_added_at_a_time(case: Path, tmp_path: Path) -> None:
    for words in ((), ("--passphrase", "--key-file", tmp_path / "k")):
        found = leakassay("keys", "add", case, *words, check=False)
        assert found.returncode == 2
    assert not (tmp_path / "k").exists()


def test_a_new_case_may_belong_to_an_identity(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "a.txt").write_text("A note.\n")
    (tmp_path / "me").write_text(f"{pyrage.x25519.Identity.generate()}\n")
    run = ("run", tmp_path / "dump", "--case", tmp_path / "c", "--quiet", "--key-file", tmp_path / "me")
    leakassay(*run)
    leakassay(*run)
    assert "age" in leakassay("keys", "list", tmp_path / "c", "--key-file", tmp_path / "me").stdout
