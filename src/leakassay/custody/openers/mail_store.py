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

MAX_DEPTH = 64
"""Folders inside folders, and messages attached to messages."""

_FAULTS = (OSError, RuntimeError, ValueError, TypeError, AttributeError, OverflowError, SystemError, MemoryError)
"""What libpff raises on damaged stores, by name (MemoryError: an item it cannot make); items may lack any attribute."""

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
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    try:
        yield from numbered(_walked(store), item.size, first)
    finally:
        store.close()
        source.close()


def _walked(store: Any) -> Iterator[Found | Gap]:
    """Attachments of all items, without recursion; no item twice, whatever the tree says."""
    seen: set[int] = set()
    orphans = [("orphans", 0, one) for one in reversed(_children(store, "orphan_item"))]
    waiting: list[tuple[str, int, Any]] = [*orphans, ("", 0, _asked(store, "get_root_folder"))]
    while waiting:
        path, depth, node = waiting.pop()
        if node is None:
            yield Gap(Reason.SOME_PARTS_FAILED)
            continue
        identifier = _asked(node, "get_identifier")
        if identifier in seen:
            continue
        if isinstance(identifier, int):
            seen.add(identifier)
        if depth > MAX_DEPTH:
            yield refused(path, Reason.LIMIT_DEPTH)
            continue
        inner = _children(node, "sub_item")
        places = [(_place(path, child, number), depth + 1, child) for number, child in enumerate(inner, 1)]
        for number, attachment in enumerate(_children(node, "attachment"), 1):
            nested = _children(attachment, "sub_item") if attachment is not None else []
            if not nested:
                yield _attachment(attachment, path, number)
            places += [(f"{path}/attached{number}", depth + 1, child) for child in nested]
        waiting += reversed(places)


def _place(path: str, child: Any, number: int) -> str:
    """Path of a folder by its name, of a message by its number: subjects are left alone."""
    name = _asked(child, "get_name") if child is not None else None
    step = name.replace("/", "_") if isinstance(name, str) and name else str(number)
    return f"{path}/{step}" if path else step


def _attachment(node: Any, path: str, number: int) -> Found | Gap:
    if node is None:
        return Gap(Reason.SOME_PARTS_FAILED)
    size = _asked(node, "get_size")
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
    except _FAULTS as error:
        raise ItemError(Reason.MALFORMED, bytes_read=at) from error
    if at < size:
        raise ItemError(Reason.TRUNCATED, bytes_read=at)


def _entries(node: Any) -> dict[int, str]:
    """Names of an attachment by property; the key `_OBJECT` says that it is a message or an object."""
    said: dict[int, str] = {}
    for record_set in _children(node, "record_set"):
        for entry in _children(record_set, "entry", "entries") if record_set is not None else []:
            kind, value_type = _asked(entry, "get_entry_type"), _asked(entry, "get_value_type")
            if kind == _DATA and value_type == _OBJECT:
                said[_OBJECT] = "object"
            elif kind in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME):
                text = _asked(entry, "get_data_as_string")
                said[kind] = text.replace("\0", "") if isinstance(text, str) else ""
    return said


def _children(node: Any, one: str, many: str = "") -> list[Any]:
    """Children of a kind, none where an item of its kind has none; None for one, or for all, that cannot be had."""
    question = f"get_number_of_{many or one + 's'}"
    if not hasattr(node, question):
        return []
    count = _asked(node, question)
    return [_asked(node, f"get_{one}", at) for at in range(count)] if isinstance(count, int) else [None]


def _asked(node: Any, question: str, *words: int) -> Any:
    """What a method of libpff answers; None where it has none or fails."""
    try:
        return getattr(node, question)(*words)
    except _FAULTS:
        return None
