"""Outlook messages (MS-OXMSG): attachments, messages attached to messages, and streams that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.compound_file import STREAM, CompoundFile, Node, pieces
from leakassay.custody.openers.compound_rebuilt import Part, part_of, stated_bytes, written
from leakassay.custody.openers.found import Found, elsewhere, refused
from leakassay.custody.openers.ole_object import embedded, printable
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason

PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_NAMED = "__nameid_version1.0"
_DATA, _OBJECT = "__substg1.0_37010102", "__substg1.0_3701000d"
_NAMES = ("3707", "3704", "3001", "370d")
"""Long name, short name, display name, long path; as Unicode or in a code page."""

_NAME_BYTES = 2048
_INNER_HEAD, _OUTER_HEAD = 24, 32
"""Bytes before the properties of an attached message, and of one that is a file."""


def is_message(file: CompoundFile) -> bool:
    """True when the root is a message."""
    return file.root.child(PROPERTIES) is not None


def attachments(item: OpenItem, file: CompoundFile) -> Iterator[Found]:
    """What a message carries: attachments in their order, then streams that no message has."""
    for node in sorted(file.root.children, key=lambda child: child.name.lower()):
        if node.is_stream:
            if not node.name.startswith("__") and node.size:
                yield _hidden(file, node)
        elif node.name.lower().startswith(_ATTACHMENT):
            yield from _attachment(item, file, node)
        elif not node.name.startswith("__"):
            yield from embedded(item, file, node, printable(node.name))


def _hidden(file: CompoundFile, node: Node) -> Found:
    view = file.stream(node)
    return Found(printable(node.name), view.size, lambda: pieces(view))


def _attachment(item: OpenItem, file: CompoundFile, storage: Node) -> Iterator[Found]:
    name = _name(file, storage)
    data, inner = storage.child(_DATA), storage.child(_OBJECT)
    if inner is not None and not inner.is_stream:
        if inner.child(PROPERTIES) is not None:
            yield _message(item, file, inner, name if name.lower().endswith(".msg") else f"{name or 'message'}.msg")
        else:
            yield from embedded(item, file, inner, name or "object")
    if data is not None and data.is_stream and data.size:
        view = file.stream(data)
        yield Found(name, view.size, lambda: pieces(view))
    elif data is None and inner is None:
        yield elsewhere(name)


def _message(item: OpenItem, file: CompoundFile, storage: Node, name: str) -> Found:
    """An attached message as a file: with a longer head, and with the names of properties that only the root has."""
    stated = stated_bytes(storage)
    if stated > item.size:
        return refused(name, Reason.LIMIT_OVERLAP)
    try:
        part = part_of(file, storage)
        named = file.root.child(_NAMED)
        if named is not None and storage.child(_NAMED) is None and stated_bytes(named) <= item.size:
            part.parts.append(part_of(file, named))
    except ItemError as error:
        return refused(name, error.reason)
    part.parts = [_outer(inner) for inner in part.parts]
    return Found(name, stated, lambda: written(part))


def _outer(part: Part) -> Part:
    """The property stream with the head that it has in a file."""
    if part.kind != STREAM or part.name.lower() != PROPERTIES or part.size < _INNER_HEAD:
        return part

    def chunks() -> Iterator[bytes]:
        whole = b"".join(part.chunks())
        yield whole[:_INNER_HEAD] + bytes(_OUTER_HEAD - _INNER_HEAD) + whole[_INNER_HEAD:]

    return Part(part.name, STREAM, size=part.size + _OUTER_HEAD - _INNER_HEAD, chunks=chunks)


def _name(file: CompoundFile, storage: Node) -> str:
    """File name of an attachment, without the folders before it; "" when it has none."""
    for tag in _NAMES:
        for kind, encoding in (("001f", "utf-16-le"), ("001e", "cp1252")):
            node = storage.child(f"__substg1.0_{tag}{kind}")
            if node is not None and node.is_stream:
                text = file.stream(node).pread(_NAME_BYTES, 0).decode(encoding, "replace").strip("\0 ")
                if text := text.replace("\\", "/").rsplit("/", 1)[-1]:
                    return text
    return ""
