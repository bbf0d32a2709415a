"""Mail as the standard library parses it, for the opener that takes attachments and the reader that reads bodies alike.

Both must see the same parts, so the parser and what may stand before a header lie in the ground.
"""

from __future__ import annotations

import email
import re
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message
from email.policy import compat32
from typing import Any

DAMAGED = "Damaged-Line"
"""Header that holds what a damaged line of the header was."""

BEFORE_HEADERS = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n]){0,64}(?:[0-9]{1,12}[ \t]*\r?\n)?")
"""A byte order mark, blank lines, and the length that Apple Mail writes over a message (emlx)."""


MOST_DAMAGED = 3
"""Lines of a header that may be damaged beyond a name; more, and it is no header."""

_HEADER_BYTES = 32768
_HEADER_LINE = re.compile(rb"From |[!-9;-~]*:|[ \t]")
_KNOWN = re.compile(
    rb"(from|to|cc|subject|date|message-id|mime-version|content-(?:type|transfer-encoding)|received)([ \t]{0,40}):",
    re.IGNORECASE,
)
"""Names that tell a header from prose, and the blanks before the colon that RFC 822 allowed and the parser does not."""

HALVES = re.compile("[\ud800-\udc7f]")
"""Halves of characters, but those that stand for bytes which are no UTF-8."""


class MailMessage(Message):
    """A part whose body can be had whatever its charset is called, and holds no halves of characters (as of UTF-7)."""

    def get_payload(self, i: Any = None, decode: bool = False) -> Any:
        """As the base; the body as it stands where the name of its charset (a NUL in it) or what it gives is bad."""
        try:
            found = super().get_payload(i, decode)  # type: ignore[call-overload]  # typeshed has one for each `decode`
        except ValueError:
            if decode:
                raise
            return self._payload  # type: ignore[attr-defined]  # of the base, which typeshed does not show
        if isinstance(found, str) and not found.isascii() and HALVES.search(found):
            return self._payload  # type: ignore[attr-defined]  # as above
        return found


def from_bytes(content: bytes, *, skips: bool = True) -> Message:
    """Parse a mail with the tolerant parser; every part is a `MailMessage`.

    Args:
        content: the mail.
        skips: pass over what may stand before the header.

    Raises:
        RecursionError, ValueError and its kin: whatever the parser raises on hostile mail.
    """
    before = BEFORE_HEADERS.match(content) if skips else None
    content = mended(content[before.end() :] if before else content)
    message = email.message_from_bytes(content, _class=MailMessage, policy=compat32)
    if DAMAGED in message:
        message.defects.append(MissingHeaderBodySeparatorDefect())
    return message


def mended(content: bytes) -> bytes:
    """A mail whose header goes on behind damaged lines, which become values of `DAMAGED`; else as it is.

    Blanks between a known name and its colon go. The parser would take all behind the first such line for the body,
    and with the header goes what parts there are.
    """
    lines = content[:_HEADER_BYTES].splitlines(keepends=True)
    size = sum(map(len, lines))
    damaged: list[int] = []
    known = last = spaced = 0
    for at, line in enumerate(lines):
        if not line.strip():
            break
        if name := _KNOWN.match(line):
            known, last = known + 1, at
            spaced += bool(name[2])
            lines[at] = name[1] + line[name.end() - 1 :]
        elif not _HEADER_LINE.match(line):
            damaged.append(at)
    damaged = [at for at in damaged if at < last]
    if known < 2 or len(damaged) > MOST_DAMAGED or not (damaged or spaced):
        return content
    for at in damaged:
        lines[at] = DAMAGED.encode() + b": " + lines[at]
    return b"".join(lines) + content[size:]
