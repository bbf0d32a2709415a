"""Outlook message (msg, MS-OXMSG): every property that is a text, recipients, bodies. Attachments are the opener's.

Where it can hide text: properties that no program shows, named properties, recipients in blind copy, names of
attachments, RTF bodies, one-off addresses in binary values, streams that the list of properties leaves out: all
are told. What the list states and no stream holds, a stream cut short, entries that no tree reaches: a Gap.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import olefile

from leakassay.model.batch import Batch, Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.mail import mapi
from leakassay.read.mail.mapi import BINARY, STRING, UNICODE, Outlook, Value
from leakassay.read.mail.mapi_names import named

MAX_STREAM = 64 << 20
"""Bytes of one property held in memory; bodies have some megabytes."""

FAULTS = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError,
    struct.error,
)  # fmt: skip
"""What olefile raises on damaged files; OleFileError is an OSError."""

_PROPERTIES, _STREAM, _NAMED = "__properties_version1.0", "__substg1.0_", "__nameid_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_#", "__attach_version1.0_#"
_DATA, _OBJECT = 0x3701, "__substg1.0_3701000d"
_MANY = 0x1000
_ENTRY = struct.Struct("<HHI8s")
_STREAM_KIND, _STORAGE_KIND = 2, 1
_TERMINATORS = {UNICODE: 2, STRING: 1}
"""Bytes that a text's stated size counts beyond its stream."""


@dataclass
class _File:
    """The opened file and what was lost of it.

    Attributes:
        left: bytes of streams that may still be read: no file holds more than it is long.
    """

    ole: Any
    left: int
    names: dict[int, str] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield properties and TEXT batches of the message.

    Where no opener has taken the attachments (`own_bytes` not set) they are a Gap.

    Raises:
        ItemError: no compound file or no message in it (malformed), nothing said in it (no_text).
    """
    with closing(_opened(item)) as ole:
        file = _File(ole, item.size)
        message, attached = _message(file)
        is_damaged = bool(ole.parsing_issues) or _has_orphans(ole)
    is_anything = False
    for reading in mapi.readings(message):
        is_anything = is_anything or isinstance(reading, Batch)
        yield reading
    if not is_anything:
        raise ItemError(file.gaps[0].reason if file.gaps else Reason.NO_TEXT)
    if is_damaged:
        yield Gap(Reason.MALFORMED)
    if item.own_bytes < 0 and attached:
        file.gaps.append(Gap(Reason.NO_READER, attached, part="attachments"))
    left = item.own
    for gap in file.gaps:
        lost = min(gap.bytes, left)
        left -= lost
        yield Gap(gap.reason, lost, part=gap.part)
    yield Covered(left)


def _opened(item: OpenItem) -> Any:
    try:
        ole = olefile.OleFileIO(item.file())
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    if not any(kid.name.lower() == _PROPERTIES for kid in ole.root.kids):
        ole.close()
        raise ItemError(Reason.MALFORMED)
    return ole


def _has_orphans(ole: Any) -> bool:
    """True when an entry of the directory is in use and no tree reaches it."""
    free = [at for at, entry in enumerate(ole.direntries) if entry is None]
    for at in free:
        ole.directory_fp.seek(at * 128)
        raw = ole.directory_fp.read(128)
        if len(raw) == 128 and raw[66] in (_STORAGE_KIND, _STREAM_KIND):
            return True
    return False


def _message(file: _File) -> tuple[Outlook, int]:
    """The message, and bytes of its attachments."""
    kids = file.ole.root.kids
    named = next((kid for kid in kids if kid.name.lower() == _NAMED), None)
    if named is not None:
        file.names = _names(file, named)
    message = Outlook(values=_values(file, file.ole.root, "message", head=32))
    attached = 0
    for kid in kids:
        name = kid.name.lower()
        if name.startswith(_RECIPIENT):
            message.recipients.append(_values(file, kid, "recipient", head=8))
        elif name.startswith(_ATTACHMENT):
            values = _values(file, kid, "attachment", head=8)
            message.others.append(("Attachment ", values))
            attached += _held(kid)
        elif not name.startswith((_STREAM, _PROPERTIES, _NAMED)):  # an attachment whose name is damaged, mostly
            file.gaps.append(Gap(Reason.MALFORMED, part="unknown storage"))
    return message, attached


def _held(storage: Any) -> int:
    """Bytes of what is attached: its data, or the message or object that it is."""
    waiting = [kid for kid in storage.kids if kid.name.lower().startswith(f"{_STREAM}{_DATA:04x}")]
    total = 0
    while waiting:
        node = waiting.pop()
        waiting += node.kids
        total += node.size if node.entry_type == _STREAM_KIND else 0
    return total


def _values(file: _File, storage: Any, part: str, *, head: int) -> list[Value]:
    """Every value of a storage; what it states and does not hold goes to the gaps."""
    streams = {kid.name.lower(): kid for kid in storage.kids if kid.entry_type == _STREAM_KIND}
    listed = _listed(file, streams.get(_PROPERTIES), part, head)
    found: list[Value] = []
    for name, node in streams.items():
        tag, kind = _parsed(name)
        if not kind or tag == _DATA or kind & ~_MANY not in (STRING, UNICODE, BINARY):
            continue
        if kind & _MANY and "-" not in name:  # lengths of many values
            _expect(file, streams, name, node, part)
            continue
        raw = _content(file, node, part)
        stated = listed.get((tag, kind))
        if not kind & _MANY and _lacks(stated, kind, len(raw)):
            file.gaps.append(Gap(Reason.MALFORMED if stated is None else Reason.TRUNCATED, part=part))
        found.append(Value(tag, kind & ~_MANY, raw, file.names.get(tag, "")))
    for (tag, kind), raw in listed.items():
        is_stream = kind & _MANY or kind in (STRING, UNICODE, BINARY)
        if not is_stream:
            found.append(Value(tag, kind, raw, file.names.get(tag, "")))
        elif tag != _DATA and f"{_STREAM}{tag:04x}{kind:04x}" not in streams and not _is_empty(kind, raw):
            file.gaps.append(Gap(Reason.SOME_PARTS_FAILED, part=part))
    return found


def _is_empty(kind: int, raw: bytes) -> bool:
    return int.from_bytes(raw[:4], "little") <= _TERMINATORS.get(kind, 0)


def _lacks(stated: bytes | None, kind: int, held: int) -> bool:
    """True when a stream holds less than the list says, or the list knows nothing of a text."""
    if stated is None:
        return kind != BINARY
    return held < int.from_bytes(stated[:4], "little") - _TERMINATORS.get(kind, 0)


def _expect(file: _File, streams: dict[str, Any], name: str, node: Any, part: str) -> None:
    """Many values in one: a stream each, as many as there are lengths."""
    width = 8 if int(name[-4:], 16) & ~_MANY == BINARY else 4
    count = min(node.size, file.left) // width
    present = sum(1 for other in streams if other.startswith(f"{name}-"))
    if present < count:
        file.gaps.append(Gap(Reason.SOME_PARTS_FAILED, part=part))


def _parsed(name: str) -> tuple[int, int]:
    """Property id and type in the name of a stream; zeros where it is none."""
    try:
        return int(name[12:16], 16), int(name[16:20], 16) if name.startswith(_STREAM) else 0
    except ValueError:
        return 0, 0


def _listed(file: _File, node: Any, part: str, head: int) -> dict[tuple[int, int], bytes]:
    """The list of properties: (id, type) and eight bytes, the value or the size of its stream."""
    raw = _content(file, node, part)[head:] if node is not None else b""
    if len(raw) % _ENTRY.size or node is None:
        file.gaps.append(Gap(Reason.MALFORMED, part=part))
    whole = raw[: len(raw) // _ENTRY.size * _ENTRY.size]
    return {(tag, kind): value for kind, tag, _, value in _ENTRY.iter_unpack(whole)}


def _content(file: _File, node: Any, part: str) -> bytes:
    """Bytes of a stream; a Gap where they cannot be had."""
    if node.size > min(MAX_STREAM, file.left):
        file.gaps.append(Gap(Reason.LIMIT_SIZE, node.size, part=part))
        return b""
    file.left -= node.size
    try:
        raw: bytes = file.ole._open(node.isectStart, node.size).read()  # by name, one of two would hide the other
    except FAULTS:
        file.gaps.append(Gap(Reason.TRUNCATED, node.size, part=part))
        return b""
    return raw


def _names(file: _File, storage: Any) -> dict[int, str]:
    """Names of named properties."""
    streams = {kid.name.lower(): kid for kid in storage.kids if kid.entry_type == _STREAM_KIND}
    entries, texts = (streams.get(f"{_STREAM}{tag}") for tag in ("00030102", "00040102"))
    listed = _content(file, entries, "names") if entries is not None else b""
    return named(listed, _content(file, texts, "names") if texts is not None else b"")
