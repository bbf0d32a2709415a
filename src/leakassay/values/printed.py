"""How values are printed: separators, invisible characters and wide digits around and inside a canonical form."""

import re
from typing import Final

MAX_PRINTED: Final = 64
"""Characters an identifier may take in print; longer text is prose, not one value, and is refused before any regex."""

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_SPACES = "\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u00b4`\uff07"

_FOLD: Final[dict[int, str | None]] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width ASCII block
    **dict.fromkeys(map(ord, _INVISIBLE), None),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
}

SEPARATOR: Final = "(?:[ .-]|\u00a0|\u2010|\u2011|\u2013|\u202f)"
"""One printed separator. An alternation, not a class, so that engines that see UTF-8 bytes read it rightly too."""

GAP: Final = SEPARATOR + "{0,2}"
"""Nothing, one separator, or two (double spaces) between two groups of digits."""

LINE_END: Final = "(?: ?\r?\n)"
"""The end of a line between two groups of digits, as where a letter wraps."""

START: Final = r"(?:\b|_)"
END: Final = r"(?:\b|_)"
r"""Edges of a candidate. ``\b`` alone would miss values in file names such as ``report_9990000018.pdf``."""

_SEPARATORS = re.compile(r"[ .\-]+")


def folded(text: str) -> str:
    """Return ``text`` with wide characters narrowed, separators unified and the edges trimmed.

    Spaces of every kind become a space, dashes a hyphen, apostrophes ``'``; zero-width characters go. Underscores at
    the edges go too, because `START` and `END` may include one.
    """
    if text.isascii():
        return text.translate(_ASCII_SPACES).strip(" _")
    return text.translate(_FOLD).strip(" _")


def compact(text: str) -> str | None:
    """Return the folded text in upper case without spaces, dots and hyphens, or None when it is too long."""
    if len(text) > MAX_PRINTED:
        return None
    return _SEPARATORS.sub("", folded(text)).upper()


_ASCII_SPACES: Final = dict.fromkeys(map(ord, "\t\n\r\v\f"), " ") | {ord("`"): "'"}
