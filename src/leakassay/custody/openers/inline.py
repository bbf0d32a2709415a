"""Documents in base64 inside health messages: each becomes a member; what is words stays with the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from leakassay.custody.openers.found import Found, numbered
from leakassay.model.item import READ_CHUNK, OpenItem
from leakassay.model.member import Opening
from leakassay.values import inline_document
from leakassay.values.inline_document import decoded, found, layout_of

CHUNK = 8 * READ_CHUNK
"""Bytes gone through at a time."""

_SUFFIXES = (
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"PK", "zip"), (b"\xff\xd8", "jpg"), (b"\x89PNG", "png"), (b"II*\0", "tif"),
    (b"MM\0*", "tif"), (b"GIF8", "gif"), (b"\xd0\xcf\x11\xe0", "ole"), (b"<", "xml"),
)  # fmt: skip
"""What a document is called that has no name; its content decides what it is."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a message, a file of them or a log.

    Args:
        item: HL7 v2, FHIR or CDA, as `item.settings["format"]` says.
        first: number of the document to begin with.

    Yields:
        Documents in their order, decoded.

    Raises:
        ItemError: too many of them (`limit_members`).
    """
    layout = layout_of(item.head(64), str(item.settings.get("format", "")))
    yield from numbered(_documents(item, layout), item.size, first)


def _documents(item: OpenItem, layout: inline_document.Layout) -> Iterator[Found]:
    for number, one in enumerate(found(item.chunks(CHUNK), layout), 1):
        head = decoded([one.pieces[0][:64].rstrip(b"=")])
        suffix = next((name for magic, name in _SUFFIXES if head.startswith(magic)), "bin")
        yield Found(f"document{number}.{suffix}", one.size, _chunks_of(one.pieces))


def _chunks_of(pieces: list[bytes]) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        content = decoded(pieces)
        for at in range(0, len(content), READ_CHUNK):
            yield content[at : at + READ_CHUNK]

    return chunks
