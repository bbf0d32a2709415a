"""Plan: what a dump looks like from outside, and what reading it will cost. Names and sizes only; no byte is read."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from leakassay.custody.listing import entries, root_of
from leakassay.engine.limits import Limits
from leakassay.model.errors import DumpError
from leakassay.model.plugin import Format
from leakassay.pipeline.catalogue.formats import FORMATS

BYTES_PER_SECOND = 8e6
"""Bytes a second and slot over a mixed dump; tables go faster, documents slower. Measured by `make bench`."""

SECONDS_PER_ITEM = 0.006
"""Overhead of an item that gets a cell of its own."""

PARTS_PER_BYTE = 0.5
"""Disk for the case per byte of the dump, tables being mostly what they were."""


@dataclass
class Plan:
    """What was found by name and size."""

    files: int = 0
    bytes: int = 0
    refused: int = 0
    by_format: Counter[str] = field(default_factory=Counter)
    unread_bytes: Counter[str] = field(default_factory=Counter)
    containers: int = 0
    free_bytes: int = 0
    slots: int = 1

    def lines(self) -> list[str]:
        """For the terminal."""
        seconds = (self.bytes / BYTES_PER_SECOND + self.files * SECONDS_PER_ITEM) / self.slots
        memory = self.slots * Limits().address_space_bytes / 4
        disk = self.bytes * PARTS_PER_BYTE
        said = [
            f"Entries    {self.files:,} files, {self.bytes:,} bytes; {self.refused:,} links, devices, closed folders",
            f"Archives   {self.containers:,}; what is in them is not counted here and comes on top",
            f"Time       about {seconds / 60:,.0f} min with {self.slots} slots (estimate from names and sizes)",
            f"Memory     about {memory / 1e9:,.1f} GB",
            f"Disk       about {disk / 1e9:,.1f} GB for the case; {self.free_bytes / 1e9:,.1f} GB free here",
            "By suffix  " + ", ".join(f"{name} {count:,}" for name, count in self.by_format.most_common(12)),
        ]
        if self.unread_bytes:
            unread = ", ".join(f"{name} {size:,} bytes" for name, size in self.unread_bytes.most_common(12))
            said.append(f"No reader  {unread}")
        return said


def plan(dump: Path) -> Plan:
    """Look at a dump from outside.

    Raises:
        DumpError: there is nothing to analyse.
    """
    root, single = root_of(dump)
    by_suffix: dict[str, Format] = {suffix: entry for entry in FORMATS for suffix in entry.suffixes}
    found = Plan(slots=len(os.sched_getaffinity(0)), free_bytes=shutil.disk_usage(Path.cwd()).free)
    for entry in entries(root, single):
        if entry.outcome is not None:
            found.refused += 1
            continue
        found.files += 1
        found.bytes += entry.size
        suffix = os.path.splitext(entry.path)[1].decode("utf-8", "replace").lower()  # noqa: PTH122  bytes, not a path
        form = by_suffix.get(suffix)
        found.by_format[form.name if form else "other"] += 1
        if form is None or not (form.reader or (form.opener and not form.embeds)):
            found.unread_bytes[form.name if form else "unknown by name"] += entry.size
        elif form.opener and not form.embeds:
            found.containers += 1
    if found.files + found.refused == 0:
        raise DumpError(f"the dump {dump} holds no file; give the folder, archive or file that was published")
    return found
