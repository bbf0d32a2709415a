"""The judge's own walk over a folder: by descriptors, without following links, whatever names and depths there are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path


def entries(root: Path) -> Iterator[tuple[bytes, os.stat_result]]:
    """Everything below a folder that is no folder, with its status; one descriptor a level is held."""
    top = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    stack: list[tuple[int, bytes, list[bytes]]] = [(top, b"", _names(top))]
    while stack:
        fd, at, names = stack[-1]
        if not names:
            os.close(fd)
            stack.pop()
            continue
        name = names.pop()
        path = at + b"/" + name if at else name
        found = os.lstat(name, dir_fd=fd)
        if stat.S_ISDIR(found.st_mode):
            try:
                below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
            except PermissionError:
                yield path, found
                continue
            stack.append((below, path, _names(below)))
        else:
            yield path, found


def _names(fd: int) -> list[bytes]:
    return sorted((os.fsencode(name) for name in os.listdir(fd)), reverse=True)


def picture(root: Path, without: frozenset[bytes]) -> dict[bytes, tuple[int, ...]]:
    """Kind, size, time and inode of everything below a folder, but for some first components."""
    return {
        path: (found.st_mode, found.st_size, found.st_mtime_ns, found.st_ino, found.st_nlink)
        for path, found in entries(root)
        if path.split(b"/", 1)[0] not in without
    }
