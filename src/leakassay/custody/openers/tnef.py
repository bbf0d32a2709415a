"""TNEF (winmail.dat of Outlook, MS-OXTNEF): attachments, and messages attached as TNEF streams of their own."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from leakassay.custody.openers.found import Found, elsewhere, numbered
from leakassay.custody.openers.tnef_properties import DATA_OBJECT, Property, properties
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Reason

SIGNATURE = b"\x78\x9f\x3e\x22"

_BEGIN, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_ATTRIBUTE = struct.Struct("<BII")
_HEAD = 6
_LEVEL_ATTACHMENT = 2
_LONG_NAME, _DISPLAY_NAME, _ATTACHED = 0x3707, 0x3001, 0x3701
_TITLE_BYTES = 4096


@dataclass
class _Attachment:
    """What the attributes of one attachment said.

    Attributes:
        data: (offset, size) of the bytes in the item, None while none were met.
        embedded: the same for an attached message or object.
    """

    title: str = ""
    long_name: str = ""
    data: tuple[int, int] | None = None
    embedded: tuple[int, int] | None = None
    is_checked: bool = field(default=True)


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a TNEF stream.

    Args:
        item: the stream.
        first: number of the attachment to begin with.

    Yields:
        Attachments in their order; a Gap where attributes end early.

    Raises:
        ItemError: no TNEF (malformed).
    """
    if not item.pread(_HEAD, 0).startswith(SIGNATURE):
        raise ItemError(Reason.MALFORMED)
    yield from numbered(_found(item), item.size, first)


def _found(item: OpenItem) -> Iterator[Found | Gap]:
    current: _Attachment | None = None
    at = _HEAD
    while at < item.size:
        raw = item.pread(_ATTRIBUTE.size, at)
        level, tag, size = _ATTRIBUTE.unpack(raw) if len(raw) == _ATTRIBUTE.size else (0, 0, item.size)
        start = at + _ATTRIBUTE.size
        is_whole = level in (1, _LEVEL_ATTACHMENT) and start + size + 2 <= item.size
        if tag == _BEGIN and level == _LEVEL_ATTACHMENT:
            yield from _given(item, current)
            current = _Attachment()
        elif level == _LEVEL_ATTACHMENT and current is not None:
            _learn(item, current, tag, start, size)
        if not is_whole:
            break
        at = start + size + 2
    yield from _given(item, current)
    if at < item.size:
        yield Gap(Reason.TRUNCATED if item.size - at > 2 else Reason.TRAILING_BYTES)


def _learn(item: OpenItem, current: _Attachment, tag: int, start: int, size: int) -> None:
    """Take up one attribute of an attachment."""
    if tag == _TITLE:
        current.title = item.pread(min(size, _TITLE_BYTES), start).split(b"\0", 1)[0].decode("cp1252", "replace")
    elif tag == _DATA:
        current.data = (start, size)
    elif tag == _PROPERTIES:
        for one in properties(item, start, min(start + size, item.size)):
            _learn_property(current, one)


def _learn_property(current: _Attachment, one: Property) -> None:
    if one.tag in (_LONG_NAME, _DISPLAY_NAME) and one.text and not (current.long_name and one.tag == _DISPLAY_NAME):
        current.long_name = one.text
    elif one.tag == _ATTACHED and one.kind == DATA_OBJECT:
        current.embedded = (one.start, one.size)
    elif one.tag == _ATTACHED and current.data is None:
        current.data, current.is_checked = (one.start, one.size), False


def _given(item: OpenItem, current: _Attachment | None) -> Iterator[Found]:
    if current is None:
        return
    name = (current.long_name or current.title).replace("\\", "/").rsplit("/", 1)[-1]
    if current.embedded is not None:
        start, size = current.embedded
        is_message = item.pread(len(SIGNATURE), start) == SIGNATURE
        yield Found(f"{name or 'message'}.dat" if is_message else name, size, lambda: _bytes(item, start, size))
    elif current.data is not None:
        place, length = current.data
        held = max(0, min(length, item.size - place))
        is_checked = current.is_checked
        yield Found(name, held, lambda: _bytes(item, place, length, is_checked=is_checked))
    else:
        yield elsewhere(name)


def _bytes(item: OpenItem, start: int, size: int, *, is_checked: bool = False) -> Iterator[bytes]:
    """Bytes in the item, compared with the sum behind them."""
    total = at = 0
    while at < size:
        piece = item.pread(min(READ_CHUNK, size - at), start + at)
        if not piece:
            raise ItemError(Reason.TRUNCATED, bytes_read=at)
        yield piece
        at += len(piece)
        total += int(np.frombuffer(piece, np.uint8).sum(dtype=np.uint64))
    if not is_checked:
        return
    stated = item.pread(2, start + size)
    if len(stated) == 2 and int.from_bytes(stated, "little") != total & 0xFFFF:
        raise ItemError(Reason.BAD_CHECKSUM, bytes_read=size)
