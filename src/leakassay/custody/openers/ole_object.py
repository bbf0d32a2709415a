"""Objects embedded in OLE compound files: packages, whole documents in a storage of their own, hidden files."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers import macro_source
from leakassay.custody.openers.compound_file import MAGIC, CompoundFile, Node, pieces
from leakassay.custody.openers.compound_rebuilt import MAX_DEPTH, part_of, stated_bytes, written
from leakassay.custody.openers.found import Found, refused
from leakassay.custody.openers.ole_native import package
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason

NATIVE = "\x01ole10native"
_WHOLE = {"package": "package", "embeddedodf": "document", "contents": "contents", "embeddedodfpackage": "document"}
"""Streams that are a file as they stand: a package of Office 2007 on, an OpenDocument file, what Acrobat embeds."""

_OBJECT_MARKS = ("\x01ole", "\x01compobj", NATIVE, "package", "contents", "worddocument", "workbook", "book",
                 "powerpoint document", "__properties_version1.0", "visiodocument", "equation native")  # fmt: skip
_SUFFIXES = {"worddocument": ".doc", "workbook": ".xls", "book": ".xls", "powerpoint document": ".ppt",
             "__properties_version1.0": ".msg"}  # fmt: skip

_PROGRAM = ("macros", "_vba_project_cur", "vba", "msodatastore")
"""Storages of macros, of which the source is given, and of XML that describes the document: no objects."""

_FILE_MAGICS = (b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"{\\rtf", MAGIC, b"II*\0", b"MM\0*",
                b"\x1f\x8b\x08", b"Rar!", b"7z\xbc\xaf", b"MZ")  # fmt: skip
_THUMBNAIL_HEADS = (12, 16, 24)
"""Bytes that Windows puts before a picture in its thumbnail caches."""


def objects(item: OpenItem, file: CompoundFile, known: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Every embedded object of a file, storages in the order of the directory.

    Args:
        item: the file's item, for the bytes that it can hold.
        file: the file.
        known: lower-case names of streams of the root that are the document's own.
    """
    waiting: list[tuple[str, Node, int]] = [("", file.root, 0)]
    while waiting:
        place, storage, depth = waiting.pop()
        inner: list[tuple[str, Node, int]] = []
        for child in storage.children:
            name = f"{place}{printable(child.name)}"
            if child.is_stream:
                yield from _stream(file, child, place, is_own=not place and child.name.lower() in known)
            elif depth >= MAX_DEPTH:
                yield refused(name, Reason.LIMIT_DEPTH)
            elif child.name.lower() in _PROGRAM:
                yield from macro_source.modules(file, child, name)
            elif _is_object(child):
                yield from embedded(item, file, child, name)
            else:
                inner.append((f"{name}/", child, depth + 1))
        waiting += reversed(inner)


def embedded(item: OpenItem, file: CompoundFile, storage: Node, place: str) -> Iterator[Found]:
    """What an object's storage holds: the file in it, or the storage as a file of its own."""
    whole = [child for child in storage.children if child.is_stream and _is_whole(child)]
    for child in whole:
        yield from _stream(file, child, f"{place}/", is_own=False)
    if not whole or any(not child.is_stream for child in storage.children):
        yield rebuilt(item, file, storage, place, less=sum(child.size for child in whole))


def rebuilt(item: OpenItem, file: CompoundFile, storage: Node, name: str, less: int = 0) -> Found:
    """A storage as a compound file of its own; refused where it is nested too deeply or says to be longer than all.

    Args:
        item: the outer file's item.
        file: the outer file.
        storage: what to write out.
        name: what to call it, without a suffix.
        less: bytes of it that another member was given for.
    """
    stated = stated_bytes(storage)
    if stated > item.size:
        return refused(name, Reason.LIMIT_OVERLAP)
    try:
        part = part_of(file, storage)
    except ItemError as error:
        return refused(name, error.reason)
    return Found(name + _suffix(storage), stated - less, lambda: written(part))


def _suffix(storage: Node) -> str:
    """What a storage is when it stands alone; the names of what it embeds stand in the file too."""
    names = {child.name.lower() for child in storage.children if child.is_stream}
    return next((suffix for name, suffix in _SUFFIXES.items() if name in names), "")


def printable(name: str) -> str:
    """A name without the control characters that mark names of the system's own."""
    return "".join(sign for sign in name if sign >= " ")


def _is_object(storage: Node) -> bool:
    """True for a storage that is a document of its own."""
    return any(child.is_stream and child.name.lower() in _OBJECT_MARKS for child in storage.children)


def _is_whole(stream: Node) -> bool:
    return stream.size > 0 and (stream.name.lower() in _WHOLE or stream.name.lower() == NATIVE)


def _stream(file: CompoundFile, node: Node, place: str, *, is_own: bool) -> Iterator[Found]:
    """The file that a stream is, if it is one."""
    if is_own or not node.size:
        return
    view = file.stream(node)
    if node.name.lower() == NATIVE:
        held = package(view)
        name = f"{place}{held.name or 'object'}"
        yield Found(name, held.size, lambda: pieces(view, held.start, held.size))
    elif node.name.lower() in _WHOLE:
        yield Found(f"{place}{_WHOLE[node.name.lower()]}", view.size, lambda: pieces(view))
    else:
        head = view.pread(64, 0)
        skip = next((at for at in (0, *_THUMBNAIL_HEADS) if head.startswith(_FILE_MAGICS, at)), -1)
        if skip >= 0:
            start, size = skip, view.size - skip
            yield Found(f"{place}{printable(node.name)}", size, lambda: pieces(view, start, size))
