"""Documents that stand in FHIR as base64: words are read in place, what is no text is named as a gap."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from leakassay.read.health.charset import text_of
from leakassay.read.health.fhir_tree import RESOURCE, Tree, any_of, printed
from leakassay.values.inline_document import is_document, without_blanks

_TAG = re.compile(r"<[^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_SAMPLED = ("origin", "dimensions")


class Attachment(NamedTuple):
    """One of them.

    Attributes:
        kind: media type as stated.
        text: its words; "" where it is no text.
        size: characters of base64.
        is_item: True where an opener has taken it out.
    """

    kind: str
    text: str
    size: int
    is_item: bool = False


def attachments(tree: Tree, *, is_opened: bool = False) -> Iterator[Attachment]:
    """Documents of one resource, those of resources inside it left out; no recursion.

    Args:
        tree: the resource.
        is_opened: True where an opener has taken documents out: those are told and not read.
    """
    waiting: list[object] = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            if RESOURCE in one and one is not tree:
                continue
            data = one.get("data") or (one.get("content") if one.get(RESOURCE) == "Binary" else "")
            if isinstance(data, str) and data and not any(name in one for name in _SAMPLED):
                yield opened(any_of(one, "contentType", "mediaType"), data, is_opened=is_opened)
            waiting.extend(reversed(one.values()))


def opened(kind: str, data: str, *, is_opened: bool = False) -> Attachment:
    """A document from its base64; what is no base64 is its own text."""
    if is_opened and is_document(without_blanks(data.encode("utf-8", "replace"))):
        return Attachment(kind, "", len(data), is_item=True)
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return Attachment(kind, printed(data), len(data))
    if raw.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Attachment(kind, "", len(data))
    text = text_of(raw)
    if len(_CONTROL.findall(text[:65536])) * 50 > len(text[:65536]):
        return Attachment(kind, "", len(data))
    is_marked = "html" in kind or "xml" in kind or text.lstrip()[:1] == "<"
    return Attachment(kind, words(text) if is_marked else text, len(data))


def words(marked: str) -> str:
    """The words of HTML or of a narrative in it, tags as line ends."""
    lines = map(str.strip, html.unescape(_TAG.sub("\n", marked)).split("\n"))
    return "\n".join(line for line in lines if line)


def marks(marked: str) -> dict[str, None]:
    """The tags that `words` leaves out, attributes and all, each once."""
    return dict.fromkeys(tag.strip("</> ") for tag in _TAG.findall(marked))
