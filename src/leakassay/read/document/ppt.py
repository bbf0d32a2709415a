"""Presentations of PowerPoint 97 to 2003: every text of every record, slide after slide as they were saved.

Where a presentation hides text, and how it is reached: slides, hidden and earlier ones, notes, masters, headers and
footers, comments and names are records of one stream, which is walked from front to end; alternative texts are words in
the properties of shapes. Tables are shapes in groups: their cells are lines. Pictures and objects are an opener's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document.compound import SPOKEN, Compound, searched, words
from leakassay.read.document.flow import Flow

_STREAM, _USER = "PowerPoint Document", "Current User"
_LOCKED = b"\xdf\xc4\xd1\xf3"
_WIDE_TEXT, _NARROW_TEXT, _STRING = 0x0FA0, 0x0FA8, 0x0FBA
_TAG_DATA = 0x138B
_SHAPE_PROPERTIES = frozenset({0xF00B, 0xF121, 0xF122})
_CONTAINER = 0xF
_HEAD = struct.Struct("<HHI")


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a presentation.

    Yields:
        TEXT batches, properties, what was covered; a Gap where records do not fit into each other, and over
        all bytes where the file is damaged and was searched for words only.

    Raises:
        ItemError: behind a password (encrypted), too large, not built as a presentation (malformed), or (`empty`,
            `blank`) without a word.
    """
    try:
        yield from _presentation(item)
    except ItemError as error:
        if error.reason is not Reason.MALFORMED:
            raise
        yield from searched(item, error.reason)


def _presentation(item: OpenItem) -> Iterator[Reading]:
    with closing(Compound(item)) as file:
        if file.has("EncryptedSummary") or (file.has(_USER) and file.stream(_USER)[12:16] == _LOCKED):
            raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
        raw = file.stream(_STREAM)
        flow = Flow()
        for found in file.properties():
            yield found
            if found.name in SPOKEN:
                flow.line(f"{found.name}: {found.value}")
        is_whole = walk(raw, flow)
        for said in file.summary_words():
            flow.line(said)
    rows = 0
    for batch in flow.close():
        rows += batch.data.num_rows
        yield batch
    if not rows and is_whole:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)
    yield Covered(item.own)
    if not is_whole:
        yield Gap(Reason.MALFORMED)


def walk(raw: bytes, flow: Flow) -> bool:
    """Put the text of all records into a flow; what does not fit is searched for words.

    Returns:
        True when every record lies inside the one that holds it, and the last one ends with the stream.
    """
    at, ends = 0, [len(raw)]
    while at + _HEAD.size <= len(raw):
        while len(ends) > 1 and at >= ends[-1]:
            ends.pop()
        kind, name, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        if at + size > ends[-1]:
            for said in words(raw[at - _HEAD.size :], is_wide_only=False):
                flow.line(said)
            return False
        if kind & _CONTAINER == _CONTAINER or (name == _TAG_DATA and _are_records(raw, at, at + size)):
            ends.append(at + size)
            continue
        _record(name, raw[at : at + size], flow)
        at += size
    return at == len(raw)


def _are_records(raw: bytes, at: int, end: int) -> bool:
    """True when records fill a stretch exactly: what later versions put behind a tag, comments among them."""
    while at + _HEAD.size <= end:
        at += _HEAD.size + _HEAD.unpack_from(raw, at)[2]
    return at == end


def _record(name: int, raw: bytes, flow: Flow) -> None:
    if name in (_WIDE_TEXT, _STRING):
        _lines(raw.decode("utf-16-le", "replace"), flow)
    elif name == _NARROW_TEXT:
        _lines(raw.decode("latin-1"), flow)
    elif name in _SHAPE_PROPERTIES or name == _TAG_DATA:
        for said in words(raw):
            flow.line(said)


def _lines(text: str, flow: Flow) -> None:
    for line in text.replace("\x0b", "\n").replace("\r", "\n").split("\n"):
        flow.line(line.replace("\0", " "))
