"""Compound files of old Office programs: streams whole in memory, properties, and words that stand in any stream."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

import olefile

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document.flow import Flow

FILE_BYTES = 256 << 20
"""A larger file is refused."""

STREAM_BYTES = 128 << 20
"""A stream is read that far."""

FAULTS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error,
          RecursionError, EOFError)  # fmt: skip
"""What olefile raises on broken files, by name."""

_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\x7f]\x01|[\x70-\xff]\x03|[\x00-\xff]\x04){4,}")
_NARROW = re.compile(rb"[\x20-\x7e\xa0-\xff]{6,}")
_SUMMARY, _DOCUMENT_SUMMARY = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_NAMES = {
    _SUMMARY: {
        2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description", 7: "template", 8: "last_modified_by",
        9: "revision", 11: "last_printed_at", 12: "created_at", 13: "modified_at", 18: "application",
    },
    _DOCUMENT_SUMMARY: {2: "category", 14: "manager", 15: "company"},
}  # fmt: skip
SPOKEN = frozenset({"title", "subject", "keywords", "description", "category"})
"""Properties that are text as well."""

MAX_VALUE = 4096
"""Characters of a property."""


class Compound:
    """A compound file that is open.

    Raises:
        ItemError: too large, or none (malformed).
    """

    def __init__(self, item: OpenItem) -> None:
        if item.size > FILE_BYTES:
            raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
        try:
            self._file = olefile.OleFileIO(item.file())
        except FAULTS as error:
            raise ItemError(Reason.MALFORMED) from error

    def close(self) -> None:
        """Let go of it."""
        with closing(self._file):
            return

    def has(self, name: str) -> bool:
        """True when there is such a stream at the root."""
        try:
            return bool(self._file.exists(name))
        except FAULTS:
            return False

    def stream(self, name: str) -> bytes:
        """A stream of the root; what cannot be had of it is missing at its end.

        Raises:
            ItemError: there is none, or it cannot be followed (malformed).
        """
        try:
            with self._file.openstream(name) as stream:
                return bytes(stream.read(STREAM_BYTES))
        except FAULTS as error:
            raise ItemError(Reason.MALFORMED) from error

    def properties(self) -> Iterator[Property]:
        """Properties of both summaries, in their order; none where they are broken."""
        for stream, names in _NAMES.items():
            if not self.has(stream):
                continue
            try:
                found: dict[int, Any] = self._file.getproperties(stream, convert_time=True)
            except FAULTS:
                continue
            for number, name in names.items():
                value = _said(found.get(number))
                if value:
                    yield Property(name, value[:MAX_VALUE])

    def summary_words(self) -> list[str]:
        """Words of the second summary, which keeps what people add themselves."""
        try:
            return words(self.stream(_DOCUMENT_SUMMARY), is_wide_only=False)
        except ItemError:
            return []


def words(raw: bytes, *, is_wide_only: bool = True) -> list[str]:
    """Runs of letters in bytes of no known order: wide ones, and narrow ones of six letters or more if wanted."""
    found = [
        run[0].decode("utf-16-le", "replace")
        for shift in (0, 1)
        for run in _WIDE.finditer(raw[shift:])
        if not run.start() % 2
    ]
    if not is_wide_only:
        found += [run[0].decode("cp1252", "replace") for run in _NARROW.finditer(raw)]
    return [said for said in found if any(sign.isalnum() for sign in said)]


def searched(item: OpenItem, fault: Reason) -> Iterator[Reading]:
    """A damaged compound file as words, wherever they stand; all its bytes are a gap.

    Raises:
        ItemError: there are none, or it is no compound file at all.
    """
    raw = item.content(FILE_BYTES)
    flow = Flow()
    if raw.startswith(olefile.MAGIC):
        for said in words(raw, is_wide_only=False):
            flow.line(said)
    found = list(flow.close())
    if not found:
        raise ItemError(fault)
    yield from found
    yield Gap(fault, item.own)


def _said(value: object) -> str:
    match value:
        case bytes():
            return value.decode("cp1252", "replace").split("\0", 1)[0].strip()
        case str():
            return value.split("\0", 1)[0].strip()
        case datetime():
            return value.isoformat(" ") if value.year > 1601 else ""
        case _:
            return ""
