"""Images of disks: files of every partition, deleted ones too, alternate streams, and what no file owns.

Needs the extra `disk-images` (The Sleuth Kit, Apache-2.0; libvhdi, libvmdk, libqcow, LGPL); without it an image is
`reader_not_installed`. A partition behind BitLocker or LUKS is `encrypted`; one whose file system the library does not
know becomes one member, searched for letters.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import pytsk3

from leakassay.custody.openers.disk_files import FileSystem, Image, Stream, between, leftover
from leakassay.custody.openers.disk_media import FAULTS, Media, media
from leakassay.custody.openers.found import MAX_MEMBERS
from leakassay.custody.openers.peeked import peeked
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

MAX_PARTITIONS = 1_024
"""Looked at in one image; GPT has 128 as a rule."""

BETWEEN = b"$unpartitioned"
"""Name of the bytes outside all partitions."""

_SEALED = ((3, b"-FVE-FS-"), (0, b"LUKS\xba\xbe"))


class _Part(NamedTuple):
    """Bytes of a disk that hold a file system."""

    path: bytes
    begin: int
    end: int


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open an image.

    Args:
        item: the image.
        first: number of the member to begin with.

    Yields:
        Files by partition and path; links and devices, which are refused; deleted files under `$deleted`, refused
        (`limit_overlap`) where others own their blocks by now; blocks without an owner. Gaps of no bytes where a folder
        cannot be read, a file system is not known or a partition ends behind the image.

    Raises:
        ItemError: the image cannot be opened, or holds more than `MAX_MEMBERS` (refused: `limit_members`).
    """
    with media(item) as disk:
        left = item.size
        index = 0
        for one in _streams(disk):
            if isinstance(one, Gap):
                yield one
                continue
            if index >= MAX_MEMBERS:
                raise ItemError(Reason.LIMIT_MEMBERS, outcome=Outcome.REFUSED)
            packed = min(one.packed, left)
            left -= packed
            if index >= first:
                yield _member(index, one, packed, is_crossed=disk.is_raw and packed < one.packed)
            index += 1


def _member(index: int, one: Stream, packed: int, *, is_crossed: bool) -> Member:
    outcome, reason, chunks = one.outcome, one.reason, one.chunks
    if outcome is None and is_crossed:  # files of a sound disk share no block
        outcome, reason = Outcome.REFUSED, Reason.LIMIT_OVERLAP
    if outcome is None and one.size:
        outcome, reason, chunks = peeked(chunks)
    return Member(index, one.name, packed, one.size, one.modified_at, outcome, reason, chunks)


def _streams(disk: Media) -> Iterator[Stream | Gap]:
    image = Image(disk)
    parts = _partitions(image, disk)
    covered: list[tuple[int, int]] = []
    for part in parts:
        if part.end > disk.size:
            yield Gap(Reason.TRUNCATED)
        end = yield from _partition(image, disk, part)
        covered.append((part.begin, end))
    yield from leftover(disk, between(covered, 0, disk.size), BETWEEN)


def _partition(image: Image, disk: Media, part: _Part) -> Generator[Stream | Gap, None, int]:
    """One partition; returns where what was looked at ends."""
    head = disk.read(512, part.begin)
    end = max(part.begin, min(part.end, disk.size))
    if any(head[at : at + len(magic)] == magic for at, magic in _SEALED):
        yield Stream(part.path + b"$sealed", -1, end - part.begin, None, Outcome.ENCRYPTED, Reason.PASSWORD)
        return end
    try:
        files = FileSystem(image, part.begin, disk)
    except FAULTS:
        yield from leftover(disk, [(part.begin, end)], part.path + b"$unknown")
        yield Gap(Reason.SOME_PARTS_FAILED)
        return end
    for stream in files.streams():
        yield Stream(
            part.path + stream.name, stream.size, stream.packed, stream.modified_at, stream.outcome, stream.reason,
            stream.chunks,
        )  # fmt: skip
    if files.is_damaged:
        yield Gap(Reason.SOME_PARTS_FAILED)
    if files.end > disk.size:
        yield Gap(Reason.TRUNCATED)
    return max(part.begin, min(files.end, end))


def _partitions(image: Image, disk: Media) -> list[_Part]:
    """The partitions of a disk; the whole of it where it has none."""
    try:
        volume = pytsk3.Volume_Info(image)
        block = int(volume.info.block_size)
        found = [
            (int(part.start) * block, (int(part.start) + int(part.len)) * block)
            for _, part in zip(range(MAX_PARTITIONS), volume, strict=False)
            if part.flags & pytsk3.TSK_VS_PART_FLAG_ALLOC and part.len
        ]
    except FAULTS:
        found = []
    inside = [(begin, end) for begin, end in sorted(set(found)) if begin < disk.size]
    if not inside:
        return [_Part(b"", 0, disk.size)]
    return [_Part(b"partition%d/" % number, begin, end) for number, (begin, end) in enumerate(inside, 1)]
