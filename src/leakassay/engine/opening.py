"""How the guard opens an item: by descriptor from the source's root, never through a link, and stat'd twice."""

from __future__ import annotations

import hashlib
import os
import stat

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
Stamp = tuple[int, int, int, int]


def stamp_of(status: os.stat_result) -> Stamp:
    """What must not change until an item is read: size, inode, mtime and ctime in nanoseconds.

    Not the device: its number may be another after a reboot, and the run goes on then.
    """
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def open_beneath(root: int, path: bytes) -> int:
    """Open a regular file below a directory descriptor, component by component.

    Args:
        root: descriptor of the source's root folder.
        path: components joined by "/", as bytes; "" opens nothing.

    Raises:
        ItemError: a component is a link, is gone, cannot be read, or the end is no regular file.
    """
    at = os.dup(root)
    try:
        parts = path.split(b"/")
        for folder in parts[:-1]:
            below = os.open(folder, _FLAGS | os.O_DIRECTORY, dir_fd=at)
            os.close(at)
            at = below
        fd = os.open(parts[-1], _FLAGS, dir_fd=at)
    except FileNotFoundError:
        raise ItemError(Reason.VANISHED, outcome=Outcome.REFUSED) from None
    except OSError as error:
        reason = Reason.SYMLINK if error.errno in {40, 20} else Reason.UNREADABLE  # ELOOP, ENOTDIR
        raise ItemError(reason, outcome=Outcome.REFUSED) from None
    finally:
        os.close(at)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise ItemError(Reason.SPECIAL_FILE, outcome=Outcome.REFUSED)
    return fd


def check_unchanged(fd: int, size: int, stamp: tuple[int, ...]) -> None:
    """Hold an open source file against what was listed.

    Raises:
        ItemError: it is not the file that was listed.
    """
    status = os.fstat(fd)
    if status.st_size != size or (stamp and stamp_of(status) != stamp):
        raise ItemError(Reason.CHANGED, outcome=Outcome.REFUSED)


class Digests:
    """SHA-256, and one hash more where a list of known files asks for it.

    Args:
        other: "sha1", "md5", or "" for none.
    """

    def __init__(self, other: str = "") -> None:
        self._sha256 = hashlib.sha256()
        self._other = hashlib.new(other, usedforsecurity=False) if other else None

    def update(self, piece: bytes | memoryview) -> None:
        """Take bytes in."""
        self._sha256.update(piece)
        if self._other is not None:
            self._other.update(piece)

    @property
    def sha256(self) -> str:
        """Of all bytes so far, hexadecimal."""
        return self._sha256.hexdigest()

    @property
    def other(self) -> str:
        """The same by the other hash; "" for none."""
        return "" if self._other is None else self._other.hexdigest()


def digests_of(fd: int, size: int, other: str = "") -> Digests:
    """Hash a descriptor from its start.

    Raises:
        ItemError: it cannot be read, or ends elsewhere than at `size`.
    """
    digest = Digests(other)
    at = 0
    try:
        while at <= size and (piece := os.pread(fd, 1 << 20, at)):  # a file that grows is not chased
            digest.update(piece)
            at += len(piece)
    except OSError:
        raise ItemError(Reason.UNREADABLE, outcome=Outcome.REFUSED) from None
    if at != size:
        raise ItemError(Reason.CHANGED, outcome=Outcome.REFUSED)
    return digest


def sha256_of(fd: int, size: int) -> str:
    """SHA-256 of a descriptor from its start, hexadecimal.

    Raises:
        ItemError: it cannot be read, or ends elsewhere than at `size`.
    """
    return digests_of(fd, size).sha256
