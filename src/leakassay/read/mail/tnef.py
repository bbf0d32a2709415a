"""TNEF (winmail.dat of Outlook, MS-OXTNEF): the message in it, told as a message file is. Attachments are the opener's.

Where it can hide text: old attributes beside the MAPI properties (both are told), recipients in their own table, named
properties, properties of attachments, RTF bodies. An attribute whose sum is wrong is told all the same, with a Gap.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.mail import mapi, mapi_names
from leakassay.read.mail.mapi import STRING, Outlook, Value
from leakassay.read.mail.tnef_values import Listed

SIGNATURE = b"\x78\x9f\x3e\x22"

MAX_ATTRIBUTE = 64 << 20
"""Bytes of one attribute held in memory; attached files are not."""

_ATTRIBUTE = struct.Struct("<BII")
_HEAD = 6
_MESSAGE, _ATTACHMENT = 1, 2
_PROPERTIES, _RECIPIENTS, _CODE_PAGE, _BEGIN, _INNER = 0x9003, 0x9004, 0x9007, 0x9002, 0x9005
_TITLE, _DATA, _PICTURE = 0x8010, 0x800F, 0x8011
_TEXTS = {0x8004: 0x0037, 0x800C: mapi_names.BODY, 0x8009: 0x1035, 0x8008: 0x001A, 0x0000: 0x0C1A, 0x0001: 0x0042}
"""Old attributes of one text, and the property that it is."""

_SENDER = 0x8000
_OWNERS = frozenset({_SENDER, 0x0000, 0x0001})
"""Attributes that name a person by lengths, a name and an address."""

_DATES = {0x8005: "date", 0x8006: "received_at", 0x8020: "modified_at"}
_DATE = struct.Struct("<6H")

_KNOWN = {
    _MESSAGE: frozenset({
        *_TEXTS, *_OWNERS, *_DATES, _PROPERTIES, _RECIPIENTS, _CODE_PAGE, 0x0002, 0x0006, 0x0007, 0x0008, 0x0009,
        0x8007, 0x800A, 0x800B, 0x800D, 0x9006, 0x9008,
    }),
    _ATTACHMENT: frozenset({_TITLE, _DATA, _PICTURE, _BEGIN, _INNER, 0x8012, 0x8013, 0x8020, 0x9001}),
}  # fmt: skip
"""Attributes of each level that there are; any other is damage, and with it goes what it held."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield properties and TEXT batches of the message.

    Where no opener has taken the attachments (`own_bytes` not set) they are a Gap.

    Raises:
        ItemError: no TNEF (malformed), nothing said in it (no_text).
    """
    if not item.pread(_HEAD, 0).startswith(SIGNATURE):
        raise ItemError(Reason.MALFORMED)
    message, attached = Outlook(), 0
    gaps: list[Gap] = []
    properties: list[Property] = []
    for level, tag, start, size in _attributes(item, gaps):
        if tag in (_DATA, _PICTURE) and level == _ATTACHMENT:
            attached += size
            continue
        if size > MAX_ATTRIBUTE:
            gaps.append(Gap(Reason.LIMIT_SIZE, size))
            continue
        raw = item.pread(size, start)
        if tag not in _KNOWN[level]:
            gaps.append(Gap(Reason.MALFORMED))
        if int(np.frombuffer(raw, np.uint8).sum(dtype=np.uint64)) & 0xFFFF != _sum(item, start + size):
            gaps.append(Gap(Reason.BAD_CHECKSUM))
        if level == _MESSAGE and tag in _DATES and len(raw) >= _DATE.size:
            properties.append(Property(_DATES[tag], "{:04}-{:02}-{:02} {:02}:{:02}".format(*_DATE.unpack_from(raw))))
        else:
            attached += _learn(message, level, tag, raw, gaps)
    yield from _told(item, message, properties, gaps, attached if item.own_bytes < 0 else 0)


def _told(
    item: OpenItem, message: Outlook, properties: list[Property], gaps: list[Gap], attached: int
) -> Iterator[Reading]:
    """Readings of the message and what they come to."""
    is_anything = False
    yield from properties
    for reading in mapi.readings(message):
        is_anything = is_anything or isinstance(reading, Batch)
        yield reading
    if not is_anything:
        raise ItemError(gaps[0].reason if gaps else Reason.NO_TEXT)
    if attached:
        gaps.append(Gap(Reason.NO_READER, attached, part="attachments"))
    left = item.own
    for gap in gaps:
        lost = min(gap.bytes, left)
        left -= lost
        yield Gap(gap.reason, lost, part=gap.part)
    yield Covered(left)


def _attributes(item: OpenItem, gaps: list[Gap]) -> Iterator[tuple[int, int, int, int]]:
    """Level, low word of the tag, offset and size of each attribute that is whole."""
    at = _HEAD
    while at < item.size:
        raw = item.pread(_ATTRIBUTE.size, at)
        level, tag, size = _ATTRIBUTE.unpack(raw) if len(raw) == _ATTRIBUTE.size else (0, 0, item.size)
        start = at + _ATTRIBUTE.size
        if level not in (_MESSAGE, _ATTACHMENT) or start + size + 2 > item.size:
            rest = item.size - at
            gaps.append(Gap(Reason.TRUNCATED if rest > 2 else Reason.TRAILING_BYTES, rest))
            if level in (_MESSAGE, _ATTACHMENT) and start < item.size:  # what there is of it
                yield level, tag & 0xFFFF, start, min(item.size - start, size)
            return
        yield level, tag & 0xFFFF, start, size
        at = start + size + 2


def _sum(item: OpenItem, at: int) -> int:
    return int.from_bytes(item.pread(2, at), "little")


def _learn(message: Outlook, level: int, tag: int, raw: bytes, gaps: list[Gap]) -> int:
    """Take up one attribute.

    Returns:
        Bytes of it that belong to an attachment.
    """
    if level == _ATTACHMENT:
        return _learn_attached(message, tag, raw, gaps)
    if tag == _CODE_PAGE:
        message.code_page = int.from_bytes(raw[:4], "little")
    elif tag == _PROPERTIES:
        message.values += _listed(Listed(raw), gaps)
    elif tag == _RECIPIENTS:
        listed = Listed(raw)
        for _ in range(listed.number()):
            message.recipients.append(list(listed.values()))
            if not listed.is_whole:
                break
        _note(listed, gaps)
    elif tag in _OWNERS:
        message.values += [Value(0x0C1A, STRING, text) for text in raw.split(b"\0") if text.isascii() and len(text) > 3]
    elif tag in _TEXTS:
        message.values.append(Value(_TEXTS[tag], STRING, raw))
    return 0


def _learn_attached(message: Outlook, tag: int, raw: bytes, gaps: list[Gap]) -> int:
    if tag == _BEGIN or not message.others:
        message.others.append(("Attachment ", []))
    values = message.others[-1][1]
    if tag == _TITLE:
        values.append(Value(0x3001, STRING, raw))
    elif tag == _INNER:
        found = _listed(Listed(raw), gaps)
        values += [value for value in found if value.tag != 0x3701]
        return sum(len(value.raw) for value in found if value.tag == 0x3701)
    return 0


def _listed(listed: Listed, gaps: list[Gap]) -> list[Value]:
    values = list(listed.values())
    _note(listed, gaps)
    return values


def _note(listed: Listed, gaps: list[Gap]) -> None:
    if not listed.is_whole:
        gaps.append(Gap(Reason.SOME_PARTS_FAILED))
