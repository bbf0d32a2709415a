"""OLE compound files: Word, Excel, PowerPoint to 2003, Outlook messages, embedded objects; attachments are members."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers import message_storage, office_art, office_records, ole_object
from leakassay.custody.openers.compound_file import CompoundFile
from leakassay.custody.openers.found import Found, numbered
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening

_DOCUMENT = ("worddocument", "data", "1table", "0table")
_WORKBOOK = ("workbook", "book")
_SLIDES = "powerpoint document"
_PICTURES = "pictures"
_OWN = frozenset({*_DOCUMENT, *_WORKBOOK, _SLIDES, _PICTURES})


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a compound file.

    Args:
        item: the file.
        first: number of the member to begin with.

    Yields:
        Attachments of a message; else embedded objects, pictures, and streams that are files of their own. A storage
        that is a document is written out as a file, so that it opens in turn.

    Raises:
        ItemError: no compound file (malformed), or too many entries (`limit_members`).
    """
    file = CompoundFile(item)
    found = message_storage.attachments if message_storage.is_message(file) else _documents
    yield from numbered(found(item, file), item.size, first)


def _documents(item: OpenItem, file: CompoundFile) -> Iterator[Found]:
    yield from ole_object.objects(item, file, _OWN)
    for node in file.root.children:
        name = node.name.lower()
        if not node.is_stream or name not in _OWN:
            continue
        view = file.stream(node)
        if name == _SLIDES:
            yield from office_records.objects(view, "embedded")
        elif name in _WORKBOOK:
            yield from office_art.pictures(office_records.drawings(view), "pictures")
        else:
            yield from office_art.pictures(view, name)
