"""Printed laboratory reports: the patient at the head of a page, results below, single or cumulative; as records.

Where such a file hides people, and what becomes of it: labels of the head (fields of the person and the specimen),
lines with a result (events of that person), dates side by side over results (an event each), text below a result and
lines that are understood otherwise (comment of the same person); lines outside reports, names of staff who signed,
letterheads (text). Reports follow each other over form feeds or without; the next head ends the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import EventStatus, Outcome, Reason
from leakassay.read.health.record_rows import (
    COMMENT,
    NO_ROW,
    ORDER_FIELDS,
    PERSON_FIELDS,
    REPORTED,
    ROW_FIELDS,
    RecordRows,
    Texts,
    due,
)
from leakassay.read.health.report_lines import FOOTER, Result, dates_of, result_of
from leakassay.read.line_blocks import blocks
from leakassay.read.text_encoding import to_utf8
from leakassay.values import person_name
from leakassay.values.report_label import ORDER, PERSON, UNKNOWN, labelled
from leakassay.values.text_encoding import sniff

MAX_REPORT = 20_000
"""Rows of one report; what follows begins another about the same person."""

MAX_COMMENT = 1 << 16
"""Characters of the comment of a row."""

_POSTCODE: Final = re.compile(r",?\s*\b([A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2})\s*$")
_INNER: Final = re.compile(r"[A-Za-z][ .]{0,9}:")
_LINES: Final = re.compile(r"\r\n|\n|\r|(?=\f)|(?<=\f)")
_STATUS, _UNIT = ROW_FIELDS.index("status"), ROW_FIELDS.index("result_unit")


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a file of reports.

    Yields:
        RECORD batches of people and results; TEXT of what is outside reports; bytes covered; gaps.

    Raises:
        ItemError: the whole item is white space (`empty`, `blank`).
    """
    encoding = sniff(item.head())
    reports, held, given = _Reports(), "", 0
    for block in blocks(item, encoding):
        content, lost = to_utf8(block.raw, encoding)
        *lines, held = _LINES.split(held + content.decode())
        lines, held = ([*lines, held], "") if len(held) > MAX_COMMENT else (lines, held)  # no printer's line
        for line in lines:
            reports.see(line)
        for batch in reports.taken():
            given += 1
            yield batch
        yield Covered(block.bytes - lost)
        if lost:
            yield Gap(Reason.BAD_ENCODING, lost)
    is_cut = bool(held.strip()) and result_of(held) is None and not FOOTER.match(held) and not labelled(held)
    reports.see(held)
    reports.end()
    for batch in reports.taken(at_end=True):
        given += 1
        yield batch
    if is_cut:
        yield Gap(Reason.TRUNCATED)
    if not given:
        raise ItemError(Reason.BLANK, outcome=Outcome.EMPTY, bytes_read=item.size)


class _Reports:
    """The reports of a file, line by line."""

    def __init__(self) -> None:
        self._rows, self._texts = RecordRows(), Texts("outside reports")
        self._outside: list[str] = []
        self._person: dict[str, str] = {}
        self._order: dict[str, str] = {}
        self._lines: list[tuple[dict[str, str], list[str]]] = []
        self._remarks: list[str] = []
        self._dates: tuple[str, ...] = ()
        self._is_body = self._is_over = False

    def taken(self, *, at_end: bool = False) -> Iterator[Reading]:
        """What is due."""
        yield from due(self._rows, self._texts, at_end=at_end)

    def see(self, line: str) -> None:
        """Take one line; a form feed stands alone."""
        if line == "\f":
            self._is_body, self._is_over, self._dates = True, True, ()
        elif line.strip():
            fields = labelled(line)
            if any(field for field, _ in fields):
                self._head(fields, line)
            elif self._person:
                self._body(line)
            else:
                self._say(line)

    def _head(self, fields: list[tuple[str, str]], line: str) -> None:
        """A line of labels: of a new person, of a further specimen, or of the head under way."""
        known = {field for field, _ in fields}
        if self._is_body and known & PERSON:
            self.end()
        elif self._is_body and known & ORDER:
            kept = {"requester_code", "client_code"} - known  # a further specimen of the same request
            self._order, self._dates = {field: self._order[field] for field in kept if field in self._order}, ()
        self._is_body = self._is_over = False
        for field, value in fields:
            place = self._order if field in ORDER else self._person
            is_taken = field == UNKNOWN or bool(place.get(field))
            if is_taken or _INNER.search(value):  # another label too close to be told apart: the comment has it
                self._remarks.append(line.strip())
            if not is_taken:
                place[field] = value

    def _body(self, line: str) -> None:
        self._is_body = True
        if dates := dates_of(line):
            self._dates = dates
        elif (found := result_of(line, len(self._dates))) is not None:
            self._result(found)
        elif self._is_over or FOOTER.match(line):
            self._is_over = self._is_over or any(map(str.isalpha, line))
            self._say(line)
        elif self._lines and line[:1] in " \t" and len(self._lines[-1][1][COMMENT]) < MAX_COMMENT:
            row = self._lines[-1][1]
            row[COMMENT] = f"{row[COMMENT]}\n{line.strip()}".strip()
            row[_STATUS] = row[_STATUS] or EventStatus.RESULTED
        else:
            self._remarks.append(line.strip())

    def _result(self, found: Result) -> None:
        values = found.values or ("",)
        for place, value in enumerate(values):
            order = self._order
            if len(values) > 1:
                order = self._order | {"collected_at": self._dates[place]}
            status = EventStatus.REQUESTED if found.is_pending else EventStatus.RESULTED if value else ""
            row = [found.code, found.name, "", value, found.unit, found.low, found.high, found.flag, status, "", ""]
            row[REPORTED] = self._order.get("reported_at", "")
            self._lines.append((order, row))
        if len(self._lines) >= MAX_REPORT:
            self._tell()

    def _say(self, line: str) -> None:
        """A line that is nobody's."""
        self._outside.append(line.strip())
        if len(self._outside) >= 64:
            self._texts.add("\n".join(self._outside))
            self._outside = []

    def end(self) -> None:
        """The report is over."""
        if self._person or self._remarks or self._lines:
            self._tell()
        self._person, self._order, self._dates = {}, {}, ()
        if self._outside:
            self._texts.add("\n".join(self._outside))
            self._outside = []

    def _tell(self) -> None:
        """Hand over the rows so far; remarks go with the first."""
        values = [self._person.get(field, "") for field in PERSON_FIELDS]
        surname, forename = person_name.split(self._person.get("name", "")) or (self._person.get("name", ""), "")
        values[PERSON_FIELDS.index("surname")], values[PERSON_FIELDS.index("forename")] = surname, forename
        at, code = PERSON_FIELDS.index("address"), PERSON_FIELDS.index("postcode")
        if not values[code] and (found := _POSTCODE.search(values[at])):
            values[code], values[at] = found[1], values[at][: found.start()]
        self._rows.person(values, known=any(values))
        lines = self._lines or [(self._order, list(NO_ROW))]
        remarks = "\n".join(self._remarks)
        lines[0][1][COMMENT] = f"{remarks}\n{lines[0][1][COMMENT]}".strip()
        for order, row in lines:
            self._rows.order([order.get(field, "") for field in ORDER_FIELDS])
            self._rows.add([row])
        self._lines, self._remarks = [], []
