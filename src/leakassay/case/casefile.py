"""`case.json`: the one clear file of a case: format, id, and the case key under the keys of its holders."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from leakassay.case.crash import crash_point
from leakassay.model.errors import CaseExistsError, CaseKeyError, OperatorError, SpaceError

FORMAT = 2
"""Version of the layout of a case; this code reads it and every earlier one."""

NAME = "case.json"
BEFORE = "case.json.1"
"""The file of format 1 while the case is migrated."""
DESTRUCTION = "destruction.json"

_SETTLED = frozenset({"epoch", "known_answer", "holders", "ring", "mark"})
_FIRST = frozenset({"salt", "wrapped", "known_answer", "by"})


def exists(folder: Path) -> bool:
    """True when the folder holds a case."""
    return (folder / NAME).is_file()


def read(folder: Path) -> dict[str, Any]:
    """What `case.json` says, in the format it is written in.

    Raises:
        CaseExistsError: there is none, it cannot be read, is of a newer format, or the case is closed.
        CaseKeyError: its keys are missing.
    """
    said = _parsed(folder)
    if said.get("format") not in range(1, FORMAT + 1) or isinstance(said["format"], bool):
        raise CaseExistsError(
            f"{folder} is of a case format that this version does not know; 1 to {FORMAT} were expected"
        )
    if "closed" in said:
        raise closed_error(folder, said)
    first, key = said["format"] == 1, said.get("key")
    whole = isinstance(key, dict) and set(key) == _FIRST if first else set(said) >= _SETTLED
    if not whole or not isinstance(said.get("case_id"), str):
        raise CaseKeyError(f"{folder}/{NAME} lacks its wrapped key; restore it from a copy")
    return said


def _parsed(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / NAME).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise CaseExistsError(f"{folder} holds no case; `leakassay run DUMP --case {folder}` makes one") from None
    except (OSError, ValueError):
        raise CaseExistsError(f"{folder}/{NAME} cannot be read; restore it from a copy") from None
    if not isinstance(said, dict):
        raise CaseExistsError(f"{folder}/{NAME} holds no case; restore it from a copy")
    return said


def is_closed(folder: Path) -> bool:
    """True when the case was closed: its keys are destroyed."""
    return exists(folder) and "closed" in _parsed(folder)


def refuse_closed(folder: Path) -> None:
    """For commands that need no key.

    Raises:
        CaseExistsError: the case is closed.
    """
    if exists(folder) and "closed" in (said := _parsed(folder)):
        raise closed_error(folder, said)


def closed_error(folder: Path, said: dict[str, Any]) -> CaseExistsError:
    """The sentence for a closed case."""
    return CaseExistsError(
        f"the case {folder} was closed at {said['closed']} and its keys are destroyed; "
        f"{folder / DESTRUCTION} says why, nothing in it can be opened again"
    )


def write(folder: Path, said: dict[str, Any]) -> None:
    """Put `case.json` in its place, wholly and durably.

    Raises:
        SpaceError: no room; the old file stays.
        OperatorError: the folder cannot be written.
    """
    durable(folder / NAME, json.dumps(said, indent=1) + "\n")


def is_draft(folder: Path) -> bool:
    """True when a run died while it made the case: there is a draft of `case.json` and nothing else."""
    return folder.is_dir() and [path.name for path in folder.iterdir()] == [NAME + ".new"]


def durable(path: Path, text: str, mode: int = 0o600) -> None:
    """Write a small text file so that it is there wholly or not at all, whatever stops the machine.

    Raises:
        SpaceError: no room.
        OperatorError: the place cannot be written.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            crash_point("case.write:before")
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        crash_point("case.write:after")
        crash_point("case.rename:before")
        temporary.replace(path)
        crash_point("case.rename:after")
        sync_folder(path.parent)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise SpaceError(
                f"no space left where {path} lies; free some and run again: what is done stays done"
            ) from error
        raise OperatorError(f"{path} cannot be written ({error.strerror}); choose another place") from None


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold a case: one run, migration, change of keys or closing at a time.

    Raises:
        CaseExistsError: another holds it.
    """
    fd = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CaseExistsError(
                f"another run holds the case {folder}; wait for it to end, or look with `leakassay status`"
            ) from None
        yield
    finally:
        os.close(fd)


def shred(path: Path) -> bool:
    """Overwrite a small file once and unlink it; a journal, a snapshot or an SSD may keep older blocks.

    Returns:
        False when there was none.
    """
    try:
        fd = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        left = os.fstat(fd).st_size
        while left > 0:
            left -= os.write(fd, os.urandom(min(left, 1 << 16)))
        os.fsync(fd)
    finally:
        os.close(fd)
    path.unlink()
    sync_folder(path.parent)
    return True
