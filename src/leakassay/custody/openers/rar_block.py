"""What the headers of RAR 4 and RAR 5 say of a file, in one shape; parts of a file in several volumes, joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

STORED = 0
"""Method: no compression."""


@dataclass(frozen=True)
class Span:
    """One volume in the item.

    Attributes:
        start: its first byte.
        stop: one past its last.
        is_missing: it is not there.
        is_first: of the set; `is_last` likewise.
    """

    start: int
    stop: int
    is_missing: bool = False
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True)
class Seal:
    """How bytes are encrypted.

    Attributes:
        salt: of the key.
        start: the block that AES begins with; RAR 3 derives it with the key.
        power: hashings as a power of two; -1 for RAR 3, which fixes them.
        check: 8 bytes that tell a right password from a wrong one; empty where there are none.
        is_keyed_sum: the checksum is one of RAR 5 that depends on the key.
    """

    salt: bytes
    start: bytes = b""
    power: int = -1
    check: bytes = b""
    is_keyed_sum: bool = False


@dataclass(frozen=True)
class File:
    """One file, or the part of one that lies in one volume.

    Attributes:
        name: bytes as stored; UTF-8 where the archive stores characters.
        parts: (offset in the item, bytes) of its packed data.
        unpacked: bytes that the header promises.
        crc: CRC-32 of them; None where not stated.
        digest: BLAKE2sp of them, as a record of a RAR 5 header; else empty.
        form: 4 or 5.
        version: of the packer that is needed: 15, 20, 26, 29; of RAR 5: 0.
        method: 0 stored, 1 to 5 compressed.
        window: the method's dictionary, as the header words it.
        is_solid: needs what was unpacked before it.
        hindrance: a link or a device.
        begins: False when its beginning lies in a volume that was not seen.
        ends: False when its end does.
        is_cut: the volume ends inside its data.
    """

    name: bytes
    parts: tuple[tuple[int, int], ...]
    unpacked: int
    crc: int | None
    form: int
    version: int
    method: int
    window: int
    is_solid: bool
    is_folder: bool
    modified_at: int | None
    digest: bytes = b""
    hindrance: tuple[Outcome, Reason] | None = None
    seal: Seal | None = None
    begins: bool = True
    ends: bool = True
    is_cut: bool = False

    @property
    def packed(self) -> int:
        """Bytes of its packed data that are there."""
        return sum(size for _, size in self.parts)


Block = File | Gap
"""What a walk over headers gives."""


def clipped(file: File, offset: int, size: int, stop: int) -> File:
    """The file with its data, which cannot reach beyond the volume."""
    there = max(0, min(size, stop - offset))
    return replace(file, parts=((offset, there),) if there else (), is_cut=there < size)


def rest(reason: Reason, at: int, stop: int) -> Gap:
    """What a damaged or cut header leaves unread of a volume."""
    return Gap(reason, max(0, stop - at))


def joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Files whole: a part that goes on is joined with the next one of that name."""
    waiting: File | None = None
    for block in blocks:
        if isinstance(block, Gap):
            if waiting is not None:  # what follows a hole does not go on from what lies before it
                yield waiting
                waiting = None
            yield block
            continue
        if waiting is not None and not block.begins and block.name == waiting.name:
            # the last part bears the checksum of all
            waiting = replace(
                waiting, parts=waiting.parts + block.parts, crc=block.crc, digest=block.digest, ends=block.ends
            )
        else:
            if waiting is not None:
                yield waiting
            waiting = block
        if waiting.ends:
            yield waiting
            waiting = None
    if waiting is not None:
        yield waiting


class Bytes:
    """A header read from front to end; a step beyond it is damage."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    @property
    def left(self) -> int:
        """Bytes behind this place."""
        return len(self.raw) - self.at

    def take(self, count: int) -> bytes:
        """That many bytes."""
        if not 0 <= count <= self.left:
            raise ItemError(Reason.MALFORMED)
        self.at += count
        return self.raw[self.at - count : self.at]

    def number(self, width: int) -> int:
        """A little-endian number."""
        return int.from_bytes(self.take(width), "little")

    def variable(self) -> int:
        """A number of RAR 5: seven bits a byte, the highest bit says that more follow."""
        value = 0
        for shift in range(0, 70, 7):
            byte = self.number(1)
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
        raise ItemError(Reason.MALFORMED)


def variable(value: int) -> bytes:
    """A number as RAR 5 writes it."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))
