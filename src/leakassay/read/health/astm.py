"""ASTM E1394 (LIS2): what analysers and laboratory systems say to each other, framed, bare or in a log.

Where text can hide: ids in any of P-3 to P-5, in any component or repetition; names, addresses and whatever stands in a
field without a meaning go to the comment of the patient, order or result; comments, queries and manufacturers' records
too; lines that are no record are TEXT, and a gap where they look like a damaged one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from leakassay.model.batch import Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.health.astm_frame import Frames
from leakassay.read.health.astm_message import RECORD, Messages
from leakassay.read.health.record_rows import BATCH_ROWS, RecordRows, Texts
from leakassay.read.line_blocks import blocks
from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import sniff

_NOISE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a capture.

    Yields:
        RECORD batches, TEXT of lines that are no record, counts of records; a Gap for damaged records, for signs that
        nobody types, for frames whose check sum is wrong and for a message that does not end.

    Raises:
        ItemError: nothing but white space (no_text).
    """
    reading = _Capture(item)
    yield from reading.rows()
    if not reading.given:
        raise ItemError(Reason.NO_TEXT)
    for name, kind in (("message_count", "H"), ("patient_count", "P"), ("order_count", "O"), ("result_count", "R")):
        yield Property(name, str(reading.messages.counts.get(kind, 0)))
    size = item.end - item.offset
    lost = min(size, reading.lost + reading.undecoded)
    damaged = min(size - lost, reading.frames.damaged)
    yield Covered(size - lost - damaged)
    if lost:
        yield Gap(Reason.SOME_PARTS_FAILED, lost)
    if damaged:
        yield Gap(Reason.BAD_CHECKSUM, damaged)
    if reading.is_odd:
        yield Gap(Reason.MALFORMED)
    if reading.messages.is_open:
        yield Gap(Reason.TRUNCATED)


class _Capture:
    """One reading of an item."""

    def __init__(self, item: OpenItem) -> None:
        self._item = item
        self.messages, self.frames, self._texts = Messages(RecordRows()), Frames(), Texts("outside records")
        self.given = self.lost = self.undecoded = 0
        self.is_odd = False

    def rows(self) -> Iterator[Reading]:
        """Yield batches."""
        for line in self.frames.lines(self._pieces()):
            self._see(line)
            if len(self.messages.rows) >= BATCH_ROWS or self._texts.is_full:
                yield from self._taken()
        self.messages.flush()
        yield from self._taken()

    def _pieces(self) -> Iterator[str]:
        encoding = sniff(self._item.head())
        for block in blocks(self._item, encoding):
            content, lost = to_utf8(block.raw, encoding)
            self.undecoded += lost
            yield content.decode()

    def _see(self, line: str) -> None:
        found = RECORD.match(line)
        if found is None or (found["kind"] != "H" and line[found.end() - 1] != self.messages.field_sign):
            self._texts.add(line.strip())
            # what a log writes between records has none of their signs; a damaged record has
            self.lost += len(line) if self.messages.field_sign in line or "^" in line else 0
            return
        self.is_odd = self.is_odd or _NOISE.search(line) is not None
        if found["before"]:
            self._texts.add(found["before"].strip())
        if not self.messages.read(line[found.start("kind") :]):
            self.lost += len(line)
            self._texts.add(line)

    def _taken(self) -> Iterator[Reading]:
        batch = self.messages.rows.take()
        if batch is not None:
            self.given += 1
            yield batch
        for text in self._texts.take():
            self.given += 1
            yield text
