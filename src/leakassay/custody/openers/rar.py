"""RAR 1.5 to 5: own headers, volumes and passwords; stored files read here, packed ones by libarchive.

libarchive unpacks what RAR 2.9 to 6 write; files packed by RAR 1.5, 2.0 and 7, and solid ones of RAR 3 and 4 but the
first, are listed as `unsupported`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain

from leakassay.custody.openers import rar4_header, rar5_header
from leakassay.custody.openers.peeked import peeked
from leakassay.custody.openers.rar_block import Block, File, Span, joined, rest
from leakassay.custody.openers.rar_key import is_right
from leakassay.custody.openers.rar_stream import Group
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

TRIAL_BYTES = 64 << 20
"""Unpacked bytes after which a password of RAR 3 is believed: nothing but the checksum at the end could refuse it."""

Numbered = tuple[int, File]


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a RAR.

    Args:
        item: the archive, or all its volumes in order.
        first: number of the file to begin with (directories count).

    Yields:
        Files and links; Gaps for volumes that are missing and for damage.

    Raises:
        ItemError: no header was found, or headers are encrypted and no password opens them.
    """
    gaps: list[Gap] = []
    opened = _Opened(item)
    for group in _grouped(_files(item, gaps)):
        if group[-1][0] >= first:
            yield from (member for member in opened.group(group) if member.index >= first)
    yield from gaps


def _files(item: OpenItem, gaps: list[Gap]) -> Iterator[Numbered]:
    """Every file of all volumes, numbered; `gaps` learns what was not found."""
    index = -1
    for block in joined(chain.from_iterable(_walked(item, volume) for volume in _volumes(item))):
        if isinstance(block, Gap):
            gaps.append(block)
            continue
        index += 1
        if not block.begins or not block.ends:
            gaps.append(Gap(Reason.MISSING_VOLUME))
        elif block.is_cut:
            gaps.append(Gap(Reason.TRUNCATED))
        yield index, block
    if index < 0 and gaps and gaps[0].reason is Reason.MALFORMED:
        raise ItemError(Reason.MALFORMED)


def _volumes(item: OpenItem) -> list[Span]:
    sizes = [(volume.size, volume.fd < 0) for volume in item.volumes] or [(item.size, False)]
    spans, at = [], 0
    for number, (size, is_missing) in enumerate(sizes):
        spans.append(Span(at, at + size, is_missing, number == 0, number == len(sizes) - 1))
        at += size
    return spans


def _walked(item: OpenItem, volume: Span) -> Iterator[Block]:
    if volume.is_missing:
        yield rest(Reason.MISSING_VOLUME, volume.start, volume.stop)
        return
    head = item.pread(8, volume.start)
    if head.startswith(rar5_header.SIGNATURE):
        yield from rar5_header.walk(item, volume, item.passwords)
    elif head.startswith(rar4_header.SIGNATURE):
        yield from rar4_header.walk(item, volume, item.passwords)
    else:
        yield rest(Reason.MALFORMED, volume.start, volume.stop)


def _grouped(files: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    """Files that need each other together."""
    group: list[Numbered] = []
    for index, file in files:
        if group and not file.is_solid:
            yield group
            group = []
        group.append((index, file))
    if group:
        yield group


class _Opened:
    """The archive, with the password that was right last."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self._passwords = item.passwords

    def group(self, numbered: Sequence[Numbered]) -> Iterator[Member]:
        """Members out of one group."""
        files = [file for _, file in numbered]
        hindrance: tuple[Outcome, Reason] | None = None
        password: str | None = None
        if any(file.seal is not None and not file.is_folder for file in files):
            try:
                password = self._password(files)
            except ItemError as error:
                hindrance = error.outcome, error.reason
        with closing(Group(self._item, files, password)) as group:
            for number, (index, file) in enumerate(numbered):
                if not file.is_folder or file.hindrance is not None:
                    yield _member(group, number, index, file, hindrance if file.seal is not None else None)

    def _password(self, files: Sequence[File]) -> str:
        """The first password that opens the encrypted files of a group.

        Raises:
            ItemError: none does.
        """
        number = next(at for at, file in enumerate(files) if file.seal is not None and not file.is_folder)
        for word in self._passwords:
            if _opens(self._item, files, number, word):
                self._passwords = (word, *(other for other in self._passwords if other != word))
                return word
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)


def _opens(item: OpenItem, files: Sequence[File], number: int, word: str) -> bool:
    seal = files[number].seal
    if seal is None or not is_right(word, seal):
        return False
    if seal.check:
        return True
    done = 0
    try:
        with closing(Group(item, files, word)) as group:
            for piece in group.chunks(number):
                done += len(piece)
                if done >= TRIAL_BYTES:
                    break
    except ItemError:
        return False
    return True


def _member(group: Group, number: int, index: int, file: File, hindrance: tuple[Outcome, Reason] | None) -> Member:
    outcome, reason = file.hindrance or group.hindrance(number) or hindrance or (None, Reason.NONE)
    if outcome is None and not file.begins:
        outcome, reason = Outcome.FAILED, Reason.MISSING_VOLUME
    chunks: Iterator[bytes] = iter(())
    if outcome is None and file.unpacked:
        outcome, reason, chunks = peeked(group.chunks(number))
    return Member(index, file.name, file.packed, file.unpacked, file.modified_at, outcome, reason, chunks)
