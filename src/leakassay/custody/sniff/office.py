"""Office families: zip packages (OOXML, ODF, EPUB) and OLE compound files told apart by the parts they name."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

_ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY_BYTES = 128
"""Length of a directory entry; they begin at multiples of it."""
_SHEET_PART = re.compile(rb"(?<![/\\])workbook\.xml")
_MIMETYPE = re.compile(rb"mimetype.{0,64}?application/([\w.+-]+)", re.DOTALL)
_PDF = b"%PDF-"
_PDF_WITHIN = 4096
_CONTAINERS = (_ZIP, _OLE, b"Rar!", b"7z\xbc\xaf", b"MSCF", b"\x78\x9f\x3e\x22", b"!<arch>", b"From ", b"{\\rtf",
               b"07070")  # fmt: skip
"""What may hold a PDF as it is near its front: archives, compound files, TNEF, mailboxes, rich text."""


def pdf(head: bytes, tail: bytes, name: str, size: int) -> int:
    """PDF behind what gateways and printers write before it, but not one that lies stored in an archive."""
    is_container = head.startswith(_CONTAINERS) or head[257:262] == b"ustar"
    return 85 if _PDF in head[:_PDF_WITHIN] and not is_container else 0


def _is_zip(head: bytes) -> bool:
    return head.startswith((_ZIP, b"PK\x05\x06"))


def _ooxml(head: bytes, tail: bytes, part: bytes) -> int:
    """A package whose main part has this name; the central directory in the tail names it, else a local header."""
    return 90 if _is_zip(head) and part in _directory(head, tail) else 0


def _directory(head: bytes, tail: bytes) -> bytes:
    """The central directory where the tail holds all of it: an archive may store a whole package among its files."""
    end = tail.rfind(_END)
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    return tail[end - size : end] if 0 < size <= end else head + tail


def xlsx(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Workbook in XML."""
    if _ooxml(head, tail, b"[Content_Types].xml") and _SHEET_PART.search(_directory(head, tail)):
        return 75  # a package that calls its main part otherwise
    return max(_ooxml(head, tail, b"xl/workbook.xml"), _ooxml(head, tail, b"xl\\workbook.xml"))


def xlsb(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Workbook in binary parts."""
    return _ooxml(head, tail, b"xl/workbook.bin")


def docx(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Word document."""
    return _ooxml(head, tail, b"word/document")


def pptx(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Presentation."""
    return _ooxml(head, tail, b"ppt/presentation")


def visio(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Drawing."""
    return _ooxml(head, tail, b"visio/document.xml")


def _declared(head: bytes) -> bytes:
    """The type that the first member of an ODF or EPUB package states."""
    found = _MIMETYPE.search(head[:4096]) if head.startswith(_ZIP) else None
    return found.group(1) if found else b""


def ods(head: bytes, tail: bytes, name: str, size: int) -> int:
    """OpenDocument spreadsheet."""
    return 90 if _declared(head).startswith(b"vnd.oasis.opendocument.spreadsheet") else 0


def odt(head: bytes, tail: bytes, name: str, size: int) -> int:
    """OpenDocument text."""
    return 90 if _declared(head).startswith(b"vnd.oasis.opendocument.text") else 0


def opendocument(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Any other OpenDocument package."""
    return 80 if _declared(head).startswith(b"vnd.oasis.opendocument") else 0


def epub(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Electronic book."""
    return 90 if _declared(head).startswith(b"epub+zip") else 0


def _ole_entry(head: bytes, tail: bytes, size: int, *names: str) -> bool:
    """True when the compound file has a directory entry of one of these names (UTF-16, ended by a zero)."""
    if not head.startswith(_OLE):
        return False
    marks = [name.lower().encode("utf-16-le") + b"\0\0" for name in names]
    sides = ((head.lower(), 0), (tail.lower(), size - len(tail)))  # names of entries compare without case
    return any(_is_at_entry(side, base, mark) for side, base in sides for mark in marks)


def _is_at_entry(side: bytes, base: int, mark: bytes) -> bool:
    """True when a name stands where an entry begins: "ThisWorkbook" of a macro ends like the stream of a workbook."""
    at = side.find(mark)
    while at >= 0 and (base + at) % _ENTRY_BYTES:
        at = side.find(mark, at + 1)
    return at >= 0


def xls(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Workbook of Excel 5 to 2003; `.xls` decides for one whose directory lies in the middle."""
    if _ole_entry(head, tail, size, "Workbook", "Book"):
        return 88
    return 60 if head.startswith(_OLE) and name.lower().endswith((".xls", ".xlt", ".xla")) else 0


def doc(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Word document of 97 to 2003."""
    if _ole_entry(head, tail, size, "WordDocument"):
        return 89  # it may embed workbooks
    return 60 if head.startswith(_OLE) and name.lower().endswith((".doc", ".dot")) else 0


def ppt(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Presentation of 97 to 2003."""
    if _ole_entry(head, tail, size, "PowerPoint Document"):
        return 90
    return 60 if head.startswith(_OLE) and name.lower().endswith((".ppt", ".pps")) else 0


def msg(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Outlook message."""
    if _ole_entry(head, tail, size, "__properties_version1.0"):
        return 91
    return 60 if head.startswith(_OLE) and name.lower().endswith(".msg") else 0


def locked(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Office document behind a password: the whole package encrypted inside a compound file."""
    return 93 if _ole_entry(head, tail, size, "EncryptedPackage") else 0
