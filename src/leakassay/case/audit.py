"""The audit log: one JSON line an entry, chained by HMAC; a reveal is answered only after its entry is durable.

It says who, when, why and what was asked for, never the value. Cutting its tail is seen only against a checkpoint
kept elsewhere (`case/checkpoint.py`). When the case key is rotated the chain goes on under the new audit key.
"""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leakassay.case.part import as_space_error
from leakassay.model.errors import IntegrityError

_FIRST = "0" * 64

CHECKPOINT_EVERY = 100
"""Entries between two checkpoints in the event log."""


def _nothing(*_: object) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Watch:
    """Who looks on.

    Attributes:
        before: called before an entry is written, under the log's lock; may refuse by raising.
        checkpoint: told number and head after every hundredth entry.
    """

    before: Callable[[], None] = _nothing
    checkpoint: Callable[[int, str], None] = _nothing


class AuditLog:
    """The open log of a case.

    Args:
        path: `audit.log` of the case.
        key: the audit key of the case.
        clock: what time it is, UTC.
        earlier: audit keys of earlier case keys, each with the number of the last entry it chained.
        watch: who looks on.
        mend: why a damaged tail is to be set aside; without it a damaged log is refused.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Any = None,
        *,
        earlier: Sequence[tuple[int, bytes]] = (),
        watch: Watch | None = None,
        mend: str = "",
    ) -> None:
        self._path = path
        self._keys = (*earlier, (1 << 62, key))
        self._clock = clock or (lambda: datetime.now(UTC))
        self._watch = watch or Watch()
        self._held = -1
        if mend:
            self.mend(mend)
        self._count, self._head = self.verify()

    def _chain(self, number: int, previous: str, said: bytes) -> str:
        key = next(key for last, key in self._keys if number <= last)
        return hmac.new(key, previous.encode() + b"\n" + said, "sha256").hexdigest()

    def _walk(self) -> Iterator[tuple[int, bytes, str, int]]:
        """Number, text, hash and end offset of each entry that continues the chain.

        Raises:
            IntegrityError: the first that does not.
        """
        head, at = _FIRST, 0
        if not self._path.exists():
            return
        *lines, torn = self._path.read_bytes().split(b"\n")
        for number, line in enumerate(lines, start=1):
            said, _, mark = line.rpartition(b" ")
            due = self._chain(number, head, said)
            if not hmac.compare_digest(mark, due.encode()):
                raise IntegrityError(
                    f"audit log: entry {number} does not continue the chain; it was changed, or the disk lost it: "
                    "hold the log against a checkpoint kept elsewhere (`leakassay verify CASE --checkpoint FILE`)"
                )
            head, at = due, at + len(line) + 1
            yield number, said, head, at
        if torn:
            raise IntegrityError(
                "audit log: its last entry is cut off; it was changed, or the machine stopped while it was written: "
                "`leakassay audit CASE --mend --reason …` sets the rest aside and goes on"
            )

    def verify(self) -> tuple[int, str]:
        """Check the chain from its start.

        Returns:
            Number of entries and the hash of the last: the checkpoint to keep elsewhere.

        Raises:
            IntegrityError: an entry was changed, moved, removed or added.
        """
        count, head = 0, _FIRST
        for count, _, head, _ in self._walk():  # noqa: B007  the last one counts
            pass
        return count, head

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every entry as it was written.

        Raises:
            IntegrityError: the chain breaks here; entries before it were given.
        """
        for _, said, _, _ in self._walk():
            yield json.loads(said)

    def head_at(self, number: int) -> str:
        """Hash of an entry; of number 0: of the empty log; "" when there are fewer entries."""
        if number == 0:
            return _FIRST
        return next((head for found, _, head, _ in self._walk() if found == number), "")

    @property
    def head(self) -> tuple[int, str]:
        """Number of entries and hash of the last."""
        return self._count, self._head

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else adds an entry meanwhile: for changes that the chain must agree with."""
        fd = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)  # two reveals at once: the later continues the chain of the earlier
            self._held = fd
            yield
        finally:
            self._held = -1
            os.close(fd)

    def append(self, action: str, **facts: object) -> None:
        """Add an entry; it is on disk when this returns.

        Raises:
            SpaceError: no room; nothing was added.
            IntegrityError: the log was changed since it was opened.
        """
        if self._held < 0:
            with self.held():
                return self.append(action, **facts)
        self._watch.before()
        self._count, self._head = self.verify()
        said = json.dumps(
            {"n": self._count + 1, "at": self._clock().isoformat(), "who": who(), "action": action, **facts},
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
        mark = self._chain(self._count + 1, self._head, said)
        self._put(self._held, said + f" {mark}\n".encode())
        self._count, self._head = self._count + 1, mark
        if self._count % CHECKPOINT_EVERY == 0:
            self._watch.checkpoint(self._count, self._head)
        return None

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

    def mend(self, reason: str) -> int:
        """Set a damaged tail aside (`audit.log.torn-N`, N the entries before it) and say so in an entry.

        Returns:
            Bytes set aside; 0 when nothing is damaged.
        """
        with self.held():
            good, count = self._good()
            whole = self._path.read_bytes()
            rest = whole[good:]
            if not rest:
                return 0
            aside = self._path.with_name(f"{self._path.name}.torn-{count}")
            with aside.open("ab") as file:  # a second damage at the same place is kept behind the first
                file.write(rest)
                file.flush()
                os.fsync(file.fileno())
            os.ftruncate(self._held, good)
            os.fsync(self._held)
            self.append(
                "tail_set_aside", bytes=len(rest), sha256=hashlib.sha256(rest).hexdigest(), after=count, reason=reason
            )
        return len(rest)

    def _good(self) -> tuple[int, int]:
        """Where the unbroken chain ends, and its number of entries."""
        at = count = 0
        try:
            for number, _, _, end in self._walk():
                at, count = end, number
        except IntegrityError:
            return at, count
        return at, count


def who() -> str:
    """The account that asks."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the password file
        return str(os.getuid())
