"""Opening a case from the terminal: where its key comes from, and what is said about it."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from leakassay.model.errors import CaseKeyError, OperatorError

if TYPE_CHECKING:
    from leakassay.case.case import Case
    from leakassay.case.secret import Passphrase, Secret
    from leakassay.case.signature import Signer


def create_or_open(
    folder: Path, key_file: Path | None, *, ask: bool = True, passphrase_fd: int | None = None
) -> tuple[Case, bool]:
    """Open a case, or make it.

    Args:
        folder: the case's folder.
        key_file: the operator's key or age identity; asked for or written beside the case when not given.
        ask: False for rehearsals: never prompt, a new key lies beside the case.
        passphrase_fd: a descriptor that gives the passphrase.

    Returns:
        The case, and whether it is new.
    """
    from leakassay.case import case as cases

    if cases.exists(folder):
        return open_existing(folder, key_file, passphrase_fd=passphrase_fd), False
    return cases.create(folder, _new_secret(folder, key_file, passphrase_fd, ask=ask)), True


def _new_secret(folder: Path, key_file: Path | None, passphrase_fd: int | None, *, ask: bool) -> Secret:
    from leakassay.case import keys, secret
    from leakassay.case.case import key_path
    from leakassay.case.casefile import is_draft

    if key_file is not None:
        return secret.read_secret(key_file) if key_file.exists() else keys.new_key_file(key_file)
    if passphrase_fd is not None:
        return secret.read_passphrase(passphrase_fd, new=True)
    if ask and sys.stdin.isatty():
        return new_passphrase("Passphrase for the new case: ")
    beside = key_path(folder)
    if beside.exists() and is_draft(folder):  # its run died between the key and the case: nothing is under it yet
        return secret.read_secret(beside)
    if beside.exists():
        raise CaseKeyError(
            f"{beside} lies here already but {folder} holds no case; remove it, or name it with --key-file to use it"
        )
    beside.parent.mkdir(parents=True, exist_ok=True)
    return keys.new_key_file(beside)


def new_passphrase(question: str) -> Passphrase:
    """Ask for a new passphrase, twice.

    Raises:
        CaseKeyError: it is too short, or the two differ.
    """
    from leakassay.case import secret

    first = secret.checked(getpass.getpass(question))
    if getpass.getpass("Once more: ") != first.text:
        raise CaseKeyError("the two passphrases differ; nothing was made: run again")
    return first


def open_existing(folder: Path, key_file: Path | None, *, passphrase_fd: int | None = None, mend: str = "") -> Case:
    """Open a case that is there.

    Raises:
        CaseExistsError: there is none, or it is closed.
        CaseKeyError: the key is missing or wrong.
    """
    from leakassay.case import case as cases

    return cases.open_case(folder, secret_for(folder, key_file, passphrase_fd), mend=mend)


def secret_for(folder: Path, key_file: Path | None, passphrase_fd: int | None = None) -> Secret:
    """What opens a case: a named file, a descriptor, the key beside it, or the passphrase asked for; in this order.

    Raises:
        CaseExistsError: there is no case, or it is closed.
        CaseKeyError: nothing of these is there.
    """
    from leakassay.case import secret
    from leakassay.case.case import describe, key_path

    said = describe(folder)
    if key_file is not None:
        return secret.read_secret(key_file)
    if passphrase_fd is not None:
        return secret.read_passphrase(passphrase_fd)
    kinds = {said["key"]["by"]} if said["format"] == 1 else {holder["kind"] for holder in said["holders"]}
    beside = key_path(folder)
    if os.path.lexists(beside) and "key_file" in kinds:
        return secret.read_secret(beside)
    if "passphrase" not in kinds:
        raise CaseKeyError(f"the key of {folder} was expected at {beside} and is not there; name it with --key-file")
    if not sys.stdin.isatty():
        raise CaseKeyError(
            f"the case {folder} is under a passphrase and there is no terminal to ask for it; hand it over with "
            "--passphrase-fd, or name a key file"
        )
    return secret.Passphrase(getpass.getpass("Passphrase of the case: "))


def signer_of(path: Path | None, password_fd: int | None) -> Signer | None:
    """The operator's signing key, if one was named; its password is asked for or comes from a descriptor.

    Raises:
        OperatorError: it cannot be loaded.
    """
    if path is None:
        return None
    from leakassay.case import secret, signature

    def ask() -> str:
        if password_fd is not None:
            return secret.read_passphrase(password_fd).text
        if not sys.stdin.isatty():
            raise OperatorError(f"{path} has a password and there is no terminal to ask for it; use --sign-password-fd")
        return getpass.getpass(f"Password of {path}: ")

    return signature.load(path, ask)
