"""What a chat export speaks of and what lies beside it: files that are missing, and gaps in archives of many parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from leakassay.case.shelf import Shelf

MOST_MISSING = 100_000
"""Missing files of one export that get an item each; a hostile export may name a billion."""

_PART = re.compile(
    rb"(?P<stem>.+\.(?:7z|zip|rar|tar|gz)\.)(?P<number>\d{3,4})|(?P<rar>.+\.part)(?P<at>\d{1,4})\.rar", re.DOTALL
)

MOST_PARTS = 2000
"""Parts of one archive that are believed: 4 TB in the largest files that Telegram takes."""


@dataclass(frozen=True)
class Reference:
    """A file that an export refers to.

    Attributes:
        path: below the folder of the export.
        left_out: the export itself says that it is not there.
    """

    path: bytes
    left_out: bool = False


def references(shelf: Shelf) -> dict[int, list[Reference]]:
    """What each export that was read refers to, in the order of its messages, by item id."""
    spoken: dict[int, list[Reference]] = defaultdict(list)
    for row in shelf.sql("custody", "telegram_reference").to_pylist():
        spoken[row["item_id"]].append(Reference(row["path"].encode("utf-8", "surrogateescape"), row["left_out"]))
    return spoken


def missing(spoken_of: Iterable[Reference], folder: bytes, there: frozenset[bytes]) -> list[bytes]:
    """Files of an export that are not in the dump.

    Args:
        spoken_of: in the order of the messages.
        folder: of the export, with its slash; b"" at the top.
        there: names of everything in the same container or source.

    Returns:
        Their paths below the folder, each once: first those that messages name, in that order; then parts of archives
        that no message names but whose neighbours are there.
    """
    gone: dict[bytes, None] = {}
    spoken: set[bytes] = set()
    for one in spoken_of:
        spoken.add(one.path)
        is_there = folder + one.path in there or (one.left_out and _lies_beside(one.path, folder, there))
        if not is_there:
            gone[one.path] = None
    beside = {name[len(folder) :] for name in there if name.startswith(folder)}
    gone |= dict.fromkeys(_gaps(spoken | {name for name in beside if name.count(b"/") <= 1}))
    return list(gone)


def _lies_beside(name: bytes, folder: bytes, there: frozenset[bytes]) -> bool:
    """True when a file that was left out of the export was put beside it afterwards, as crews and analysts do."""
    return any(folder + place + name in there for place in (b"files/", b"video_files/", b"photos/"))


def _gaps(names: set[bytes]) -> list[bytes]:
    """Numbers lacking before the last part of an archive; a part that was left out is named without a folder."""
    parts: dict[tuple[bytes, bytes, int], set[int]] = {}
    folders: dict[tuple[bytes, bytes, int], bytes] = {}
    for name in sorted(names):
        place, slash, last = name.rpartition(b"/")
        found = _PART.fullmatch(last)
        if found:
            stem, digits = (found["stem"], found["number"]) if found["stem"] else (found["rar"], found["at"])
            key = (stem, b"" if found["stem"] else b".rar", len(digits))
            parts.setdefault(key, set()).add(int(digits))
            folders[key] = place + slash or folders.get(key, b"")
    lacking = []
    for key, numbers in sorted(parts.items()):
        stem, end, width = key
        if max(numbers) <= MOST_PARTS:
            gaps = (number for number in range(1, max(numbers)) if number not in numbers)
            lacking += [b"%s%s%0*d%s" % (folders[key], stem, width, number, end) for number in gaps]
    return lacking
