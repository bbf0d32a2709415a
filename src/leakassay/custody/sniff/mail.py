"""Mail: one message by its header lines, a mailbox by its "From " lines."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

_NAME = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_FROM_LINE = re.compile(rb"(?:\xef\xbb\xbf)?>?From [^\s]+ [^\r\n]{0,80}\d{2}:\d{2}[^\r\n]{0,80}\r?\n")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_SURE = frozenset({b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"x-mailer"})
_USUAL = frozenset({b"from", b"to", b"cc", b"bcc", b"subject", b"date", b"reply-to", b"sender", b"content-type"})


def eml(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Header lines of a message at the front."""
    names = _names(head)
    sure, usual = len(names & _SURE), len(names & _USUAL)
    if sure and usual:
        return 88 if sure + usual > 2 else 75
    if usual >= 3 or (usual == 2 and b"from" in names):
        return 65
    return 45 if (sure or usual) and name.lower().endswith((".eml", ".emlx")) else 0


def mbox(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A "From " line with a time, then header lines."""
    first = _FROM_LINE.match(head)
    if first is None:
        return 0
    if name.lower().endswith((".mbox", ".mbx")) or size > len(head):
        return 92
    # One message saved with its mailbox line is a message.
    return 92 if any(_FROM_LINE.match(head, found.end()) for found in _BLANK_LINE.finditer(head)) else 60


def _names(head: bytes) -> frozenset[bytes]:
    """Lower-case header names of the header block at the front; empty where there is none."""
    lines = head[:32768].lstrip(b"\xef\xbb\xbf \t\r\n").splitlines()
    if lines and (lines[0].startswith(b"From ") or lines[0].strip().isdigit()):
        del lines[0]  # a saved message may keep its mailbox line, Apple's its length
    names: set[bytes] = set()
    damaged = 0
    for number, line in enumerate(lines):
        found = _NAME.match(line)
        if found:
            names.add(found.group(1).lower())
        elif not line.strip():
            break
        elif not (number and line.startswith((b" ", b"\t"))):
            if number >= 2:
                break
            damaged = True
    # one of the first two lines may be damaged where what follows can be nothing else
    return frozenset(names) if not damaged or len(names & (_SURE | _USUAL)) > 3 else frozenset()
