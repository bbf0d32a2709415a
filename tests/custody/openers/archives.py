"""Archives for the tests of openers, and openers run on them with passwords and volumes."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from custody import reading
from custody.reading import Opened
from leakassay.model.item import OpenItem, Volume, in_memory
from leakassay.model.member import Opening

Opener = Callable[[OpenItem, int], Iterator[Opening]]

DRAW = random.Random(7)
FILES = {
    "a.txt": b"NHS 999 000 0018\n" * 100,
    "empty": b"",
    "d/\u00e9t\u00e9.csv": bytes(DRAW.choices(b"0123456789,\n", k=70_000)),
    "b.bin": bytes(DRAW.choices(range(256), k=3_000)),
}


def seven_zip(files: dict[str, bytes] = FILES, **settings: Any) -> bytes:
    """A 7z as py7zr writes it."""
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **settings) as made:
        for name, data in files.items():
            made.writestr(data, name)
    return out.getvalue()


def opened(members: Opener, raw: bytes, name: str = "", *, first: int = 0, passwords: Sequence[str] = ()) -> Opened:
    """Open and read everything, with passwords."""

    def with_passwords(item: OpenItem, start: int) -> Iterator[Opening]:
        settings = {"passwords": tuple(passwords)}
        return members(OpenItem(item.fd, item.size, item.name, settings=settings), start)

    return reading.opened(with_passwords, raw, name, first)


def opened_set(members: Opener, parts: Sequence[bytes | int], *, passwords: Sequence[str] = ()) -> Opened:
    """Open a set of volumes; a number stands for a missing one of that size."""
    volumes = tuple(
        Volume(-1, part) if isinstance(part, int) else Volume(in_memory(part).fd, len(part)) for part in parts
    )
    size = sum(volume.size for volume in volumes)

    def over_volumes(item: OpenItem, start: int) -> Iterator[Opening]:
        settings = {"passwords": tuple(passwords)}
        return members(OpenItem(item.fd, size, "x.001", settings=settings, volumes=volumes), start)

    return reading.opened(over_volumes, b"\0" * size)


def contents(found: Opened) -> dict[str, bytes]:
    """What came out, by name."""
    return {member.name.decode(): found.contents[member.index] for member in found.members}


def mutants(raw: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """Copies with bytes changed, cut off, or a piece left out; the same ones every time."""
    draw = random.Random(seed)
    for _ in range(count):
        copy = bytearray(raw)
        for _ in range(draw.choice((1, 1, 2, 5, 20))):
            copy[draw.randrange(len(copy))] = draw.choice((0, 255, draw.randrange(256)))
        if draw.random() < 0.3:
            del copy[draw.randrange(len(copy)) :]
        elif draw.random() < 0.2:
            at = draw.randrange(len(copy))
            del copy[at : at + draw.randrange(1, 64)]
        yield bytes(copy)
