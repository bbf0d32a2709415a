"""Files of one file system as The Sleuth Kit sees them: living ones, deleted ones that still lie there, the rest.

What hides where: alternate streams of a file, names and bytes of deleted files, blocks that no file owns and the slack
behind the last byte of a file in its last block (all of it but zeros becomes one member each).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytsk3

from leakassay.custody.openers.disk_media import FAULTS, Media
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

CHUNK = 1 << 20
"""Bytes of a file read at a time."""

MAX_DEPTH = 500
"""Folders in each other; none deeper is opened."""

MAX_DELETED = 1_000_000
"""Names of deleted files that are kept."""

DELETED = b"$deleted/"
"""Stands before the path of what was deleted."""

UNALLOCATED, SLACK = b"$unallocated", b"$slack"
"""Names of the blocks that no file owns, and of what stands behind the ends of files in their last blocks."""

_STREAMS: Final = frozenset(
    {
        pytsk3.TSK_FS_ATTR_TYPE_DEFAULT,
        pytsk3.TSK_FS_ATTR_TYPE_NTFS_DATA,
        pytsk3.TSK_FS_ATTR_TYPE_HFS_DEFAULT,
        pytsk3.TSK_FS_ATTR_TYPE_HFS_DATA,
        pytsk3.TSK_FS_ATTR_TYPE_HFS_RSRC,
    }
)
_ODD: Final = frozenset(
    {
        pytsk3.TSK_FS_META_TYPE_BLK,
        pytsk3.TSK_FS_META_TYPE_CHR,
        pytsk3.TSK_FS_META_TYPE_FIFO,
        pytsk3.TSK_FS_META_TYPE_SOCK,
    }
)
_FOLDERS: Final = frozenset({pytsk3.TSK_FS_META_TYPE_DIR, pytsk3.TSK_FS_META_TYPE_VIRT_DIR})


@dataclass(frozen=True)
class Stream:
    """One stream of a file, or of what no file owns.

    Attributes:
        name: path inside the file system.
        size: bytes, as the file system states.
        packed: bytes of the disk that hold it.
        modified_at: seconds since 1970; None where none is known.
        outcome: set when its bytes cannot be had.
        reason: why.
        chunks: its bytes; not read when there is an outcome.
    """

    name: bytes
    size: int = 0
    packed: int = 0
    modified_at: int | None = None
    outcome: Outcome | None = None
    reason: Reason = Reason.NONE
    chunks: Iterator[bytes] = field(default_factory=lambda: iter(()))


class Image(pytsk3.Img_Info):  # type: ignore[misc]  # a class of C
    """A disk as the library asks for it.

    Args:
        disk: its bytes.
    """

    def __init__(self, disk: Media) -> None:
        self._disk = disk
        super().__init__(url="", type=pytsk3.TSK_IMG_TYPE_EXTERNAL)

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of the disk; OSError where they cannot be had, whatever the reason."""
        try:
            return self._disk.read(size, offset)
        except (ItemError, *FAULTS) as error:
            raise OSError from error

    def get_size(self) -> int:
        """Bytes of the disk."""
        return self._disk.size

    def close(self) -> None:
        """The disk is closed by whoever opened it."""


class FileSystem:
    """One file system.

    Args:
        image: of the disk.
        offset: where it begins, in bytes.
        disk: the same disk, for blocks that no file owns.

    Raises:
        OSError: there is none that the library knows.
    """

    def __init__(self, image: Image, offset: int, disk: Media) -> None:
        self._fs = pytsk3.FS_Info(image, offset=offset)
        self._disk = disk
        self._offset = offset
        self._block = int(self._fs.info.block_size)
        self._blocks = int(self._fs.info.block_count)
        self._seen: set[tuple[int, int, int]] = set()
        self._taken: list[tuple[int, int]] = []
        self._slack: list[tuple[int, int]] = []
        self.is_damaged = False
        """True when a folder could not be read."""

    @property
    def end(self) -> int:
        """One past its last byte on the disk."""
        return self._offset + self._block * self._blocks

    def streams(self) -> Iterator[Stream]:
        """Everything, in the order of its folders: what lives, what was deleted, what is left."""
        deleted: list[tuple[bytes, int]] = []
        for path, entry in self._entries():
            if not (entry.info.name.flags & pytsk3.TSK_FS_NAME_FLAG_UNALLOC) and _is_alive(entry):
                yield from self._of(path, entry)
            elif len(deleted) < MAX_DELETED:
                deleted.append((DELETED + path, -1 if entry.info.meta is None else int(entry.info.meta.addr)))
            else:
                self.is_damaged = True
        self._merge()
        for path, address in deleted:
            yield from self._deleted(path, address)
        self._merge()
        yield from self._rest()

    def _entries(self) -> Iterator[tuple[bytes, Any]]:
        """Path and entry of everything but folders; each folder is opened once."""
        root = int(self._fs.info.root_inum)
        held: list[tuple[bytes, Iterator[Any]]] = [(b"", self._folder(root))]
        seen = {root}
        while held:
            path, entries = held[-1]
            entry = self._following(entries)
            if entry is None:
                held.pop()
                continue
            name = bytes(entry.info.name.name or b"")
            if name in (b".", b".."):
                continue
            meta = entry.info.meta
            if meta is None or meta.type not in _FOLDERS:
                yield path + name, entry
            elif int(meta.addr) not in seen and len(held) < MAX_DEPTH:
                seen.add(int(meta.addr))
                held.append((path + name + b"/", self._folder(int(meta.addr))))
            elif len(held) >= MAX_DEPTH:
                self.is_damaged = True

    def _folder(self, address: int) -> Iterator[Any]:
        """The entries of a folder; its own blocks hold their names and are the container's."""
        try:
            self._keep(self._fs.open_meta(inode=address))
            return iter(self._fs.open_dir(inode=address))
        except FAULTS:
            self.is_damaged = True
            return iter(())

    def _keep(self, entry: Any) -> None:
        """What these blocks hold is told already: they are not left over."""
        for attribute in entry:
            self._taken += _runs(attribute)

    def _following(self, entries: Iterator[Any]) -> Any:
        try:
            return next(entries, None)
        except FAULTS:
            self.is_damaged = True
            return None

    def _deleted(self, path: bytes, address: int) -> Iterator[Stream]:
        """What was a file; only its address was kept, as a disk may hold a million of them."""
        if address < 0:  # a name alone is left
            yield Stream(path, outcome=Outcome.FAILED, reason=Reason.NO_BYTES)
            return
        try:
            entry = self._fs.open_meta(inode=address)
        except FAULTS:
            yield Stream(path, outcome=Outcome.FAILED, reason=Reason.MALFORMED)
            return
        yield from self._of(path, entry)

    def _of(self, path: bytes, entry: Any) -> Iterator[Stream]:
        """The streams of one file."""
        meta = entry.info.meta
        if (
            meta.type == pytsk3.TSK_FS_META_TYPE_VIRT
        ):  # boot sector, tables of clusters: the library's names for structure
            self._keep(entry)
        elif meta.type == pytsk3.TSK_FS_META_TYPE_LNK:
            yield Stream(path, outcome=Outcome.REFUSED, reason=Reason.SYMLINK)
        elif meta.type in _ODD:
            yield Stream(path, outcome=Outcome.REFUSED, reason=Reason.SPECIAL_FILE)
        else:
            try:
                attributes = [one for one in entry if one.info.type in _STREAMS]
            except FAULTS:
                attributes = []
                yield Stream(path, outcome=Outcome.FAILED, reason=Reason.MALFORMED)
            for attribute in attributes:
                yield self._stream(path, entry, attribute)

    def _stream(self, path: bytes, entry: Any, attribute: Any) -> Stream:
        kind, number, size = int(attribute.info.type), int(attribute.info.id), int(attribute.info.size)
        extra = bytes(attribute.info.name or b"")
        name = path + b":" + extra if extra and extra != b"$Data" else path
        moment = int(entry.info.meta.mtime) or None
        same = (int(entry.info.meta.addr), kind, number)
        if same in self._seen:
            return Stream(name, outcome=Outcome.REFUSED, reason=Reason.SYMLINK)  # a further name of one file
        self._seen.add(same)
        runs = _runs(attribute)
        if attribute.info.flags & pytsk3.TSK_FS_ATTR_ENC:
            self._taken += runs
            return Stream(name, size, self._bytes(runs), moment, Outcome.ENCRYPTED, Reason.PASSWORD)
        if name.startswith(DELETED) and self._is_overwritten(runs):
            return Stream(name, size, 0, moment, Outcome.REFUSED, Reason.LIMIT_OVERLAP)
        self._taken += runs
        behind = [] if name.startswith(DELETED) else self._behind(attribute, runs, size)
        self._slack += behind
        if not runs and attribute.info.flags & pytsk3.TSK_FS_ATTR_NONRES:
            return Stream(name, size, 0, moment, Outcome.EMPTY, Reason.NO_BYTES)  # a hole from end to end
        packed = self._bytes(runs) - sum(end - begin for begin, end in behind)
        return Stream(name, size, packed, moment, chunks=_chunks(entry, size, kind, number))

    def _behind(self, attribute: Any, runs: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
        """Where on the disk the slack of a file lies; none for one that is compressed or has holes."""
        if attribute.info.flags & (pytsk3.TSK_FS_ATTR_COMP | pytsk3.TSK_FS_ATTR_SPARSE):
            return []
        spans, at = [], 0
        for first, count in runs:
            begin, end = at * self._block, (at + count) * self._block
            if end > size:
                place = self._place(first)
                spans.append((place + max(0, size - begin), place + end - begin))
            at += count
        return spans

    def _place(self, block: int) -> int:
        """Where a block lies on the disk."""
        return self._offset + block * self._block

    def _bytes(self, runs: list[tuple[int, int]]) -> int:
        return self._block * sum(count for _, count in runs)

    def _merge(self) -> None:
        """Put the blocks that are taken in order."""
        merged: list[tuple[int, int]] = []
        for at, count in sorted(self._taken):
            if merged and at <= sum(merged[-1]):
                begin, before = merged[-1]
                merged[-1] = begin, max(before, at + count - begin)
            else:
                merged.append((at, count))
        self._taken = merged
        self._begins = [at for at, _ in merged]

    def _is_overwritten(self, runs: list[tuple[int, int]]) -> bool:
        """True when a living file owns one of the blocks by now."""
        for at, count in runs:
            place = bisect_right(self._begins, at + count - 1) - 1
            if place >= 0 and sum(self._taken[place]) > at:
                return True
        return False

    def _rest(self) -> Iterator[Stream]:
        """What no file owns, unless it is zeros alone."""
        owned = [(self._place(at), self._place(at + count)) for at, count in self._taken]
        yield from leftover(self._disk, between(owned, self._offset, self.end), UNALLOCATED)
        yield from leftover(self._disk, self._slack, SLACK)


def between(covered: list[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
    """What none of these spans covers, in order."""
    spans, at = [], begin
    for first, last in [*sorted(covered), (end, end)]:
        if first > at:
            spans.append((at, first))
        at = max(at, last)
    return spans


def leftover(disk: Media, spans: list[tuple[int, int]], name: bytes) -> Iterator[Stream]:
    """Bytes of a disk that no file owns, as one stream, blocks of zeros left out; nothing when all are zeros."""
    size = sum(max(0, min(end, disk.size) - at) for at, end in spans)
    pieces = _pieces(disk, spans)
    try:
        first = next(pieces, None)
    except ItemError as error:
        yield Stream(name, size, size, outcome=error.outcome, reason=error.reason)
        return
    if first is not None:
        yield Stream(name, -1, size, chunks=_chain(first, pieces))


def _chain(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _pieces(disk: Media, spans: list[tuple[int, int]]) -> Iterator[bytes]:
    done = 0
    for begin, end in spans:
        at = begin
        while at < min(end, disk.size):
            try:
                raw = disk.read(min(CHUNK, end - at), at)
            except FAULTS as error:
                raise ItemError(Reason.MALFORMED, bytes_read=done) from error
            if not raw:
                return
            at += len(raw)
            if raw.count(0) < len(raw):
                blocks = (raw[place : place + 4096] for place in range(0, len(raw), 4096))
                kept = b"".join(block for block in blocks if block.count(0) < len(block))
                done += len(kept)
                yield kept


def _is_alive(entry: Any) -> bool:
    meta = entry.info.meta
    return meta is not None and bool(meta.flags & pytsk3.TSK_FS_META_FLAG_ALLOC)


def _runs(attribute: Any) -> list[tuple[int, int]]:
    """First block and number of blocks of each piece that is stored."""
    if not attribute.info.flags & pytsk3.TSK_FS_ATTR_NONRES:
        return []
    gaps = pytsk3.TSK_FS_ATTR_RUN_FLAG_SPARSE | pytsk3.TSK_FS_ATTR_RUN_FLAG_FILLER
    return [(int(run.addr), int(run.len)) for run in attribute if run.len and not run.flags & gaps]


def _chunks(entry: Any, size: int, kind: int, number: int) -> Iterator[bytes]:
    done = 0
    while done < size:
        try:
            raw = entry.read_random(done, min(CHUNK, size - done), kind, number)
        except FAULTS as error:
            raise ItemError(Reason.MALFORMED, bytes_read=done) from error
        if not raw:
            raise ItemError(Reason.TRUNCATED, bytes_read=done)
        done += len(raw)
        yield raw
