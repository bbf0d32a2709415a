"""Containers that libarchive knows best, entry by entry: one format for each opener, never a guess."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.hole import UpToHole
from leakassay.custody.openers.libarchive_reader import Found, Reader, StoppedError, reading
from leakassay.custody.openers.peeked import peeked
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Reason

MOST_FAULTS = 1_000
"""Damaged headers in a row after which an archive is given up."""


def opened(item: OpenItem, first: int, form: str, *, end_bytes: int | None = None) -> Iterator[Opening]:
    """Open a container.

    Args:
        item: the container.
        first: number of the entry to begin with (directories count).
        form: libarchive's word for the format.
        end_bytes: the most that may stand behind the last entry, where the format bounds it.

    Yields:
        Files, links and devices; a Gap where the container cannot be read on.

    Raises:
        ItemError: not even the first entry can be read.
    """
    source = UpToHole(item)
    with reading(source, form) as reader:
        walk = _Walk(reader, item.size)
        is_flawed = False
        while (found := walk.following()) is not None:
            # a folder that holds bytes is none, but for images, where it holds names
            if walk.index >= first and (not found.is_folder or (found.size > 0 and end_bytes is not None)):
                yield walk.member(found)
            is_flawed = is_flawed or found.is_flawed
            walk.settle()
        if walk.fault is not None and walk.index < 0:
            raise walk.fault
        if walk.fault is not None:
            yield Gap(walk.fault.reason, max(0, item.size - walk.place))
        elif is_flawed or (end_bytes is not None and reader.consumed - walk.end > end_bytes):
            yield Gap(Reason.MALFORMED)  # bytes were passed over to find a header, or a header contradicts itself


class _Walk:
    """Where the reader stands.

    Args:
        reader: the archive.
        size: bytes of the container.
    """

    def __init__(self, reader: Reader, size: int) -> None:
        self._reader = reader
        self._size = size
        self._stopped = False
        self.end = 0
        """Where the current entry ends, if it is stored."""
        self.index = -1
        """Number of the current entry."""
        self.place = 0
        """Bytes of the container that are accounted for."""
        self.fault: ItemError | None = None
        """Why the container was not read to its end."""

    def following(self) -> Found | None:
        """The next entry; None at the end, or where the container cannot be read on."""
        for _ in range(MOST_FAULTS):
            if self._stopped:
                return None
            try:
                found = self._reader.following()
            except ItemError as error:
                self.fault = error
                self._stopped = not isinstance(error, StoppedError) or error.is_final
                continue
            if found is not None:
                self.index += 1
                self.end = self._reader.consumed + max(0, found.size)
            return found
        return None

    def member(self, found: Found) -> Member:
        """The current entry."""
        outcome, reason = found.hindrance
        chunks: Iterator[bytes] = iter(())
        if outcome is None and found.size:
            outcome, reason, chunks = peeked(self._chunks(found))
        left = max(0, self._size - self.place)
        return Member(
            self.index,
            found.name,
            # a guess at what holds it, for the limit on ratios; bytes of a link are the container's own
            0 if outcome is not None else min(found.size, left) if found.size >= 0 else left,
            found.size,
            found.modified_at,
            outcome,
            reason,
            chunks,
            packed_at_end=self._taken,
        )

    def _chunks(self, found: Found) -> Iterator[bytes]:
        """Its bytes; an entry that is shorter than its header says was cut off."""
        done = 0
        try:
            for piece in self._reader.blocks():
                done += len(piece)
                yield piece
        except StoppedError as error:
            if error.is_final:
                self.fault, self._stopped = error, True
            raise
        if found.size > done:
            raise ItemError(Reason.TRUNCATED, bytes_read=done)
        if found.is_flawed and not found.name:
            raise ItemError(Reason.MALFORMED, bytes_read=done)

    def _taken(self) -> int:
        """Bytes of the container between the last entry's end and this one's."""
        upto = min(self._reader.consumed, self._size)
        taken = max(0, upto - self.place)
        self.place = max(self.place, upto)
        return taken

    def settle(self) -> None:
        """What was not asked for belongs to the container."""
        self.place = max(self.place, min(self._reader.consumed, self._size))
