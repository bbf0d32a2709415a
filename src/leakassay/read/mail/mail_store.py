"""Outlook stores (PST, OST): every message, contact, appointment and task, each told as a message file is.

Attachments are the opener's. Needs the extra `mailstores` (libpff, LGPL); without it the store is
`reader_not_installed`. Where a store can hide text: named properties, recipients in blind copy, names and comments of
folders, messages attached to messages, folders that
no program shows (search, views, recovered ones), items without a folder: all are told. Not reached: items that were
deleted for good and whose blocks are free, and settings that programs keep beside a folder's items (libpff's Python
interface has no way to them).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pypff

from leakassay.model.batch import Batch, Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.mail import mapi
from leakassay.read.mail.mapi import BINARY, STRING, UNICODE, Outlook, Value
from leakassay.read.mail.mapi_names import named
from leakassay.read.mail.pst_heap import Heap
from leakassay.values import outlook_store
from leakassay.values.outlook_store import FAULTS, asked, children

MAX_ENTRIES = 20_000
"""Properties of one item looked at; Outlook writes about 150."""

MAX_VALUES = 100_000
"""Texts of one property of many."""

_DATA = 0x3701
_METHOD, _AS_MESSAGE = 0x3705, b"\5"
"""How something is attached; as a message."""

MAX_HEAP = 32 << 20
"""Bytes of an attached message's own properties; those of 20,000 recipients have less."""

_FIRST_WIDE = 20
"""Versions from here on count in 64 bits: 23 of Outlook 2003, 36 of 2013."""

_ENTERPRISE = 0x10
"""Way of encryption whose key lies with Windows."""

_MANY = 0x1000
_NAME_STREAMS = (0x0003, 0x0004)
"""List of named properties, and their texts."""


@dataclass
class _Store:
    """What is known of the whole store."""

    names: dict[int, str]
    code_page: int
    is_wide: bool = True
    messages: int = 0
    gaps: list[Gap] = field(default_factory=list)


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield the readings of each item, its parts named by folder and number: "Top of Personal Folders/Inbox/3/body".

    Raises:
        ItemError: the store cannot be opened (malformed), needs a key of Windows
            (encrypted), or holds nothing that says anything (no_text).
    """
    file = pypff.file()
    source = item.file()
    try:
        file.open_file_object(source)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    if asked(file, "get_encryption_type") == _ENTERPRISE:
        raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    is_anything = False
    with closing(source), closing(file):
        store = _Store(_names(file), _code_page(file), is_wide=_version(item) >= _FIRST_WIDE)
        for reading in _walked(file, store):
            is_anything = is_anything or isinstance(reading, Batch)
            yield reading
    if not is_anything:
        raise ItemError(store.gaps[0].reason if store.gaps else Reason.NO_TEXT)
    yield Property("message_count", str(store.messages))
    yield from store.gaps
    lost = min(item.own, max(0, _stated_bytes(item) - item.size))
    if lost:
        yield Gap(Reason.TRUNCATED, lost)
    yield Covered(item.own - lost)


def _version(item: OpenItem) -> int:
    return int.from_bytes(item.pread(2, 10), "little")


def _stated_bytes(item: OpenItem) -> int:
    """Size that the store's header states, by its version; 0 where it cannot be told."""
    head = item.pread(192, 0)
    if _version(item) >= _FIRST_WIDE:
        return int.from_bytes(head[184:192], "little")
    return int.from_bytes(head[168:172], "little")


def _walked(file: Any, store: _Store) -> Iterator[Reading]:
    """Readings of all items."""
    for place in outlook_store.walk(file):
        if place.node is None:
            store.gaps.append(Gap(Reason.SOME_PARTS_FAILED, part=place.path))
        elif place.is_too_deep:
            store.gaps.append(Gap(Reason.LIMIT_DEPTH, part=place.path))
        else:
            yield from _item(store, place.path, place.node)


def _item(store: _Store, path: str, node: Any) -> Iterator[Reading]:
    """One folder or message; a Gap where libpff could not give all of it."""
    lost: list[Reason] = []
    message = Outlook(values=_values(store, node, lost), code_page=store.code_page)
    recipients = _asked_of(node, "recipients")
    if recipients is not None:
        message.recipients = [_set(store, one, lost) for one in children(recipients, "record_set")]
    for number, attachment in enumerate(children(node, "attachment"), 1):
        if attachment is None:
            lost.append(Reason.SOME_PARTS_FAILED)
        else:
            message.others.append((f"Attachment {number} ", _values(store, attachment, lost)))
    store.messages += not hasattr(node, "get_name")
    yield from mapi.readings(message, f"{path}/" if path else "")
    for number, attachment in enumerate(children(node, "attachment"), 1):
        yield from _attached(store, attachment, f"{path}/attached{number}/", lost)
    if lost:
        store.gaps.append(Gap(lost[0], part=path))


def _attached(store: _Store, attachment: Any, prefix: str, lost: list[Reason]) -> Iterator[Reading]:
    """A message attached to a message, where libpff gives no more than its bytes."""
    if attachment is None or asked(attachment, "get_number_of_sub_items"):
        return
    if not any(value.tag == _METHOD and value.raw[:1] == _AS_MESSAGE for value in _values(store, attachment, [])):
        return
    size = asked(attachment, "get_size")
    raw = asked(attachment, "read_buffer", min(size, MAX_HEAP)) if isinstance(size, int) and size > 0 else None
    heap = Heap(raw if isinstance(raw, bytes) else b"", is_wide=store.is_wide)
    values = [replace(value, name=store.names.get(value.tag, "")) for value in heap.values()]
    if values:
        store.messages += 1
        yield from mapi.readings(Outlook(values=values, code_page=store.code_page), prefix)
    if heap.lost or not values:
        lost.append(Reason.SOME_PARTS_FAILED)


def _values(store: _Store, node: Any, lost: list[Reason]) -> list[Value]:
    """Every value of an item."""
    return [value for one in children(node, "record_set") for value in _set(store, one, lost)]


def _set(store: _Store, record_set: Any, lost: list[Reason]) -> list[Value]:
    found: list[Value] = []
    entries = children(record_set, "entry", "entries") if record_set is not None else [None]
    if len(entries) > MAX_ENTRIES:
        lost.append(Reason.LIMIT_ROWS)
    for entry in entries[:MAX_ENTRIES]:
        tag, kind = asked(entry, "get_entry_type"), asked(entry, "get_value_type")
        if entry is None or not isinstance(tag, int) or not isinstance(kind, int):
            lost.append(Reason.SOME_PARTS_FAILED)
            continue
        if tag == _DATA:
            continue
        try:
            raw = entry.get_data()
        except FAULTS:
            lost.append(Reason.SOME_PARTS_FAILED)
            continue
        found += [Value(tag, kind & ~_MANY, one, store.names.get(tag, "")) for one in _split(raw or b"", kind)]
    return found


def _split(raw: bytes, kind: int) -> list[bytes]:
    """Values of a property of many: their count, where each begins, then they."""
    if not kind & _MANY or kind & ~_MANY not in (STRING, UNICODE, BINARY):
        return [raw]
    count = min(int.from_bytes(raw[:4], "little"), len(raw) // 4, MAX_VALUES)
    places = [*struct.unpack_from(f"<{count}I", raw.ljust(4 + 4 * count, b"\0"), 4), len(raw)]
    return [raw[begin:end] for begin, end in pairwise(places)]


def _names(file: Any) -> dict[int, str]:
    """Names of named properties."""
    said: dict[int, bytes] = {}
    for record_set in children(asked(file, "get_name_to_id_map"), "record_set"):
        for entry in children(record_set, "entry", "entries")[:MAX_ENTRIES]:
            tag, raw = asked(entry, "get_entry_type"), asked(entry, "get_data")
            if tag in _NAME_STREAMS and isinstance(raw, bytes):
                said[tag] = raw
    return named(said.get(0x0003, b""), said.get(0x0004, b""))


def _code_page(file: Any) -> int:
    """Code page of texts that are not Unicode; libpff says "cp1252"."""
    said = asked(file, "get_ascii_codepage")
    digits = "".join(filter(str.isdigit, said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)))
    return int(digits[:5] or 0)


def _asked_of(node: Any, attribute: str) -> Any:
    """What an attribute of libpff holds; None where there is none or it fails."""
    try:
        return getattr(node, attribute)
    except FAULTS:
        return None
