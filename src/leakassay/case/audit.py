"""The audit log: one JSON line an entry, chained by HMAC; a reveal is answered only after its entry is durable.

It says who, when, why and what was asked for, never the value. Cutting its tail is seen only against a checkpoint
kept elsewhere (`head`).
"""

from __future__ import annotations

import fcntl
import getpass
import hmac
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leakassay.case.part import as_space_error
from leakassay.model.errors import IntegrityError

_FIRST = "0" * 64


class AuditLog:
    """The open log of a case.

    Args:
        path: `audit.log` of the case.
        key: the audit key of the case.
        clock: what time it is, UTC.
    """

    def __init__(self, path: Path, key: bytes, clock: Any = None) -> None:
        self._path = path
        self._key = key
        self._clock = clock or (lambda: datetime.now(UTC))
        self._count, self._head = self.verify()

    def _chain(self, previous: str, said: bytes) -> str:
        return hmac.new(self._key, previous.encode() + b"\n" + said, "sha256").hexdigest()

    def verify(self) -> tuple[int, str]:
        """Check the chain from its start.

        Returns:
            Number of entries and the hash of the last: the checkpoint to keep elsewhere.

        Raises:
            IntegrityError: an entry was changed, moved, removed or added.
        """
        count, head = 0, _FIRST
        if self._path.exists():
            *lines, torn = self._path.read_bytes().split(b"\n")
            if torn:
                raise IntegrityError("audit log: its last entry is cut off; it was changed")
            for line in lines:
                said, _, mark = line.rpartition(b" ")
                due = self._chain(head, said)
                if not hmac.compare_digest(mark, due.encode()):
                    raise IntegrityError(f"audit log: entry {count + 1} does not continue the chain; it was changed")
                count, head = count + 1, due
        return count, head

    @property
    def head(self) -> tuple[int, str]:
        """Number of entries and hash of the last."""
        return self._count, self._head

    def append(self, action: str, **facts: object) -> None:
        """Add an entry; it is on disk when this returns.

        Raises:
            SpaceError: no room; nothing was added.
            IntegrityError: the log was changed since it was opened.
        """
        fd = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)  # two reveals at once: the later continues the chain of the earlier
            self._count, self._head = self.verify()
            said = json.dumps(
                {"n": self._count + 1, "at": self._clock().isoformat(), "who": _who(), "action": action, **facts},
                sort_keys=True,
                separators=(",", ":"),
            ).encode()
            mark = self._chain(self._head, said)
            self._put(fd, said + f" {mark}\n".encode())
        finally:
            os.close(fd)
        self._count, self._head = self._count + 1, mark

    def _put(self, fd: int, line: bytes) -> None:
        """All of a line, durably, or none of it."""
        before = os.fstat(fd).st_size
        try:
            at = 0
            while at < len(line):
                at += os.write(fd, line[at:])
            os.fdatasync(fd)
        except OSError as error:
            os.ftruncate(fd, before)
            raise as_space_error(error, self._path.parent) from error


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the password file
        return str(os.getuid())
