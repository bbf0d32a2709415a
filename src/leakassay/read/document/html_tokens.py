"""Markup told apart in one linear pass, as its pieces come: tags, text, comments, and what is raw (scripts, styles).

The standard library's parser needs quadratic time on unclosed tags. Here each character is looked at a fixed number of
times: whatever is not closed lasts to the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum


class Kind(Enum):
    """What a token is."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"
    RAW = "raw"


Token = tuple[Kind, str, str]
"""Kind; name in lower case of a tag or of the element whose raw text it is; text, or the attributes as written."""

RAW_ELEMENTS = frozenset({"script", "style", "xmp", "noembed", "plaintext"})
"""Elements in which tags mean nothing."""

MAX_UNCLOSED = 64
"""Tags that run to the end of what is there; after so many of them quotes mean nothing any more."""

MAX_TAG = 1 << 20
"""Characters of a tag; a longer one is text."""

_NAME = re.compile(r"[A-Za-z][^\s/<>\"'=]{0,127}")
_NEXT = re.compile(r"[<>\"']")
_NEXT_BARE = re.compile(r"[<>]")
_ENTITY_CHARACTERS = 40
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]{1,200})(?:\s{0,64}=\s{0,64}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def tokens(pieces: Iterable[str]) -> Iterator[Token]:
    """Tokens of a page as its pieces come; text may come in several."""
    lexer = _Lexer()
    for piece in pieces:
        yield from lexer.feed(piece, is_last=False)
    yield from lexer.feed("", is_last=True)


def attributes(written: str) -> Iterator[tuple[str, str]]:
    """Names in lower case and values of the attributes of a tag, in order; the value of a bare name is empty."""
    for found in _ATTRIBUTE.finditer(written):
        yield found[1].lower(), found[2] or found[3] or found[4] or ""


def swallows(written: str) -> bool:
    """True when other tags stand in one, outside of the values of its attributes: a quote opened or closed too much."""
    return "<" in _ATTRIBUTE.sub("", written)


class _Lexer:
    def __init__(self) -> None:
        self._rest = ""
        self._inside = ""
        """"" in text, "!" in a comment, else the element whose raw text goes on."""
        self._unclosed = 0

    def feed(self, piece: str, *, is_last: bool) -> Iterator[Token]:
        """Take a piece."""
        text = self._rest + piece
        last = {quote: text.rfind(quote) for quote in ("'", '"')}
        at = 0
        while at < len(text):
            if self._inside:
                step = self._raw(text, at, is_last=is_last)
            elif text[at] == "<":
                step = self._markup(text, at, last, is_last=is_last)
            else:
                step = self._text(text, at, is_last=is_last)
            if step is None:
                break
            token, at = step
            if token is not None:
                yield token
        self._rest = text[at:]

    def _text(self, text: str, at: int, *, is_last: bool) -> tuple[Token | None, int] | None:
        """Text up to the next tag; a reference at the end waits for its end."""
        end = text.find("<", at)
        if end < 0:
            end = len(text)
            mark = text.rfind("&", max(at, end - _ENTITY_CHARACTERS))
            end = mark if mark >= 0 and not is_last and ";" not in text[mark:] else end
            if end == at:
                return None
        return (Kind.TEXT, "", text[at:end]), end

    def _raw(self, text: str, at: int, *, is_last: bool) -> tuple[Token | None, int] | None:
        """Text of a comment, a script or a style, up to its end."""
        if self._inside == "!":
            end, kind, name, mark = text.find("-->", at), Kind.COMMENT, "", 3
        else:
            end, kind, name, mark = _closing(text, at, self._inside), Kind.RAW, self._inside, 0
        if end >= 0:
            self._inside = ""
            return (kind, name, text[at:end]), end + mark
        end = len(text) if is_last else len(text) - len(name) - 3
        return ((kind, name, text[at:end]), end) if end > at else None

    def _markup(self, text: str, at: int, last: dict[str, int], *, is_last: bool) -> tuple[Token | None, int] | None:
        """A tag, a comment, a declaration, or a sign that is none of them."""
        if not is_last and len(text) - at < len("<![CDATA["):
            return None
        if text.startswith("<!--", at):
            self._inside = "!"
            return None if at + 4 > len(text) else (None, at + 4)
        if text.startswith(("<!", "<?"), at):
            return self._declaration(text, at, is_last=is_last)
        is_closing = text.startswith("</", at)
        name = _NAME.match(text, at + 1 + is_closing)
        if name is None:
            return (Kind.TEXT, "", "<"), at + 1
        end = _tag_end(text, name.end(), last, _NEXT if self._unclosed < MAX_UNCLOSED else _NEXT_BARE)
        self._unclosed += end == -2
        if end == -2 and not is_last and len(text) - at < MAX_TAG:
            return None
        if end < 0 or end - at > MAX_TAG:
            return (Kind.TEXT, "", "<"), at + 1
        said = name[0].lower()
        if not is_closing and said in RAW_ELEMENTS and text[end - 1] != "/":
            self._inside = said
        return (Kind.CLOSE if is_closing else Kind.OPEN, said, text[name.end() : end]), end + 1

    def _declaration(self, text: str, at: int, *, is_last: bool) -> tuple[Token | None, int] | None:
        """A doctype, an instruction, or character data of XHTML."""
        mark = "]]>" if text.startswith("<![CDATA[", at) else "?>" if text.startswith("<?", at) else ">"
        end = text.find(mark, at)
        if end < 0 and not is_last and len(text) - at < MAX_TAG:
            return None
        if end < 0 or end - at > MAX_TAG:
            return (Kind.TEXT, "", "<"), at + 1
        if mark == "]]>":
            return (Kind.TEXT, "cdata", text[at + 9 : end]), end + 3
        return (Kind.COMMENT, "declaration", text[at + 2 : end]), end + len(mark)


def _closing(text: str, at: int, name: str) -> int:
    """Where the end tag of an element begins, whatever its case; -1 where there is none."""
    found = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
    return found.start() if found else -1


def _tag_end(text: str, at: int, last: dict[str, int], sign: re.Pattern[str] = _NEXT) -> int:
    """Where a tag is closed, outside of quotes; a quote that is not closed means nothing.

    Returns:
        Offset of its end; -1 where another one begins first, -2 where the text ends first.
    """
    while found := sign.search(text, at):
        if found[0] in "<>":
            return found.start() if found[0] == ">" else -1
        at = found.end()
        if last[found[0]] >= at:
            at = text.find(found[0], at) + 1
    return -2
