"""A page of mark-up to text and rows: what is shown, what is hidden, what attributes, comments and scripts say."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterable, Iterator

from leakassay.model.batch import Batch, Property
from leakassay.read.document.flow import Flow
from leakassay.read.document.html_tokens import Kind, Token, attributes, swallows

_BREAKING = frozenset({
    "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre", "title", "head",
    "body", "html", "section", "article", "aside", "nav", "header", "footer", "main", "dt", "dd", "dl", "option",
    "select", "form", "fieldset", "legend", "textarea", "caption", "address", "figure", "figcaption", "details",
    "summary", "center", "template", "noscript", "button", "meta",
})  # fmt: skip
_SPACING = frozenset({"img", "input", "td", "th", "label"})
_LAYOUT = frozenset({
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "charset", "class", "clear", "color", "cols", "colspan",
    "coords", "dir", "enctype", "face", "height", "hspace", "http-equiv", "lang", "language", "link", "media", "method",
    "nowrap", "rel", "rows", "rowspan", "scope", "shape", "size", "start", "style", "tabindex", "target", "type",
    "usemap", "valign", "version", "vlink", "vspace", "width", "xml:lang", "xmlns",
})  # fmt: skip
"""Attributes of the layout: told only where they hold what no layout does."""
_BARE = frozenset({"alt", "title", "placeholder", "label", "summary", "href", "src", "action", "cite", "abbr"})
"""Attributes whose value is told without the name."""
_PAIRED = ("value", "content")
"""Attributes that another one (`name`, `property`, `id`) gives a name."""
_ODD = re.compile(r"[<>]|\d{6}")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_META = {
    "author": "author", "generator": "application", "description": "description", "keywords": "keywords",
    "copyright": "copyright", "company": "company", "created": "created_at", "changed": "modified_at",
    "creator": "author", "dc.creator": "author", "dc.title": "title", "progid": "application", "originator": "author",
}  # fmt: skip
_DATA = "data:text/"
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
MAX_VALUE = 4096
"""Characters of a property."""


class Page:
    """Puts tokens into a flow.

    Attributes:
        is_opened: True once `<html>` was seen.
        is_bare: True while a document type has no element behind it.
        is_closed: True once `</html>` was.
        is_doubtful: True once a tag swallowed others: a quote in it is damaged.
    """

    def __init__(self, flow: Flow, *, is_html: bool = True) -> None:
        self._flow = flow
        self._is_html = is_html
        self._pre = 0
        self._title: list[str] | None = None
        self.is_opened = self.is_bare = False
        self.is_closed = False
        self.is_doubtful = False

    def take(self, tokens: Iterable[Token]) -> Iterator[Batch | Property]:
        """Batches and properties as they are complete."""
        for number, (kind, name, said) in enumerate(tokens):
            if kind is Kind.TEXT:
                self._text(said if name else html.unescape(said))
            elif kind is Kind.OPEN:
                yield from self._open(name, said)
            elif kind is Kind.CLOSE:
                yield from self._close(name)
            else:
                self._aside(name, said)
            if not number % 1024:
                yield from self._flow.ready()

    def _text(self, text: str) -> None:
        text = text if self._pre else _BLANKS.sub(" ", text)
        if self._title is not None and len(self._title) < 100:
            self._title.append(text)
        if self._pre:
            *lines, text = text.split("\n")
            for line in lines:
                self._flow.word(line)
                self._flow.end_line()
        self._flow.word(text)

    def _aside(self, name: str, said: str) -> None:
        """Comments, scripts and styles: text, a line of its own; not the doctype."""
        is_doctype = name == "declaration" and said[:7].lower() == "doctype"
        self.is_bare |= is_doctype and not self.is_opened
        if not is_doctype or "[" in said:
            for line in said.splitlines():
                self._flow.line(html.unescape(line))

    def _open(self, name: str, written: str) -> Iterator[Property]:
        self.is_opened |= name == "html"
        self.is_bare = False
        given = dict(attributes(written)) if "=" in written else {}
        if "<" in written and swallows(written):
            self.is_doubtful = True
            self._flow.line(html.unescape(written))
        if not self._is_html:
            self._flow.end_line()
        elif name == "table":
            self._flow.open_table()
        elif name == "tr":
            self._flow.open_row()
        elif name in ("td", "th"):
            span = given.get("colspan", "1")
            self._flow.open_cell(int(span[:4]) if span[:4].isdecimal() and span.isascii() else 1)
        elif name in _BREAKING:
            self._flow.end_line()
        if name in _SPACING:
            self._flow.word(" ")
        self._pre += name == "pre"
        if name == "title":
            self._title = []
        if given:
            yield from self._attributes(name, given)

    def _close(self, name: str) -> Iterator[Property]:
        self.is_closed |= name == "html"
        if not self._is_html:
            self._flow.end_line()
        elif name == "table":
            self._flow.close_table()
        elif name == "tr":
            self._flow.close_row()
        elif name in ("td", "th"):
            self._flow.close_cell()
        elif name in _BREAKING:
            self._flow.end_line()
        if name == "pre":
            self._pre = max(0, self._pre - 1)
        if name == "title" and self._title is not None:
            title, self._title = "".join(self._title).strip(), None
            if title:
                yield Property("title", title[:MAX_VALUE])

    def _attributes(self, name: str, given: dict[str, str]) -> Iterator[Property]:
        """Words of attributes, each a line of its own beside what it belongs to."""
        called = given.get("name") or given.get("property") or given.get("id") or ""
        for key, written in given.items():
            value = html.unescape(written).strip()
            if not value or ((key in _LAYOUT or key.startswith("xmlns:")) and not _ODD.search(value)):
                continue
            self.is_doubtful |= key in _LAYOUT and "<" in value
            if value[:10].lower() == _DATA:
                for line in words_of(value).splitlines():
                    self._flow.line(line)
            if key in _PAIRED:
                self._flow.line(f"{called}: {value}" if called else value)
            elif key in _BARE:
                self._flow.line(value)
            elif key not in ("name", "property", "id", "for") or name not in ("input", "meta", "label", "option"):
                self._flow.line(f"{key.removeprefix('data-')}: {value}")
        if name == "meta" and called.lower() in _META and given.get("content"):
            yield Property(_META[called.lower()], html.unescape(given["content"])[:MAX_VALUE])


def words_of(address: str) -> str:
    """The text that stands in an address itself (`data:text/…`, RFC 2397), unpacked; "" where it is damaged."""
    head, _, data = address.partition(",")
    raw = _PERCENT.sub(lambda found: bytes([int(found[1], 16)]), data.encode("utf-8", "replace"))
    if head.lower().endswith(";base64"):
        try:
            raw = base64.b64decode("".join(raw.decode("ascii").split()) + "==")
        except (binascii.Error, ValueError):
            return ""
    return raw.decode("utf-8", "replace")
