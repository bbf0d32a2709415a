"""Earlier leaks: their files' hashes, and which laboratory numbers of this dump already stood in them.

Only loose files are looked at, as bytes: nothing is opened, unpacked or followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import EarlierLeak, Profile

CHUNK = 4 << 20
"""Bytes looked at in one go."""
LONGEST_WORD = 32
"""Bytes of the longest laboratory number; so much is carried from one chunk into the next."""
LEAST_BYTES = 1024
"""Smaller files are forms and stubs that many dumps share."""
_WORD = re.compile(rb"[0-9A-Za-z][0-9A-Za-z/\-]{3,30}[0-9A-Za-z]")


@dataclass(frozen=True)
class Earlier:
    """What is known of all earlier leaks together.

    Attributes:
        given: how many the profile names.
        files: regular files in them.
        hashes: SHA-256 in hexadecimal of those from `LEAST_BYTES` on.
        specimens: laboratory numbers that were asked for and stand in them.
        faults: sentences about those that could not be used.
    """

    given: int = 0
    files: int = 0
    hashes: frozenset[str] = frozenset()
    specimens: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()


def look_up(profile: Profile, specimens: frozenset[str]) -> Earlier:
    """Look through the earlier leaks of the profile.

    Args:
        profile: names them.
        specimens: laboratory numbers of the dump to look for.

    Raises:
        ProfileError: one of them does not exist or cannot be read.
    """
    wanted = {specimen.encode() for specimen in specimens}
    hashes: set[str] = set()
    found: set[bytes] = set()
    files, faults = 0, []
    for place, leak in enumerate(profile.earlier_leak):
        before = files
        for path in _files(profile.resolve(leak.path), f"earlier_leak[{place}].path"):
            try:
                digest, size, words = _look(path, wanted)
            except OSError as error:
                raise ProfileError(
                    f"earlier_leak[{place}].path: a file in it cannot be read ({type(error).__name__}); put that right"
                ) from None
            files += 1
            found |= words
            if size >= LEAST_BYTES:
                hashes.add(digest)
        if files == before:
            faults.append(_empty(leak))
    texts = frozenset(word.decode() for word in found)
    return Earlier(len(profile.earlier_leak), files, frozenset(hashes), texts, tuple(faults))


def check(profile: Profile) -> None:
    """Refuse earlier leaks that are not there, without reading them.

    Raises:
        ProfileError: one of them does not exist or cannot be looked at.
    """
    for place, leak in enumerate(profile.earlier_leak):
        next(_files(profile.resolve(leak.path), f"earlier_leak[{place}].path"), None)


def _empty(leak: EarlierLeak) -> str:
    return f"The earlier leak '{leak.name}' holds no file: nothing was compared with it."


def _files(root: Path, where: str) -> Iterator[Path]:
    """Regular files at or below a path, in order of their names; links are not followed."""
    try:
        mode = root.stat().st_mode
    except OSError as error:
        raise ProfileError(f"{where}: it cannot be read ({type(error).__name__}); name a folder or file") from None
    if stat.S_ISREG(mode):
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if stat.S_ISREG(path.lstat().st_mode):
                yield path


def _look(path: Path, wanted: set[bytes]) -> tuple[str, int, set[bytes]]:
    """Hash and size of a file, and the wanted words in it."""
    digest = hashlib.sha256()
    found: set[bytes] = set()
    size, rest = 0, b""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if wanted:
                text = rest + chunk
                found |= wanted.intersection(_WORD.findall(text))
                rest = text[-LONGEST_WORD:]
    return digest.hexdigest(), size, found
