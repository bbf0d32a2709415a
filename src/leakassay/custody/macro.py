"""Macros in Office files: told from head and tail, so that a document which would run code is recorded as one."""

from __future__ import annotations

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_XLM = b"xl/macrosheets/"


def macros(head: bytes, tail: bytes) -> tuple[str, ...]:
    """Kinds of macro that an Office file holds.

    Args:
        head: the first bytes, 64 KiB where there are so many.
        tail: the last bytes, as many; the directory of a package lies there.

    Returns:
        "vba" and "xlm", each where its part is named; nothing for other files. A directory in the middle of a large
        compound file is not seen.
    """
    sides = (head, tail)
    if head.startswith(_OLE):
        return ("vba",) if any(_VBA in side for side in sides) else ()
    if not head.startswith(_ZIP):
        return ()
    vba = any(b"vbaProject.bin" in side for side in sides)
    xlm = any(_XLM in side for side in sides)
    return ("vba",) * vba + ("xlm",) * xlm
