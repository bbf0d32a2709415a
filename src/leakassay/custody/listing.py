"""Listing a dump: every entry once, in byte order, without following a link or opening a special file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.engine.opening import Stamp, stamp_of
from leakassay.model.errors import DumpError
from leakassay.model.outcomes import Outcome, Reason

MAX_FOLDER_DEPTH = 4096
"""Folders inside folders; more is a loop that the file system does not admit."""


@dataclass(frozen=True)
class Entry:
    """One entry of a dump.

    Attributes:
        path: components below the root joined by "/", as bytes.
        size: bytes of a regular file; 0 for anything else.
        modified_at: seconds since 1970.
        stamp: what must not change until it is read.
        outcome: set when it will not be opened.
        reason: why.
    """

    path: bytes
    size: int
    modified_at: int
    stamp: Stamp
    outcome: Outcome | None = None
    reason: Reason = Reason.NONE


def root_of(dump: os.PathLike[str] | str) -> tuple[bytes, bytes]:
    """The folder to walk and, for a dump that is a single file, the file's name (else b"").

    Raises:
        DumpError: there is nothing that can be analysed.
    """
    path = os.fsencode(os.path.abspath(dump))  # noqa: PTH100  bytes paths: names need not be text
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        raise DumpError(
            f"the dump {dump} does not exist; give the folder, archive or file that was published"
        ) from None
    except OSError as error:
        raise DumpError(f"the dump {dump} cannot be looked at: {error.strerror}; check its permissions") from None
    if stat.S_ISDIR(status.st_mode):
        return path, b""
    if stat.S_ISREG(status.st_mode):
        folder, name = os.path.split(path)
        return folder, name
    raise DumpError(
        f"the dump {dump} is neither a folder nor a regular file; give the real one (links are not followed)"
    )


def entries(root: bytes, single: bytes = b"") -> Iterator[Entry]:
    """Walk a dump.

    Args:
        root: folder to walk.
        single: walk this one file only.

    Yields:
        Every file, link, special file and unreadable folder, folder by folder, in the byte order of names.
    """
    if single:
        yield _entry(os.lstat(root + b"/" + single), single)
        return
    try:
        top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise DumpError(f"the folder of the dump cannot be opened: {error.strerror}; check its permissions") from None
    try:
        yield from _walk(top)
    finally:
        os.close(top)


def look_again(root: bytes, path: bytes) -> Entry | None:
    """One entry of a dump as it is now; None when it cannot be looked at.

    Args:
        root: folder of the source.
        path: components below it.
    """
    folder, _, name = path.rpartition(b"/")
    try:
        top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fd = _open_folder(top, folder)
        try:
            return _entry(os.lstat(name, dir_fd=fd), path)
        finally:
            os.close(fd)
    except OSError:
        return None
    finally:
        os.close(top)


def _walk(top: int) -> Iterator[Entry]:
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        try:
            fd = _open_folder(top, folder)
        except OSError as error:
            yield Entry(folder, 0, 0, (0, 0, 0, 0), Outcome.REFUSED, _why(error))
            continue
        below = []
        try:
            try:
                names = sorted(os.fsencode(entry) for entry in os.listdir(fd))  # noqa: PTH208  pathlib lists no descriptors
            except OSError as error:
                yield Entry(folder, 0, 0, (0, 0, 0, 0), Outcome.REFUSED, _why(error))
                continue
            for name in names:
                path = folder + b"/" + name if folder else name
                try:
                    status = os.lstat(name, dir_fd=fd)
                except OSError as error:
                    yield Entry(path, 0, 0, (0, 0, 0, 0), Outcome.REFUSED, _why(error))
                    continue
                if stat.S_ISDIR(status.st_mode):
                    below.append(path)
                else:
                    yield _entry(status, path)
        finally:
            os.close(fd)
        waiting.extend(reversed(below))


def _open_folder(top: int, folder: bytes) -> int:
    at = os.dup(top)
    parts = folder.split(b"/") if folder else []
    if len(parts) > MAX_FOLDER_DEPTH:
        os.close(at)
        raise OSError(40, "too deep")
    for part in parts:
        try:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
        finally:
            os.close(at)
        at = below
    return at


def _why(error: OSError) -> Reason:
    return Reason.VANISHED if isinstance(error, FileNotFoundError) else Reason.UNREADABLE


def _entry(status: os.stat_result, path: bytes) -> Entry:
    modified, stamp = int(status.st_mtime), stamp_of(status)
    if stat.S_ISREG(status.st_mode):
        return Entry(path, status.st_size, modified, stamp)
    reason = Reason.SYMLINK if stat.S_ISLNK(status.st_mode) else Reason.SPECIAL_FILE
    return Entry(path, 0, modified, stamp, Outcome.REFUSED, reason)
