"""CDA and other HL7 v3 XML as elements without name spaces: documents, fragments, several roots, cut ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

from leakassay.model.outcomes import Reason

PARSED_AT_ONCE = 1 << 20
"""Bytes fed to expat at a time."""

_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,400}\?>")


@dataclass
class Parsed:
    """What an XML text came to.

    Attributes:
        root: an element of our own around whatever stands in the text.
        bytes: how far it was understood.
        fault: why no further; the empty reason when it is whole.
        comments: comments and instructions of XML, which no reader shows.
    """

    root: Element = field(default_factory=lambda: Element("all"))
    bytes: int = 0
    fault: Reason = Reason.NONE
    comments: list[str] = field(default_factory=list)


class _DoctypeError(Exception):
    """A DTD begins."""


def parse(content: bytes) -> Parsed:
    """Parse a text.

    Args:
        content: UTF-8, whatever its declaration says; any number of roots.
    """
    done = Parsed()
    builder = _Builder(done)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.CommentHandler = builder.characters, done.comments.append
    parser.ProcessingInstructionHandler = lambda target, data: done.comments.append(f"{target} {data}")
    declared = _DECLARATION.match(content)
    begin = declared.end() if declared else 0
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(b"<all>")
        for at in range(begin, len(content), PARSED_AT_ONCE):
            parser.Parse(content[at : at + PARSED_AT_ONCE])
        done.bytes = len(content)
        if builder.depth > 1:
            done.fault = Reason.TRUNCATED
        parser.Parse(b"</all>", True)  # noqa: FBT003  expat takes no keywords
    except expat.ExpatError:
        done.bytes = max(0, min(begin + parser.ErrorByteIndex - len(b"<all>"), len(content)))
        done.fault = done.fault or Reason.MALFORMED
    except _DoctypeError:
        done.fault = Reason.MALFORMED
    return done


def _refuse(*_: Any) -> None:
    raise _DoctypeError


class _Builder:
    """Elements as they come."""

    def __init__(self, done: Parsed) -> None:
        self._open: list[Element] = []
        self._root = done.root

    @property
    def depth(self) -> int:
        """Elements that are open, our own included."""
        return len(self._open)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        made = Element(name.rpartition(":")[2], local) if self._open else self._root
        if self._open:
            self._open[-1].append(made)
        self._open.append(made)

    def end(self, _: str) -> None:
        """An element ends."""
        if self._open:
            self._open.pop()

    def characters(self, text: str) -> None:
        """Text, behind the last child of the open element or at its beginning."""
        if not self._open:
            return
        holder = self._open[-1]
        if len(holder):
            holder[-1].tail = (holder[-1].tail or "") + text
        else:
            holder.text = (holder.text or "") + text
