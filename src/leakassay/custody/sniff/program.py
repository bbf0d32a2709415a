"""Programs and scripts: what a machine would run is told by its structure, so that it can be set into quarantine."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

from leakassay.custody.sniff.decoded import text_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAT = b"\xca\xfe\xba\xbe"
_THIN = frozenset({b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"})

FIRST_CLASS_VERSION = 45
"""Java 1.0. A class file and a fat Mach-O share their first four bytes; what follows is a version or a small count."""

_SCRIPT_NAMES = (
    ".ps1", ".psm1", ".psd1", ".bat", ".cmd", ".vbs", ".vbe", ".wsf", ".jse", ".hta", ".sh", ".bash", ".csh", ".ksh",
)  # fmt: skip
_SHEBANG = re.compile(r"#![ \t]*/[^\r\n]{1,200}")
_HOSTED = re.compile(r"\b(?:WScript\.(?:Shell|CreateObject|Echo)|ActiveXObject\s*\()")
"""Script that asks Windows' own host for a shell: what a web page's script never does."""

_ORDER = re.compile(
    r"^[ \t]*@?(?:echo\b|setlocal\b|rem\b|goto\b|if (?:not )?exist\b|param\s*\(|function [\w-]+\s*[({]|"
    r"(?:Get|Set|New|Import|Invoke|Write|Start|Copy|Remove)-[A-Z]\w+|\$\w+\s*=|Option Explicit\b|Dim \w|Set \w+\s*=|"
    r"(?:net|robocopy|xcopy|copy|del|md|cd|call|for|export|sudo|set)[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
"""Orders at the start of a line, in the three languages of Windows and in shells."""


def exe(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Program of DOS or Windows: the two letters alone would also begin a word, so its header is asked."""
    if not head.startswith((b"MZ", b"ZM")):
        return 0
    at = int.from_bytes(head[60:64], "little")
    if len(head) >= 64 and head[at : at + 2] in (b"PE", b"NE", b"LE", b"LX"):
        return 92
    return 0 if text_of(head) is not None else 80


def macho(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Program of macOS, for one kind of processor or for several."""
    if head[:4] in _THIN:
        return 80
    return 82 if head[:4] == _FAT and 0 < int.from_bytes(head[4:8], "big") < FIRST_CLASS_VERSION else 0


def java_class(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Compiled Java."""
    return 82 if head[:4] == _FAT and int.from_bytes(head[6:8], "big") >= FIRST_CLASS_VERSION else 0


def msi(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Installer package: a compound file like Office's, told by its suffix."""
    if not head.startswith(_OLE):
        return 0
    return 62 if name.lower().endswith((".msi", ".msp", ".msm")) else 0


def script(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Text that a shell or Windows' script host would run; a table that bears a script's suffix stays a table."""
    text = text_of(head)
    if text is None or not text.strip():
        return 0
    if _SHEBANG.match(text):
        return 74
    if name.lower().endswith(_SCRIPT_NAMES):
        return 70 if _ORDER.search(text[:16384]) else 45
    return 68 if _HOSTED.search(text[:16384]) and name.lower().endswith((".js", ".html", ".htm", ".txt")) else 0
