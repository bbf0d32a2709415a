"""Opening a case from the terminal: where its key comes from, and what is said about it."""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from leakassay.model.errors import CaseKeyError

if TYPE_CHECKING:
    from leakassay.case.case import Case


def create_or_open(folder: Path, key_file: Path | None, *, ask: bool = True) -> tuple[Case, bool]:
    """Open a case, or make it.

    Args:
        folder: the case's folder.
        key_file: the operator's key; asked for or written beside the case when not given.
        ask: False for rehearsals: never prompt, a new key lies beside the case.

    Returns:
        The case, and whether it is new.
    """
    from leakassay.case import case as cases

    if cases.exists(folder):
        return open_existing(folder, key_file), False
    salt = secrets.token_bytes(16)
    key, by = _new_key(folder, key_file, salt, ask=ask)
    return cases.create(folder, key, by=by, salt=salt), True


def _new_key(folder: Path, key_file: Path | None, salt: bytes, *, ask: bool) -> tuple[bytes, str]:
    from leakassay.case import keys
    from leakassay.case.case import key_path

    if key_file is not None:
        return (keys.read_key_file(key_file) if key_file.exists() else keys.new_key_file(key_file)), "key_file"
    if ask and sys.stdin.isatty():
        first = getpass.getpass("Passphrase for the new case: ")
        if len(first) < 12:
            raise CaseKeyError("the passphrase has fewer than 12 characters; choose a longer one, or use --key-file")
        if getpass.getpass("Once more: ") != first:
            raise CaseKeyError("the two passphrases differ; nothing was made: run again")
        return keys.from_passphrase(first, salt), "passphrase"
    beside = key_path(folder)
    if beside.exists():
        raise CaseKeyError(
            f"{beside} lies here already but {folder} holds no case; remove it, or name it with --key-file to use it"
        )
    beside.parent.mkdir(parents=True, exist_ok=True)
    return keys.new_key_file(beside), "key_file"


def open_existing(folder: Path, key_file: Path | None) -> Case:
    """Open a case that is there.

    Raises:
        CaseExistsError: there is none.
        CaseKeyError: the key is missing or wrong.
    """
    from leakassay.case import case as cases
    from leakassay.case import keys

    said = cases.describe(folder)
    if said["key"]["by"] == "passphrase" and key_file is None:
        if not sys.stdin.isatty():
            raise CaseKeyError(f"the case {folder} is under a passphrase and there is no terminal to ask for it")
        key = keys.from_passphrase(getpass.getpass("Passphrase of the case: "), bytes.fromhex(said["key"]["salt"]))
    else:
        key = keys.read_key_file(key_file or _beside(folder))
    return cases.open_case(folder, key)


def _beside(folder: Path) -> Path:
    from leakassay.case.case import key_path

    beside = key_path(folder)
    if not os.path.lexists(beside):
        raise CaseKeyError(f"the key of {folder} was expected at {beside} and is not there; name it with --key-file")
    return beside
