"""Text of an HTML mail body, in one linear pass; hidden text, comments and scripts are kept, style sheets are not.

The standard library's parser needs quadratic time on unclosed tags, so tags are told apart by one expression here.
"""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(r"<!--|-->|<!\[CDATA\[|<(/?)([A-Za-z][A-Za-z0-9:]{0,30})([^<>]*)>|<[!?/][^<>]*>")
_SPOKEN = re.compile(
    r"""\b(?:alt|title|value|placeholder|content|label|summary|aria-[a-z]{1,20}|data-[\w-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_LINK = re.compile(r"""\bhref\s*=\s*["']?(?:mailto:|tel:|https?://[^"'\s>/?]{1,255}[/?])([^"'\s>]+)""", re.IGNORECASE)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BLANKS = re.compile(r"[ \t\xa0]{2,}")
_LINES = re.compile(r"\s*\n\s*")

_BREAKING = frozenset({
    "p", "br", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote",
    "pre", "title", "head", "body", "section", "article", "dt", "dd", "option", "form",
})  # fmt: skip
_SPACING = frozenset({"td", "th", "img", "input", "a", "span", "label"})
_UNREAD = frozenset({"style"})


def text_of_html(source: str) -> str:
    """Text that a person or a machine would find in the page, entities undone, one line per block.

    Args:
        source: HTML of any quality; unclosed or nested tags do no harm.
    """
    kept: list[str] = []
    unread, at, begin = "", 0, 0
    for found in _TOKEN.finditer(source):
        if not unread:
            kept.append(source[at : found.start()])
        at = found.end()
        name = (found[2] or "").lower()
        if unread:
            if found[1] and name == unread:
                kept += [f" {piece.partition('*/')[0]} " for piece in source[begin:at].split("/*")[1:]]
            unread = "" if found[1] and name == unread else unread
        elif name in _UNREAD and not found[1]:
            unread, begin = name, at
        elif name:
            kept.append(_said(name, found[3]))
    if not unread:
        kept.append(source[at:])
    text = html.unescape("".join(kept))
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()


def _unescaped(found: re.Match[str]) -> str:
    """Bytes that an address writes as `%` and two digits."""
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def _said(name: str, attributes: str) -> str:
    """What a tag contributes: a line break, a space, the words of its attributes, an address it links to."""
    sign = "\n" if name in _BREAKING else " " if name in _SPACING else ""
    if "=" not in attributes:
        return sign
    words = [value for found in _SPOKEN.findall(attributes) for value in found if value]
    words += [_PERCENT.sub(_unescaped, address) for address in _LINK.findall(attributes)]
    return f"{sign}{' '.join(words)} " if words else sign
