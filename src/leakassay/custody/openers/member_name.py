"""Names for members whose container gives them none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath


def without_suffix(name: str, renamed: Mapping[str, str]) -> bytes:
    """The container's name without its last suffix (`a.tgz` → `a.tar` by `renamed`)."""
    path = PurePosixPath(name or "content")
    suffix = path.suffix.lower()
    return (path.stem + renamed.get(suffix, "")).encode("utf-8", "surrogateescape")
