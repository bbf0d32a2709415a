"""What a disk holds, byte for byte, whatever its image wraps around it: raw, VHD, VHDX, VMDK, QCOW.

Raw images need no library; the others those of the extra `disk-images` (libvhdi, libvmdk, libqcow: LGPL).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason

FAULTS = (OSError, RuntimeError, SystemError, OverflowError, ValueError, MemoryError)
"""What these libraries raise on damaged images."""

_WRAPS = ((b"KDMV", "pyvmdk"), (b"vhdxfile", "pyvhdi"), (b"QFI\xfb", "pyqcow"))
_VHD = b"conectix"


def _installed() -> dict[str, Any]:
    """The libraries that are there; imported with this module, as a cell can open no file."""
    found = {}
    for _, name in _WRAPS:
        with suppress(ModuleNotFoundError):
            found[name] = importlib.import_module(name)
    return found


_LIBRARIES = _installed()


@dataclass(frozen=True)
class Media:
    """The bytes of a disk.

    Attributes:
        size: of the disk, in bytes.
        read: up to `count` bytes at `offset`; may raise one of FAULTS or ItemError.
        is_raw: True when the image holds each of them once, in order.
    """

    size: int
    read: Callable[[int, int], bytes]
    is_raw: bool = False


@contextmanager
def media(item: OpenItem) -> Iterator[Media]:
    """Open an image.

    Raises:
        ItemError: it is damaged (`malformed`), needs another image (`missing_volume`), or its library is not installed.
    """
    name = _library(item)
    if not name:
        yield Media(
            item.size, lambda count, offset: item.pread(max(0, min(count, item.size - offset)), offset), is_raw=True
        )
        return
    library = _LIBRARIES.get(name)
    if library is None:
        raise ItemError(Reason.READER_NOT_INSTALLED, outcome=Outcome.UNSUPPORTED)
    source = item.file()
    handle = library.handle() if name == "pyvmdk" else library.file()
    try:
        yield _opened(handle, source)
    finally:
        with suppress(*FAULTS):  # what could not be opened cannot be closed
            handle.close()
        source.close()


def _library(item: OpenItem) -> str:
    """What opens it; "" for raw bytes."""
    head = item.head(8)
    found = next((name for magic, name in _WRAPS if head.startswith(magic)), "")
    if found:
        return found
    return "pyvhdi" if head == _VHD or item.pread(8, max(0, item.size - 512)) == _VHD else ""


def _opened(handle: Any, source: Any) -> Media:
    try:
        handle.open_file_object(source)
        if hasattr(handle, "open_extent_data_files_as_file_objects"):
            handle.open_extent_data_files_as_file_objects([source])
        size = handle.get_media_size()
        is_difference = hasattr(handle, "get_parent_filename") and bool(handle.get_parent_filename())
    except FAULTS as error:
        raise ItemError(Reason.MALFORMED) from error
    if is_difference:
        raise ItemError(Reason.MISSING_VOLUME)

    def read(count: int, offset: int) -> bytes:
        count = max(0, min(count, size - offset))
        return bytes(handle.read_buffer_at_offset(count, offset)) if count else b""

    return Media(size, read)
