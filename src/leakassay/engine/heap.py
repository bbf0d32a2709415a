"""The memory of a process that is about to fork many times: what is free goes back, what stays lies in huge pages.

A fork copies one entry for each page that is written to, and an exit drops it again; a huge page is one entry. Nothing
here changes what a process does, so a kernel that refuses is no fault.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

from leakassay.engine import kernel

_HUGE_BYTES = 2 << 20
_MADV_COLLAPSE = 25


def pack() -> int:
    """Hand free memory back and collapse the rest into huge pages.

    Returns:
        How many mappings were collapsed; 0 where the kernel has no huge pages.
    """
    if hasattr(kernel.LIBC, "malloc_trim"):  # glibc's
        kernel.LIBC.malloc_trim(ctypes.c_size_t(0))
    return sum(kernel.advise(start, end - start, _MADV_COLLAPSE) for start, end in _spans())


def _spans() -> Iterator[tuple[int, int]]:
    """Whole huge pages of private writable memory that no file lies behind: start and end."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        extent, access, _offset, _device, inode, *name = line.split()
        if access != "rw-p" or inode != "0" or name not in ([], ["[heap]"]):
            continue
        first, last = (int(word, 16) for word in extent.split("-"))
        start, end = -(-first // _HUGE_BYTES) * _HUGE_BYTES, last // _HUGE_BYTES * _HUGE_BYTES
        if end > start:
            yield start, end
