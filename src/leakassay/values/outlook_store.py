"""Outlook stores as libpff gives them, for the opener that takes attachments and the reader that tells messages alike.

Both must see the same folders and messages under the same names, so the walk lies in the ground. The nodes are libpff's
own objects; nothing of it is imported here, and whatever a node is asked may fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 64
"""Folders inside folders, and messages attached to messages."""

FAULTS = (OSError, RuntimeError, ValueError, TypeError, AttributeError, OverflowError, SystemError, MemoryError)
"""What libpff raises on damaged stores, by name (MemoryError: an item it cannot make); items may lack any attribute."""


@dataclass(frozen=True)
class Place:
    """A folder or a message.

    Attributes:
        path: by names of folders and numbers of messages; "" is the root.
        node: libpff's object; None for one that cannot be had.
        is_too_deep: beyond `MAX_DEPTH`, and not gone into.
    """

    path: str
    node: Any
    is_too_deep: bool = False


def walk(store: Any) -> Iterator[Place]:
    """Every folder and message, orphans last, without recursion; no item twice, whatever the tree says."""
    seen: set[int] = set()
    orphans = [("orphans", 0, one) for one in reversed(children(store, "orphan_item"))]
    waiting: list[tuple[str, int, Any]] = [*orphans, ("", 0, asked(store, "get_root_folder"))]
    while waiting:
        path, depth, node = waiting.pop()
        identifier = None if node is None else asked(node, "get_identifier")
        if identifier in seen:
            continue
        if isinstance(identifier, int):
            seen.add(identifier)
        yield Place(path, node, is_too_deep=depth > MAX_DEPTH)
        if node is None or depth > MAX_DEPTH:
            continue
        inner = children(node, "sub_item")
        places = [(_step(path, child, number), depth + 1, child) for number, child in enumerate(inner, 1)]
        for number, attachment in enumerate(children(node, "attachment"), 1):
            places += [(f"{path}/attached{number}", depth + 1, child) for child in nested(attachment)]
        waiting += reversed(places)


def nested(attachment: Any) -> list[Any]:
    """Messages inside an attachment, as far as libpff opens it."""
    return children(attachment, "sub_item") if attachment is not None else []


def _step(path: str, child: Any, number: int) -> str:
    """Path of a folder by its name, of a message by its number: subjects are left alone."""
    name = asked(child, "get_name") if child is not None else None
    step = name.replace("/", "_") if isinstance(name, str) and name else str(number)
    return f"{path}/{step}" if path else step


def children(node: Any, one: str, many: str = "") -> list[Any]:
    """Children of a kind, none where an item of its kind has none; None for one, or for all, that cannot be had."""
    question = f"get_number_of_{many or one + 's'}"
    if not hasattr(node, question):
        return []
    count = asked(node, question)
    return [asked(node, f"get_{one}", at) for at in range(count)] if isinstance(count, int) else [None]


def asked(node: Any, question: str, *words: int) -> Any:
    """What a method of libpff answers; None where it has none or fails."""
    try:
        return getattr(node, question)(*words)
    except FAULTS:
        return None
