"""Plan: what a dump looks like from outside, and what reading it will cost; by names, sizes and a look inside."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from leakassay.custody.listing import Entry, entries, root_of
from leakassay.engine import machine
from leakassay.engine.limits import Limits
from leakassay.model.errors import DumpError
from leakassay.model.plugin import Format
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.errands.doctor import SLOT_BYTES, lacking
from leakassay.pipeline.errands.look import Look, Sample, look
from leakassay.pipeline.schedule import CONTAINERS_PER_ROUND
from leakassay.values import volume_name

BYTES_PER_SECOND = {
    "tabular.delimited": 5e6, "tabular.json": 5e6, "tabular.json_lines": 5e6, "tabular.sheet": 0.5e6,
    "document.pdf": 20e6, "document.plain": 0.7e6, "document.script": 0.7e6,
    "health.hl7v2": 3e6, "health.edifact": 3e6, "mail.eml": 10e6, "mail.mbox": 10e6,
    "chat.telegram_json": 6e6, "chat.telegram_html": 2e6,
}  # fmt: skip
"""Bytes a second and slot by reader, measured on a rehearsal of 40 MB on one core of 2026; attachments of mail and
images in PDF weigh nothing. Machines differ by a factor of three."""

OTHER_BYTES_PER_SECOND = 2e6
"""A reader that was not measured."""

OPENED_BYTES_PER_SECOND = 40e6
"""Unpacking, hashing and keeping members; what is in them is not known before."""

HASHED_BYTES_PER_SECOND = 400e6
"""Hashing and telling the format, which every byte goes through once."""

SECONDS_PER_ITEM = 0.006
"""Overhead of an item that gets a cell of its own."""

UNPACKED_PER_BYTE = 10
"""Bytes of members per byte of an archive, at most, but for bombs, which are refused."""

PARTS_PER_BYTE = 0.5
"""Disk for the case per byte of the dump, tables being mostly what they were."""

BYTES_PER_SCAN = 300_000
"""A scanned page as a picture or in a PDF; fewer bytes a page mean more pages."""

OCR_SECONDS_PER_PAGE = 4
"""Character recognition of a page at 300 dpi on one core."""

_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "gif", "webp", "pdf"})
_LOCKED_NAMES = (".gpg", ".pgp", ".age", ".aes", ".axx", ".kdbx", ".enc", ".locked", ".encrypted", ".crypt")


@dataclass
class Plan:
    """What was found.

    Attributes:
        files, bytes, refused, containers: counts of the listing.
        packed_bytes: bytes of the containers.
        by_format, format_bytes: files and bytes by format, by suffix alone.
        unread_bytes: bytes that will not be read, by format; "unknown by name" for the rest.
        unread_reason: why, by format.
        locked: files that look encrypted by their names.
        pages: pages that would need character recognition.
        sets, gaps: archives of many parts, and how many of these lack parts between those that are there.
        missing_parts: numbers that lack in all of them.
        seen: what a look inside found; None without one.
    """

    files: int = 0
    bytes: int = 0
    refused: int = 0
    by_format: Counter[str] = field(default_factory=Counter)
    format_bytes: Counter[str] = field(default_factory=Counter)
    unread_bytes: Counter[str] = field(default_factory=Counter)
    unread_reason: dict[str, str] = field(default_factory=dict)
    containers: int = 0
    packed_bytes: int = 0
    locked: int = 0
    pages: int = 0
    sets: int = 0
    gaps: int = 0
    missing_parts: int = 0
    free_bytes: int = 0
    free_memory_bytes: int = 0
    slots: int = 1
    seen: Look | None = None

    @property
    def seconds(self) -> float:
        """Wall clock of a run, what is in containers left out."""
        busy = self.files * SECONDS_PER_ITEM + self.bytes / HASHED_BYTES_PER_SECOND
        for entry in FORMATS:
            size = self.format_bytes[entry.name]
            if entry.reader:
                busy += size / BYTES_PER_SECOND.get(entry.reader, OTHER_BYTES_PER_SECOND)
            elif entry.opener:
                busy += size / OPENED_BYTES_PER_SECOND
        return busy / self.slots

    def lines(self) -> list[str]:
        """For the terminal."""
        spool = min(CONTAINERS_PER_ROUND * Limits().spool_bytes, UNPACKED_PER_BYTE * self.packed_bytes)
        disk = self.bytes * PARTS_PER_BYTE + spool
        memory = self.slots * SLOT_BYTES + 4e9
        formats = ", ".join(f"{name} {count:,}" for name, count in self.by_format.most_common(12))
        said = [
            f"Entries    {self.files:,} files, {self.bytes:,} bytes; {self.refused:,} links, devices, closed folders",
            f"Archives   {self.containers:,}; what is in them is not counted here and comes on top",
            f"Time       about {_span(self.seconds)} with {self.slots} slots (estimate; machines differ threefold)",
            f"Memory     up to {memory / 1e9:,.1f} GB; {self.free_memory_bytes / 1e9:,.1f} GB free",
            f"Disk       about {disk / 1e9:,.1f} GB for the case; {self.free_bytes / 1e9:,.1f} GB free here",
            f"Spool      up to {spool / 1e9:,.1f} GB of it, for members of archives on their way",
            f"By suffix  {formats}",
        ]
        if self.pages:
            hours = self.pages * OCR_SECONDS_PER_PAGE / self.slots / 3600
            said.append(
                f"Scans      up to {self.pages:,} pages in pictures and PDF: {hours:,.1f} h of character recognition, "
                "which this version does not do"
            )
        return [*said, *self._unread(), *self._parts(), *self._looked()]

    def _unread(self) -> list[str]:
        said = []
        if self.unread_bytes:
            unread = ", ".join(f"{name} {size:,} bytes" for name, size in self.unread_bytes.most_common(12))
            said.append(f"No reader  {unread}")
        said += [f"Lacking    {name}: {why}" for name, why in sorted(self.unread_reason.items())]
        if self.locked:
            said.append(f"Locked     {self.locked:,} files are encrypted by their names")
        return said

    def _parts(self) -> list[str]:
        if not self.sets:
            return []
        gaps = f"; {self.gaps:,} of them lack {self.missing_parts:,} parts" if self.gaps else ", none with a gap"
        return [f"Volumes    {self.sets:,} archives in parts{gaps}"]

    def _looked(self) -> list[str]:
        seen = self.seen
        if seen is None or not seen.files:
            return []
        formats = seen.formats.most_common(12)
        shares = ", ".join(f"{name or 'unknown'} {count / seen.files:.0%}" for name, count in formats)
        return [
            f"By content {shares} (sample of {seen.files:,} files)",
            f"           {seen.otherwise:,} of them are not what they are called, {seen.unreadable:,} cannot be opened",
        ]


def _span(seconds: float) -> str:
    if seconds < 60:
        return "a minute"
    return f"{seconds / 60:,.0f} min" if seconds < 2 * 3600 else f"{seconds / 3600:,.1f} h"


def plan(dump: Path, *, inside: bool = False, seed: int = 0) -> Plan:
    """Look at a dump from outside.

    Args:
        dump: folder, archive or file.
        inside: tell a sample by its content too, in cells.
        seed: of the sample.

    Raises:
        DumpError: there is nothing to analyse.
    """
    root, single = root_of(dump)
    by_suffix: dict[str, Format] = {}
    for form in FORMATS:
        for suffix in form.suffixes:
            by_suffix.setdefault(suffix, form)  # the common format stands before its variants
    found = Plan(
        slots=len(os.sched_getaffinity(0)),
        free_bytes=shutil.disk_usage(Path.cwd()).free,
        free_memory_bytes=machine.memory_bytes(),
    )
    sample = Sample(seed)
    parts: list[str] = []
    missing = {form: library for library in lacking() for form in library.formats}
    for entry in entries(root, single):
        if entry.outcome is not None:
            found.refused += 1
            continue
        sample.offer(entry)
        name = entry.path.decode("utf-8", "replace")
        named = by_suffix.get(_suffix(name))
        _count(found, entry, name, named)
        if named is not None and named.name in missing:
            found.unread_reason[named.name] = f"{missing[named.name].name} is missing: {missing[named.name].cost}"
        if volume_name.volume(name):
            parts.append(name)
    if found.files + found.refused == 0:
        raise DumpError(f"the dump {dump} holds no file; give the folder, archive or file that was published")
    lacks = volume_name.lacking(parts)
    found.sets, found.gaps = len(lacks), sum(bool(numbers) for numbers in lacks.values())
    found.missing_parts = sum(map(len, lacks.values()))
    if inside:
        drawn = sample.entries
        by_name = {one.path: _named(by_suffix, one) for one in drawn}
        found.seen = look(root, drawn, by_name)
    return found


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122  a name of the dump, no path of ours


def _named(by_suffix: dict[str, Format], entry: Entry) -> str:
    form = by_suffix.get(_suffix(entry.path.decode("utf-8", "replace")))
    return form.name if form else ""


def _count(found: Plan, entry: Entry, name: str, form: Format | None) -> None:
    """One file into the counts."""
    found.files += 1
    found.bytes += entry.size
    label = form.name if form else "other"
    found.by_format[label] += 1
    found.format_bytes[label] += entry.size
    found.locked += name.lower().endswith(_LOCKED_NAMES)
    if form is not None and form.name in _PICTURES:
        found.pages += max(1, entry.size // BYTES_PER_SCAN)
    if form is None or not (form.reader or (form.opener and not form.embeds)):
        found.unread_bytes[form.name if form else "unknown by name"] += entry.size
    elif form.opener and not form.embeds:
        found.containers += 1
        found.packed_bytes += entry.size
