r"""Groups of a rich text that hold bytes (`\objdata`, `\pict`): where they lie, and their bytes without the mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leakassay.model.item import OpenItem

WINDOW_BYTES = 1 << 18
"""Bytes of the text looked at at a time."""

MAX_NESTED = 1 << 16
"""Groups inside each other that are counted."""

_HOLDER = re.compile(rb"\\(objdata|pict)(?![a-z])")
_TOKEN = re.compile(
    rb"\\bin(?P<raw>\d{1,10}) ?|\\(?P<word>[A-Za-z]{1,32})-?\d{0,10} ?|\\'..|\\.|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<hex>[0-9A-Fa-f][0-9A-Fa-f \t\r\n]*)|[^\\{}0-9A-Fa-f]+",
    re.DOTALL,
)
_LONGEST_WORD = 64
_BLANKS = b" \t\r\n"
_SUFFIXES = {b"pngblip": ".png", b"jpegblip": ".jpg", b"emfblip": ".emf", b"wmetafile": ".wmf", b"macpict": ".pict",
             b"dibitmap": ".dib"}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A group that holds bytes.

    Attributes:
        is_picture: False for an embedded object.
        suffix: of a picture, by its kind.
        start: offset behind the control word.
        end: offset of the brace that closes it, or of the end of the text.
        held: bytes that it holds.
    """

    is_picture: bool
    suffix: str
    start: int
    end: int
    held: int


def groups(item: OpenItem) -> Iterator[Group]:
    """Groups that hold at least one byte, in order."""
    at = 0
    while at < item.size:
        window = item.pread(WINDOW_BYTES, at)
        found = _HOLDER.search(window)
        if found is None or (found.end() == len(window) and len(window) == WINDOW_BYTES and found.start()):
            step = found.start() if found is not None else len(window) - _LONGEST_WORD
            if len(window) < WINDOW_BYTES:
                return
            at += step
            continue
        group = _measured(item, at + found.end(), is_picture=found[1] == b"pict")
        if group.held:
            yield group
        at = max(group.end, at + found.end())


def decoded(item: OpenItem, group: Group) -> Iterator[bytes]:
    """Bytes that a group holds; half a byte at its end is dropped."""
    odd = b""
    for kind, raw in _tokens(item, group.start, group.end):
        if kind == "raw":
            yield raw
        elif kind == "hex":
            digits = odd + raw.translate(None, _BLANKS)
            even = len(digits) & ~1
            odd = digits[even:]
            yield bytes.fromhex(digits[:even].decode("ascii"))


def _measured(item: OpenItem, start: int, *, is_picture: bool) -> Group:
    """Follow a group to its end."""
    end, suffix, digits, raw_bytes = start, "", 0, 0
    for kind, raw in _tokens(item, start, item.size):
        end += len(raw)
        if kind == "raw":
            raw_bytes += len(raw)
        elif kind == "hex":
            digits += len(raw.translate(None, _BLANKS))
        elif kind == "word" and not suffix:
            suffix = _SUFFIXES.get(raw.lstrip(b"\\").rstrip(b"0123456789 -"), "")
        elif kind == "end":
            end -= len(raw)
            break
    return Group(is_picture, suffix, start, end, raw_bytes + digits // 2)


def _tokens(item: OpenItem, start: int, stop: int) -> Iterator[tuple[str, bytes]]:
    """(kind, bytes) from an offset on; hexadecimal in nested groups and words is "other", "end" closes the group."""
    at, depth = start, 0
    window, base = b"", start
    while at < stop:
        if base + len(window) - at < _LONGEST_WORD and base + len(window) < stop:
            base, window = at, item.pread(min(WINDOW_BYTES, stop - at), at)
        token = _TOKEN.match(window, at - base)
        if token is None:
            return
        kind = token.lastgroup or "other"
        yield ("end" if kind == "close" and not depth else _named(kind, depth)), token[0]
        at += len(token[0])
        depth += (kind == "open") - (kind == "close")
        if depth < 0 or depth > MAX_NESTED:
            return
        if kind == "raw":
            left = min(int(token["raw"]), stop - at)
            while left:
                piece = item.pread(min(left, WINDOW_BYTES), at)
                if not piece:
                    return
                yield ("other" if depth else "raw"), piece
                at, left = at + len(piece), left - len(piece)
            window, base = b"", at


def _named(kind: str, depth: int) -> str:
    """What a token is for whoever collects bytes."""
    if kind == "hex":
        return "other" if depth else "hex"
    return kind if kind == "word" else "other"
