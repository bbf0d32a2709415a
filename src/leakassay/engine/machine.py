"""The machine under us: libraries of the system, memory, disk, limits; asked by trying, for doctor and plan."""

from __future__ import annotations

import ctypes
import os
import resource
import tempfile
import time
from pathlib import Path

FSYNCS = 20
"""Writes made durable to measure one; a unit of work needs about ten."""


def has_shared_library(name: str) -> bool:
    """True when the loader finds a library of the system."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def memory_bytes() -> int:
    """Memory that is free for us: what the kernel calls available, or our control group's limit if that is less."""
    kilobytes = 0
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            kilobytes = int(line.split()[1])
    limit = Path("/sys/fs/cgroup/memory.max")
    said = limit.read_text(encoding="ascii").strip() if limit.is_file() else "max"
    return min(kilobytes * 1024, int(said)) if said.isdigit() else kilobytes * 1024


def peak_rss_bytes() -> int:
    """Largest resident size this process ever had; `getrusage` would add what its parent had before our own start."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def fsync_seconds(folder: Path) -> float:
    """Seconds that one small write takes to be durable in a folder.

    Raises:
        OSError: it cannot be written there.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        started = time.monotonic()
        for _ in range(FSYNCS):
            os.pwrite(file.fileno(), bytes(4096), 0)
            os.fsync(file.fileno())
        return (time.monotonic() - started) / FSYNCS


def open_files() -> tuple[int, int]:
    """Descriptors that a process may hold: now, and at most."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)


def user_namespaces() -> int:
    """How many user namespaces the kernel lets this user make; -1 when it does not say."""
    try:
        return int(Path("/proc/sys/user/max_user_namespaces").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return -1


def is_encrypted(folder: Path) -> bool | None:
    """True when the volume of a folder lies on dm-crypt; None when the kernel shows no block device for it."""
    device = folder.stat().st_dev
    block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
    return _is_crypt(block, 0) if block.exists() else None


def _is_crypt(block: Path, depth: int) -> bool:
    """A device, or all that it stands on (a logical volume on encrypted disks)."""
    uuid = block / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text(encoding="ascii", errors="replace").startswith("CRYPT-"):
        return True
    below = sorted((block / "slaves").glob("*")) if (block / "slaves").is_dir() else []
    return bool(below) and depth < 8 and all(_is_crypt(one, depth + 1) for one in below)
