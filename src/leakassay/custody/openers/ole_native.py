r"""Packages of Windows' object packager (`\x01Ole10Native`): the name and the bytes of an embedded file."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from leakassay.custody.openers.compound_file import View

HEAD_BYTES = 8192
"""Names and the path of origin stand in front of the data; Windows allows 260 characters each."""


@dataclass(frozen=True)
class Package:
    """Where the embedded file lies in the view.

    Attributes:
        name: as stored, "" where the object is no package but the bare data of a program.
    """

    name: str
    start: int
    size: int


def package(view: View, *, has_size: bool = True) -> Package:
    """Find the embedded file.

    Args:
        view: the stream.
        has_size: False in RTF, where the size that begins the stream stands elsewhere.
    """
    head = view.pread(HEAD_BYTES, 0)
    skip = 4 if has_size and len(head) >= 4 else 0
    found = _labelled(head, skip)
    if found is not None and found.start + found.size <= view.size:
        behind = view.pread(HEAD_BYTES, found.start + found.size)
        return replace(found, name=_unicode_label(behind) or found.name)
    (stated,) = struct.unpack_from("<I", head) if skip else (view.size,)
    return Package("", skip, min(stated, view.size - skip))


def _labelled(head: bytes, at: int) -> Package | None:
    """The layout of the packager: 2, label, path, 0, 3, path of a copy, size, data."""
    if head[at : at + 2] != b"\x02\0":
        return None
    label_end = head.find(b"\0", at + 2)
    path_end = head.find(b"\0", label_end + 1) if label_end > 0 else -1
    if path_end < 0 or len(head) < path_end + 9:
        return None
    (copied,) = struct.unpack_from("<I", head, path_end + 5)
    size_at = path_end + 9 + copied
    if size_at + 4 > len(head):
        return None
    (size,) = struct.unpack_from("<I", head, size_at)
    label = head[at + 2 : label_end] or head[label_end + 1 : path_end]
    return Package(_without_folder(label.decode("cp1252", "replace")), size_at + 4, size)


def _unicode_label(raw: bytes) -> str:
    """The label in Unicode, which newer Windows writes behind the data (path of the copy, label, path); "" if none."""
    texts, at = [], 0
    for _ in range(2):
        length = 2 * int.from_bytes(raw[at : at + 4], "little")
        if at + 4 + length > len(raw):
            return ""
        texts.append(raw[at + 4 : at + 4 + length].decode("utf-16-le", "replace"))
        at += 4 + length
    return _without_folder(texts[-1].rstrip("\0"))


def _without_folder(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
