"""Outlook stores (PST, OST): attachments of every message in every folder, orphans and recovered folders too.

Needs the extra `mailstores` (libpff, LGPL); without it the store is `reader_not_installed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypff

from leakassay.custody.openers.found import Found, numbered, refused
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Opening
from leakassay.model.outcomes import Outcome, Reason
from leakassay.values import outlook_store
from leakassay.values.outlook_store import FAULTS, asked, children

_DATA, _OBJECT, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME = 0x3701, 0x000D, 0x3707, 0x3704, 0x3001


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a store.

    Args:
        item: the store.
        first: number of the attachment to begin with.

    Yields:
        Attachments, named by folder, number of the message in it, and file name. A message attached to a message is
        the reader's where libpff opens it, its attachments are listed then; else it is listed as unsupported: libpff
        gives no file of it. A Gap of no bytes for each part that cannot be walked.

    Raises:
        ItemError: the store cannot be opened (malformed).
    """
    store = pypff.file()
    source = item.file()
    try:
        store.open_file_object(source)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    try:
        yield from numbered(_walked(store), item.size, first)
    finally:
        store.close()
        source.close()


def _walked(store: Any) -> Iterator[Found | Gap]:
    """Attachments of all items."""
    for place in outlook_store.walk(store):
        if place.node is None:
            yield Gap(Reason.SOME_PARTS_FAILED)
        elif place.is_too_deep:
            yield refused(place.path, Reason.LIMIT_DEPTH)
        else:
            for number, attachment in enumerate(children(place.node, "attachment"), 1):
                if not outlook_store.nested(attachment):
                    yield _attachment(attachment, place.path, number)


def _attachment(node: Any, path: str, number: int) -> Found | Gap:
    if node is None:
        return Gap(Reason.SOME_PARTS_FAILED)
    size = asked(node, "get_size")
    entries = _entries(node)
    name = next((entries[tag] for tag in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME) if entries.get(tag)), "")
    place = f"{path}/{name.replace('/', '_') or f'attachment{number}'}"
    packed = size if isinstance(size, int) and size > 0 else 0
    if _OBJECT in entries:
        return Found(place, packed, outcome=Outcome.UNSUPPORTED, reason=Reason.NO_READER)
    if not isinstance(size, int) or size < 0:
        return Found(place, 0, outcome=Outcome.FAILED, reason=Reason.MALFORMED)
    return Found(place, packed, lambda: _bytes(node, packed))


def _bytes(node: Any, size: int) -> Iterator[bytes]:
    at = 0
    try:
        node.seek_offset(0, 0)
        while at < size:
            piece = node.read_buffer(min(READ_CHUNK, size - at))
            if not piece:
                break
            yield piece
            at += len(piece)
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED, bytes_read=at) from error
    if at < size:
        raise ItemError(Reason.TRUNCATED, bytes_read=at)


def _entries(node: Any) -> dict[int, str]:
    """Names of an attachment by property; the key `_OBJECT` says that it is a message or an object."""
    said: dict[int, str] = {}
    for record_set in children(node, "record_set"):
        for entry in children(record_set, "entry", "entries") if record_set is not None else []:
            kind, value_type = asked(entry, "get_entry_type"), asked(entry, "get_value_type")
            if kind == _DATA and value_type == _OBJECT:
                said[_OBJECT] = "object"
            elif kind in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME):
                text = asked(entry, "get_data_as_string")
                said[kind] = text.replace("\0", "") if isinstance(text, str) else ""
    return said
