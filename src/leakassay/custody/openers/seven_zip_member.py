"""Members of one folder of a 7z: their share of its packed bytes, their bytes in turn, their checksums."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from itertools import accumulate

from leakassay.custody.openers.peeked import peeked
from leakassay.custody.openers.seven_zip_folder import FolderStream
from leakassay.custody.openers.seven_zip_header import Entry, Folder
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member
from leakassay.model.outcomes import Outcome, Reason

_UNIX_MODE, _REPARSE_POINT = 0x8000, 0x400
_LOSSES = (Reason.MISSING_VOLUME, Reason.TRUNCATED)

Hindrance = tuple[Outcome, Reason]


def hindrance_of(entry: Entry) -> tuple[Outcome | None, Reason]:
    """Why the bytes of an entry are no file: a link, a device, an order to delete."""
    mode = entry.attributes >> 16 if entry.attributes & _UNIX_MODE else 0
    if stat.S_ISLNK(mode) or entry.attributes & _REPARSE_POINT:
        return Outcome.REFUSED, Reason.SYMLINK
    if entry.is_anti or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        return Outcome.REFUSED, Reason.SPECIAL_FILE
    return None, Reason.NONE


class Solid:
    """One folder, read from front to end.

    Args:
        item: the archive.
        folder: which.
        password: opens it, where it is encrypted.
        hindrance: why nothing of it can be had.
    """

    def __init__(
        self, item: OpenItem, folder: Folder, password: str | None = None, *, hindrance: Hindrance | None = None
    ) -> None:
        self._parts = folder.substreams
        self._starts = tuple(accumulate((part.size for part in folder.substreams), initial=0))
        self._packed = max(0, min(folder.packed_bytes, item.size))
        self._hindrance = hindrance
        self._stream = FolderStream(item, folder, password)
        self._given = 0

    @property
    def lost(self) -> Reason:
        """Why bytes of the archive are not there at all; empty when all of them are."""
        fault = self._stream.fault
        reason = self._hindrance[1] if self._hindrance else fault.reason if fault is not None else Reason.NONE
        return reason if reason in _LOSSES else Reason.NONE

    def member(self, number: int, index: int, entry: Entry) -> Member:
        """The entry that lies in the substream of this number; to be asked for in order.

        The first bytes are unpacked at once: a member that cannot be had at all is said to have failed.
        """
        part = self._parts[number]
        outcome, reason = self._hindrance or hindrance_of(entry)
        chunks: Iterator[bytes] = iter(())
        if outcome is None and part.size:
            outcome, reason, chunks = peeked(self._chunks(number))
        packed = self._estimate(number)
        if outcome is not None:
            self._given += packed
        return Member(
            index,
            entry.name,
            packed,
            part.size,
            entry.modified_at,
            outcome,
            reason,
            chunks,
            packed_at_end=lambda: self._taken(number),
        )

    def _chunks(self, number: int) -> Iterator[bytes]:
        """The bytes of one substream; what was left of those before is passed over."""
        part, stream = self._parts[number], self._stream
        crc = done = 0
        try:
            for _ in stream.take(self._starts[number] - stream.at):
                pass
            self._given = max(self._given, min(stream.consumed, self._packed))
            for piece in stream.take(part.size):
                crc = zlib.crc32(piece, crc)
                done += len(piece)
                yield piece
        except ItemError as error:
            raise ItemError(error.reason, outcome=error.outcome, bytes_read=done) from error
        if part.crc is not None and crc != part.crc:
            raise ItemError(Reason.BAD_CHECKSUM, bytes_read=done)

    def _estimate(self, number: int) -> int:
        """By size, out of what the members before have left."""
        size, left = self._parts[number].size, self._starts[-1] - self._starts[number]
        return max(0, (self._packed - self._given) * size // left) if left > 0 else 0

    def _taken(self, number: int) -> int:
        """Packed bytes read for this member; the last one of a folder takes the rest."""
        is_last = self._starts[number + 1] == self._starts[-1]
        upto = self._packed if is_last else min(self._stream.consumed, self._packed)
        taken = max(0, upto - self._given)
        self._given += taken
        return taken
