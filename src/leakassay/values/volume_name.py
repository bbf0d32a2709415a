"""Names of the parts of an archive that was cut: x.7z.001, x.part1.rar, x.r00, x.z01; which set, and which number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_NUMBERED = re.compile(
    r"(?P<stem>.+\.(?:7z|zip|rar|tar|gz|bz2|xz|zst|tgz))\.(?P<number>\d{2,4})", re.IGNORECASE | re.DOTALL
)
_PART = re.compile(r"(?P<stem>.+)\.part(?P<number>\d{1,4})\.rar", re.IGNORECASE | re.DOTALL)
_OLD = re.compile(r"(?P<stem>.+)\.(?P<kind>[rz])(?P<number>\d{2,3})", re.IGNORECASE | re.DOTALL)

MOST = 5000
"""Parts of one set that are believed."""


class VolumeName(NamedTuple):
    """The set that a file belongs to, lower case, and its number in it, from 1."""

    archive: str
    number: int


def volume(name: str) -> VolumeName | None:
    """Tell a part by its name.

    Args:
        name: last component or path.

    Returns:
        None for a file that is no part of a set by its name. The last part of an old set bears the archive's own name
        (x.zip, x.rar) and is none either.
    """
    found = _NUMBERED.fullmatch(name)
    if found:
        return VolumeName(found["stem"].lower(), int(found["number"]))
    found = _PART.fullmatch(name)
    if found:
        return VolumeName(f"{found['stem']}.rar".lower(), int(found["number"]))
    found = _OLD.fullmatch(name)
    if found is None:
        return None
    kind = ".rar" if found["kind"].lower() == "r" else ".zip"
    return VolumeName((found["stem"] + kind).lower(), int(found["number"]) + (kind == ".rar"))


def lacking(names: Iterable[str]) -> Mapping[str, list[int]]:
    """Numbers that lack in each set, between its first part and the last that is there.

    Returns:
        Every set by its archive's name, in order; an empty list for one without gaps. What comes after the last part
        that is there, nobody can tell from names.
    """
    sets: dict[str, set[int]] = {}
    for name in names:
        found = volume(name)
        if found is not None:
            sets.setdefault(found.archive, set()).add(found.number)
    return {
        archive: [number for number in range(1, min(max(numbers), MOST)) if number not in numbers]
        for archive, numbers in sorted(sets.items())
    }
