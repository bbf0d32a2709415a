"""FHIR in XML to the trees that FHIR in JSON has: expat, without DTD and entities, without recursion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from leakassay.model.outcomes import Reason
from leakassay.read.health.fhir_tree import RESOURCE, Tree

FHIR = "http://hl7.org/fhir"
PARSED_AT_ONCE = 1 << 20
"""Bytes fed to expat at a time."""


@dataclass
class Parsed:
    """What an XML document came to.

    Attributes:
        roots: the root element, closed early where the document is cut or damaged.
        bytes: how far it was understood.
        fault: why no further; the empty reason when it is whole.
    """

    roots: list[Tree] = field(default_factory=list)
    bytes: int = 0
    fault: Reason = Reason.NONE


@dataclass(slots=True)
class _Frame:
    """An element that is open."""

    name: str
    tree: Tree = field(default_factory=dict)
    value: str | None = None
    text: list[str] = field(default_factory=list)


class _DoctypeError(Exception):
    """A DTD begins."""


def parse(content: bytes) -> Parsed:
    """Parse one document.

    Args:
        content: UTF-8, whatever its declaration says.
    """
    done = Parsed()
    builder = _Builder(done)
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.CommentHandler = builder.characters, builder.comment
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for at in range(0, len(content), PARSED_AT_ONCE):
            parser.Parse(content[at : at + PARSED_AT_ONCE])
        parser.Parse(b"", True)  # noqa: FBT003  expat takes no keywords
        done.bytes = len(content)
    except expat.ExpatError as error:
        done.bytes = max(0, min(parser.ErrorByteIndex, len(content)))
        unfinished = {expat.errors.codes[message] for message in _CUT}
        done.fault = Reason.TRUNCATED if error.code in unfinished else Reason.MALFORMED
    except _DoctypeError:
        done.fault = Reason.MALFORMED
    builder.close()
    return done


_CUT = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
)


def _refuse(*_: Any) -> None:
    raise _DoctypeError


class _Builder:
    """Elements to trees."""

    def __init__(self, done: Parsed) -> None:
        self._done = done
        self._open: list[_Frame] = []
        self._narrative = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: its attributes are its first leaves, `value` is the element's own."""
        space, _, local = name.rpartition("}")
        if self._narrative or (space != FHIR and local == "div"):
            self._narrative += 1
            if self._narrative > 1:
                self._open[-1].text += ["\n", *(f"{value} " for value in attributes.values())]
                return
        frame = _Frame(local)
        for key, value in attributes.items():
            place = key.rpartition("}")[2]
            if place == "value":
                frame.value = value
            else:
                frame.tree[place] = value
        if local[:1].isupper():
            frame.tree = {RESOURCE: local, **frame.tree}
        self._open.append(frame)

    def characters(self, text: str) -> None:
        """Text: of narratives, and wherever else somebody wrote some."""
        if self._open:
            self._open[-1].text.append(text)

    def comment(self, text: str) -> None:
        """A comment of XML, which no reader shows."""
        if self._open:
            _put(self._open[-1].tree, "fhir_comments", text)

    def end(self, _: str) -> None:
        """An element ends."""
        if self._narrative:
            self._narrative -= 1
            if self._narrative:
                self._open[-1].text.append("\n")
                return
        self._close()

    def close(self) -> None:
        """Close whatever is open."""
        while self._open:
            self._close()

    def _close(self) -> None:
        frame = self._open.pop()
        text = "".join(frame.text).strip()
        if text:
            _put(frame.tree, "div" if frame.name == "div" else "text", text)
        if not self._open:
            self._done.roots.append(frame.tree if frame.value is None else {frame.name: frame.value, **frame.tree})
            return
        holder = self._open[-1]
        above = holder.tree
        if frame.name == "div" and "div" in frame.tree:
            _put(above, "div", frame.tree["div"])
        elif RESOURCE in frame.tree and not above and not holder.name[:1].isupper():
            holder.tree = frame.tree  # `contained`, `resource` and `outcome` hold a resource: it takes their place
        elif frame.value is None:
            _put(above, frame.name, frame.tree)
        else:
            _put(above, frame.name, frame.value)
            if frame.tree:
                _put(above, f"_{frame.name}", frame.tree)


def _put(tree: Tree, name: str, value: Any) -> None:
    """Add a value; a name that is taken holds a list."""
    if name not in tree:
        tree[name] = value
    elif isinstance(tree[name], list):
        tree[name].append(value)
    else:
        tree[name] = [tree[name], value]
