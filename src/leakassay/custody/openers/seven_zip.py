"""7z: entries of all folders in one pass; plain, solid, encrypted (also its names) and in volumes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from leakassay.custody.openers import seven_zip_header as header
from leakassay.custody.openers.seven_zip_folder import FolderStream, is_compressed, is_encrypted
from leakassay.custody.openers.seven_zip_header import Archive, Entry, Folder, Substream
from leakassay.custody.openers.seven_zip_member import Solid, hindrance_of
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

TRIAL_BYTES = 64 << 20
"""Unpacked bytes after which a password is believed where no fault was found; stored bytes are read to their end."""

_MOST_WRAPS = 4
"""Headers packed in headers; 7-Zip packs once."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a 7z.

    Args:
        item: the archive, or all its volumes.
        first: number of the entry to begin with (directories count).

    Yields:
        Files, links and orders to delete; a Gap when bytes of a volume are missing or the archive is cut off.

    Raises:
        ItemError: the header cannot be read: it is damaged, lies in a volume that is missing, or no password opens it.
    """
    archive, passwords = _contents(item)
    numbered = enumerate(archive.entries)
    lost = Reason.NONE
    for folder in archive.folders:
        inside = list(_inside(numbered, len(folder.substreams)))
        if not any(index >= first for index, _ in inside):
            continue
        solid, passwords = _opened(item, folder, passwords)
        for member in _of_folder(solid, inside):
            if member.index >= first:
                yield member
        lost = lost or solid.lost
    for index, entry in numbered:
        if index >= first and not entry.is_folder:
            yield _without_bytes(index, entry)
    if lost:
        yield Gap(lost)


def _contents(item: OpenItem) -> tuple[Archive, tuple[str, ...]]:
    """The header, and the passwords with the one that opened it in front."""
    begin = header.start(item.head(header.START_BYTES))
    passwords = item.passwords
    if begin.size == 0:
        return Archive((), ()), passwords
    if begin.offset + begin.size > item.size:
        in_parts = item.volumes or item.suffix[1:].isdigit()
        raise ItemError(Reason.MISSING_VOLUME if in_parts else Reason.TRUNCATED)
    raw = item.pread(begin.size, begin.offset)
    if zlib.crc32(raw) != begin.crc:
        # a volume that is missing shifts what follows when its size was guessed
        raise ItemError(Reason.MISSING_VOLUME if any(v.fd < 0 for v in item.volumes) else Reason.MALFORMED)
    for _ in range(_MOST_WRAPS):
        folder = header.packed_header(raw)
        if folder is None:
            return header.contents(raw), passwords
        raw, passwords = _unwrapped(item, folder, passwords)
    raise ItemError(Reason.MALFORMED)


def _unwrapped(item: OpenItem, folder: Folder, passwords: tuple[str, ...]) -> tuple[bytes, tuple[str, ...]]:
    """A packed header, unpacked, and the passwords with the one that opened it in front."""
    if not is_encrypted(folder):
        raw = b"".join(FolderStream(item, folder).take(folder.size))
        if folder.crc is not None and zlib.crc32(raw) != folder.crc:
            raise ItemError(Reason.BAD_CHECKSUM)
        return raw, passwords
    for word in passwords:
        # some writers give an encrypted header no checksum: it is right when it can be read
        try:
            raw = b"".join(FolderStream(item, folder, word).take(folder.size))
            if header.packed_header(raw) is None:
                header.contents(raw)
        except ItemError as error:
            if error.reason is not Reason.MALFORMED:
                raise
            continue
        if folder.crc in (None, zlib.crc32(raw)):
            return raw, (word, *(other for other in passwords if other != word))
    raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)


def _inside(numbered: Iterator[tuple[int, Entry]], count: int) -> Iterator[tuple[int, Entry]]:
    """The entries that lie in a folder of so many substreams, and those without bytes between them."""
    while count > 0:
        found = next(numbered, None)
        if found is None:
            return
        count -= found[1].has_bytes
        yield found


def _opened(item: OpenItem, folder: Folder, passwords: tuple[str, ...]) -> tuple[Solid, tuple[str, ...]]:
    """A folder ready to be unpacked, and the passwords with the one that opened it in front."""
    try:
        password, passwords = _key(item, folder, passwords)
    except ItemError as error:
        return Solid(item, folder, hindrance=(error.outcome, error.reason)), passwords
    if is_encrypted(folder) and password is None:
        return Solid(item, folder, hindrance=(Outcome.ENCRYPTED, Reason.PASSWORD)), passwords
    return Solid(item, folder, password), passwords


def _of_folder(solid: Solid, inside: Sequence[tuple[int, Entry]]) -> Iterator[Member]:
    number = 0
    for index, entry in inside:
        if entry.has_bytes:
            yield solid.member(number, index, entry)
            number += 1
        elif not entry.is_folder:
            yield _without_bytes(index, entry)


def _without_bytes(index: int, entry: Entry) -> Member:
    if entry.has_bytes:  # more entries than substreams: the header lies
        return Member(index, entry.name, 0, -1, entry.modified_at, Outcome.FAILED, Reason.MALFORMED)
    outcome, reason = hindrance_of(entry)
    return Member(index, entry.name, 0, 0, entry.modified_at, outcome, reason)


def _key(item: OpenItem, folder: Folder, passwords: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The first password that opens an encrypted folder, if any, and the list with it in front."""
    if not is_encrypted(folder):
        return None, passwords
    password = next((word for word in passwords if _opens(item, folder, word)), None)
    if password is None:
        return None, passwords
    return password, (password, *(word for word in passwords if word != password))


def _opens(item: OpenItem, folder: Folder, password: str) -> bool:
    """Whether the first bytes unpack to what the header promises."""
    part = next((part for part in folder.substreams if part.size), Substream(folder.size, folder.crc))
    stream = FolderStream(item, folder, password)
    crc = 0
    try:
        for piece in stream.take(part.size):
            crc = zlib.crc32(piece, crc)
            if stream.at >= TRIAL_BYTES and (is_compressed(folder) or part.crc is None):
                return True
    except ItemError as error:
        if error.reason is not Reason.MALFORMED:
            raise  # a volume that is missing, a coder that is unknown: no fault of the password
        return False
    return part.crc is None or crc == part.crc
