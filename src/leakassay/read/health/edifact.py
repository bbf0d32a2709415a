"""NHS pathology EDIFACT: MEDRPT reports (NHS002, NHS003) bowel screening (NHS004), radiology; the rest as text."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.model.batch import Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.health.beside import Beside
from leakassay.read.health.edifact_report import Report
from leakassay.read.health.edifact_segments import Segment, segments
from leakassay.read.health.record_rows import BATCH_ROWS, RecordRows, Texts

LOOK_EVERY = 256
"""Segments between two looks at how much waits."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Yield RECORD batches (one row per investigation), TEXT of everything else, properties of the interchanges.

    A file that ends inside a message or an interchange has a Gap of no bytes (truncated); messages that another begins
    in, and counts of a trailer that are not met, have one too (malformed): something is missing.

    Raises:
        ItemError: nothing but white space (no_text).
    """
    reading = _Interchanges()
    for number, segment in enumerate(segments(item.chunks())):
        reading.see(segment)
        if not number % LOOK_EVERY and reading.is_full:
            yield from reading.taken()
    if reading.is_open or reading.is_headless:
        yield Gap(Reason.TRUNCATED)
    elif reading.is_broken:
        yield Gap(Reason.MALFORMED)
    reading.end_message()
    yield from reading.taken()
    if not reading.is_anything:
        raise ItemError(Reason.NO_TEXT)
    yield Property("message_count", str(reading.messages))
    yield Property("interchange_count", str(reading.interchanges))
    yield Covered(item.end - item.offset)


_REPORTS = frozenset({"MEDRPT", "NHSRSR"})
_OF_REPORTS = frozenset({"NHS002", "NHS003", "NHS004"})
"""What such a message is called besides; one of both is enough."""


class _Interchanges:
    """Where in which message of which interchange the reader stands."""

    def __init__(self) -> None:
        self.rows = RecordRows()
        self._beside = Beside()
        self._seen: dict[int, Segment] = {}
        self.interchanges = self.messages = 0
        self.is_anything = self.is_broken = False
        self._in_interchange = self._in_message = False
        self._since = 0
        self._sender = ""
        self._report: Report | None = None
        self._texts = Texts("outside reports")
        self._properties: list[Property] = []

    def see(self, segment: Segment) -> None:
        """Take one segment in."""
        self.is_anything = True
        if id(segment) not in self._seen:
            self._seen[id(segment)] = segment  # which keeps its id taken
            self._beside.add(segment.values)
        if segment.tag == "UNB":
            self._interchange(segment)
        elif segment.tag == "UNH":
            self._message(segment)
        elif segment.tag == "UNT":
            self.is_broken |= not self._in_message
            self.end_message()
        elif segment.tag == "UNZ":
            self._trailer(segment)
        elif self._report is not None and segment.tag:
            self._report.see(segment)
        else:
            self._texts.add(f"{segment.tag} {segment.text}".strip())

    @property
    def is_open(self) -> bool:
        """True while a message or an interchange has begun and not ended."""
        return self._in_message or self._in_interchange

    @property
    def is_headless(self) -> bool:
        """True when there was no interchange and no message: a greeting (UNA), or what lost its segments."""
        return not self.interchanges and not self.messages

    @property
    def is_full(self) -> bool:
        """True when it is time to hand something over."""
        return len(self.rows) >= BATCH_ROWS or self._texts.is_full

    def end_message(self) -> None:
        """Put the rows of the report under way with the others."""
        self._in_message = False
        if self._report is not None:
            self._report.tell(self.rows)
            self._report = None

    def taken(self) -> Iterator[Reading]:
        """Hand over what is ready."""
        beside = [*self._beside.taken(self.rows)] if self.messages else []
        self._seen.clear()
        batch = self.rows.take()
        if batch is not None:
            yield batch
        yield from beside
        yield from self._texts.take()
        yield from self._properties
        self._properties = []

    def _trailer(self, segment: Segment) -> None:
        """The end of an interchange, which says how many messages it holds."""
        told = segment.at(0)
        counted = str(self.messages - self._since)
        self.is_broken |= self._in_message or not self._in_interchange or told.lstrip("0") != counted
        self._in_interchange = False
        self.end_message()

    def _interchange(self, segment: Segment) -> None:
        self.is_broken |= self.is_open
        self.end_message()
        self._in_interchange, self._since = True, self.messages
        self._sender = segment.at(1)
        row, self.interchanges = self.interchanges, self.interchanges + 1
        for name, value in (
            ("interchange_sender", self._sender), ("interchange_recipient", segment.at(2)),
            ("interchange_date", segment.joined(3, " ")), ("interchange_reference", segment.at(4)),
        ):  # fmt: skip
            if value:
                self._properties.append(Property(name, value, row=row))

    def _message(self, segment: Segment) -> None:
        self.is_broken |= self._in_message
        self.end_message()
        self._in_message = True
        kind = segment.at(1)
        self.is_broken |= not kind
        self._properties.append(Property("message_type", f"{kind} {segment.at(1, 4)}".strip(), row=self.messages))
        self.messages += 1
        is_report = kind in _REPORTS or segment.at(1, 4) in _OF_REPORTS
        self._report = Report(self._sender) if is_report else None
