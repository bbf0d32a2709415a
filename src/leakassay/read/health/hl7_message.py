"""One HL7 v2 message into rows: one per OBX, else one per order (OBR, ORC), else one per person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.outcomes import Reason
from leakassay.read.health import hl7_person, hl7_result
from leakassay.read.health.beside import Beside
from leakassay.read.health.hl7_delimiters import Delimiters, of_header
from leakassay.read.health.hl7_memory import Memory
from leakassay.read.health.record_rows import COMMENT, NO_ROW, ORDER_FIELDS, REPORTED, RecordRows
from leakassay.values.inline_document import Series, data_of, without_blanks

CODE, NAME, SYSTEM, RESULT, UNIT, LOW, HIGH, FLAG, STATUS = range(REPORTED)
SPECIMEN, SPECIMEN_TYPE, REQUESTER, CLIENT, COLLECTED, RECEIVED = range(len(ORDER_FIELDS))

_SILENT = frozenset({
    "MSH", "MSA", "EVN", "SFT", "UAC", "TQ1", "TQ2", "PRT", "ROL", "CTD", "BLG", "CTI", "SAC", "FHS", "BHS", "BTS",
    "FTS", "DSC", "QAK", "RCP", "ERR",
})  # fmt: skip
"""Segments that say nothing of a patient's health that other fields do not; any other unread segment is a remark."""

MAX_HEADERS = 200
"""Distinct header values told per unit."""

_HEADER = (
    ("message_type", 8),
    ("sending_application", 2),
    ("sending_facility", 3),
    ("receiving_application", 4),
    ("receiving_facility", 5),
    ("version", 11),
)


@dataclass(slots=True)
class _Order:
    """An order under way."""

    values: list[str] = field(default_factory=lambda: [""] * len(ORDER_FIELDS))
    rows: list[list[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    panel: tuple[str, str, str] = ("", "", "")
    reported: str = ""
    status: str = ""
    asked: bool = False
    named: bool = False


@dataclass(slots=True)
class _Person:
    """A patient under way."""

    values: list[str] = field(default_factory=hl7_person.nobody)
    orders: list[_Order] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    beside: list[list[str]] = field(default_factory=list)
    ward: str = ""
    doctor: str = ""
    known: bool = False


class Messages:
    """Reads messages one after the other into `RecordRows`.

    Attributes:
        rows: where the rows go.
        segments: how often each segment name was seen.
        headers: distinct (property, value) of message headers, in order of appearance.
        embedded: documents that stand inside results, one property each, and a gap where one is no text; taken by
            `properties`.
        unread: characters of the documents that are no text.
        items: characters of the documents that an opener has taken out.
    """

    def __init__(self, rows: RecordRows, *, is_opened: bool = False) -> None:
        """Rows go to `rows`; `is_opened` where an opener has taken documents out."""
        self.rows = rows
        self.items = 0
        self._series = Series() if is_opened else None
        self._beside_rows = Beside()
        self._fields: dict[str, None] = {}
        self.segments: Counter[str] = Counter()
        self.headers: dict[tuple[str, str], None] = {}
        self.embedded: list[Property | Gap] = []
        self.unread = 0
        self._signs, self._declared = Delimiters(), ""
        self._memory = Memory(self._signs)
        self._sender = self._site = ""
        self._people: list[_Person] = []
        self._last_header: tuple[str, ...] = ()
        self._readers: dict[str, Callable[[list[str]], None]] = {
            "PID": self._pid, "PD1": self._pd1, "PV1": self._pv1, "ORC": self._orc, "OBR": self._obr, "OBX": self._obx,
            "NTE": self._nte, "SPM": self._spm,
            **{name: partial(self._beside, name) for name in sorted(hl7_person.BESIDE)},
        }  # fmt: skip

    def read(self, segments: list[str]) -> bool:
        """Read one message.

        Args:
            segments: MSH first; each without its line end.

        Returns:
            False for a message about nobody and nothing (an acknowledgement), which gave no row.
        """
        if segments[0][3:9] != self._declared:
            self._settle()
            self._declared = segments[0][3:9]
            self._signs = of_header(segments[0])
            self._memory, self._last_header = Memory(self._signs), ()
        signs = self._signs
        self._header(segments[0].split(signs.field, 13))
        self._people = []
        if self._series is not None:
            self._series.begin()
        names = self.segments
        for segment in segments[1:]:
            name = segment[:3]
            names[name] += 1
            if reader := self._readers.get(name):
                reader(segment.split(signs.field))
            elif name not in _SILENT:
                self._person().remarks.append(f"{name} {signs.words(segment[4:].replace(signs.field, ' '))}")
        for person in self._people:
            self._tell(person)
        if self._people:
            for segment in segments:
                self._fields |= dict.fromkeys(segment.split(signs.field))
        return bool(self._people)

    def beside(self) -> Iterator[Reading]:
        """What the messages whose rows wait say and no row does; to be asked before the rows are taken."""
        self._settle()
        yield from self._beside_rows.taken(self.rows)

    def _settle(self) -> None:
        """Take the fields seen apart, each once."""
        self._beside_rows.add(value for one in self._fields for value in self._signs.values(one))
        self._fields.clear()

    def properties(self) -> list[Property | Gap]:
        """Embedded documents seen since the last call."""
        found, self.embedded = self.embedded, []
        return found

    def _header(self, head: list[str]) -> None:
        self.segments["MSH"] += 1
        head += [""] * (12 - len(head))
        key = tuple(head[at] for _, at in _HEADER)
        if key == self._last_header:
            return
        self._last_header = key
        facility = self._signs.first(head[3])
        self._sender, self._site = facility or self._signs.first(head[2]), facility
        for (name, _), printed in zip(_HEADER, key, strict=True):
            if printed and len(self.headers) < MAX_HEADERS:
                self.headers[name, self._signs.words(printed)[:200]] = None

    # what is under way

    def _person(self) -> _Person:
        if not self._people:
            self._people.append(_Person())
        return self._people[-1]

    def _order(self) -> _Order:
        orders = self._person().orders
        if not orders:
            orders.append(_Order())
        return orders[-1]

    # segments

    def _pid(self, fields: list[str]) -> None:
        said, remarks = self._memory.patient(fields)
        person = [*said]
        person[hl7_person.SENDER], person[hl7_person.SITE] = self._sender, self._site
        self._people.append(_Person(person, remarks=[*remarks], known=any(person[: hl7_person.SITE])))

    def _pd1(self, fields: list[str]) -> None:
        self._person().values[hl7_person.PRACTICE] = hl7_person.practice(fields, self._signs)

    def _pv1(self, fields: list[str]) -> None:
        fields += [""] * (9 - len(fields))
        person = self._person()
        facility, ward = hl7_person.location(fields[3], self._signs)
        person.values[hl7_person.SITE] = facility or ward or person.values[hl7_person.SITE]
        person.ward = ward or facility
        person.doctor = self._memory.doctor(fields[8] or fields[7])

    def _beside(self, segment: str, fields: list[str]) -> None:
        other, person = hl7_person.relative(segment, fields, self._signs), self._person()
        name = slice(hl7_person.SURNAME, hl7_person.FORENAME + 1)
        if (
            any(other) and other[name] != person.values[name]
        ):  # guarantors and insured are mostly the patients themselves
            other[hl7_person.SENDER] = self._sender
            person.beside.append(other)
        person.remarks += hl7_person.beyond_beside(segment, fields, self._signs)

    def _orc(self, fields: list[str]) -> None:
        fields += [""] * (22 - len(fields))
        order = _Order(asked=True, status=fields[1] and "O")
        order.values[REQUESTER] = self._memory.doctor(fields[12])
        unit = self._signs.parts(fields[21].split(self._signs.repetition, 1)[0], 10)
        order.values[CLIENT] = unit[9] or unit[0] or self._signs.first(fields[13])
        self._person().orders.append(order)

    def _obr(self, fields: list[str]) -> None:
        fields += [""] * (32 - len(fields))
        orders = self._person().orders
        order = orders[-1] if orders else _Order()
        if not orders or order.named or order.rows:
            order = _Order(list(order.values) if order.asked else [""] * len(ORDER_FIELDS), asked=order.asked)
            orders.append(order)
        order.named, order.status = True, fields[25]
        signs, values = self._signs, order.values
        order.panel, order.reported = self._memory.test(fields[4]), self._memory.first(fields[22])
        values[REQUESTER] = self._memory.doctor(fields[16]) or values[REQUESTER]
        values[SPECIMEN] = signs.first(fields[3]) or signs.first(fields[2])
        values[COLLECTED], values[RECEIVED] = self._memory.first(fields[7]), self._memory.first(fields[14])
        source = signs.parts(fields[15], 2)  # SPS: a sub-coded source, or in UK feeds code^text
        values[SPECIMEN_TYPE] = source[1] or signs.words(source[0].replace(signs.subcomponent, " "))
        order.remarks += [signs.words(fields[at]) for at in (13, 31) if fields[at]]

    def _spm(self, fields: list[str]) -> None:
        fields += [""] * (19 - len(fields))
        signs, values = self._signs, self._order().values
        placer, filler = signs.parts(fields[2].split(signs.repetition, 1)[0], 2)
        number = (filler or placer).split(signs.subcomponent, 1)[0]
        kind = signs.parts(fields[4], 2)
        values[SPECIMEN], values[SPECIMEN_TYPE] = (
            number or values[SPECIMEN],
            kind[1] or kind[0] or values[SPECIMEN_TYPE],
        )
        values[COLLECTED] = signs.first(fields[17]) or values[COLLECTED]
        values[RECEIVED] = signs.first(fields[18]) or values[RECEIVED]

    def _nte(self, fields: list[str]) -> None:
        text = self._signs.plain(fields[3].replace(self._signs.repetition, "\n")).strip() if len(fields) > 3 else ""
        if not text:
            return
        person = self._person()
        if not person.orders:
            person.remarks.append(text)
        elif not person.orders[-1].rows:
            person.orders[-1].remarks.append(text)
        else:
            row = person.orders[-1].rows[-1]
            row[COMMENT] = f"{row[COMMENT]}\n{text}" if row[COMMENT] else text

    def _obx(self, fields: list[str]) -> None:
        if len(fields) < 15:
            fields += [""] * (15 - len(fields))
        people = self._people
        order = people[-1].orders[-1] if people and people[-1].orders else self._order()
        kind, result = fields[2], fields[5]
        frame = self._memory.frame(fields)
        remarks = frame.remarks
        if kind != "NM" or not (len(result) < 20 and result.isascii() and result.replace(".", "", 1).isdigit()):
            # plain numbers, the common case by far, stay as they are
            is_item = self._series is not None and kind in ("ED", "RP") and self._is_document(fields[3], result)
            value = hl7_result.value(kind, result, self._signs, is_item=is_item)
            result = value.result
            if value.narrative or value.embedded:
                remarks = self._remarks(value, remarks)
        code, name, system = frame.test
        if frame.is_vague:
            name = f"{order.panel[1]} {name}".strip()
        status = frame.resulted if result or remarks != frame.remarks else frame.empty
        reported = self._memory.first(fields[14]) or order.reported
        order.rows.append(
            [code, name, system, result, frame.unit, *frame.limits, frame.flag, status, reported, remarks]
        )

    def _is_document(self, test: str, result: str) -> bool:
        """True for a result, or a piece of one, that the opener takes out by the same rule."""
        series = self._series
        if series is None or (self._signs.field, self._signs.component) != ("|", "^"):
            return False
        data = without_blanks(data_of(result.encode("utf-8", "replace")))
        return series.see(test.encode("utf-8", "replace"), data) > 0

    def _remarks(self, value: hl7_result.Value, remarks: str) -> str:
        said = [value.narrative, remarks]
        if value.embedded:
            said.append(f"embedded document: {value.embedded}, {value.size} characters")
            row = self.rows.taken + len(self.rows)
            self.embedded.append(Property("embedded_document", value.embedded, row=row))
            if value.is_item:
                self.items += value.size
            elif not value.narrative:
                self.embedded.append(Gap(Reason.SOME_PARTS_FAILED, value.size, part=value.embedded, row=row))
                self.unread += value.size
        return "\n".join(filter(None, said))

    # into the rows

    def _tell(self, person: _Person) -> None:
        """Hand a finished person over; remarks go to the first row there is."""
        self.rows.person(person.values, known=person.known)
        remarks = person.remarks
        for order in person.orders:
            values = order.values
            values[REQUESTER], values[CLIENT] = values[REQUESTER] or person.doctor, values[CLIENT] or person.ward
            rows = order.rows or [self._request(order)]
            self.rows.order(values)
            self.rows.add(_with_remarks(rows, remarks + order.remarks))
            remarks = []
        if not person.orders:
            self.rows.order(["", "", person.doctor, person.ward, "", ""])
            self.rows.add(_with_remarks([list(NO_ROW)], remarks))
        for other in person.beside:
            self.rows.person(other)
            self.rows.order([""] * len(ORDER_FIELDS))
            self.rows.add([NO_ROW])

    def _request(self, order: _Order) -> list[str]:
        """The row of an order without results."""
        row = list(NO_ROW)
        row[CODE : SYSTEM + 1] = order.panel
        row[REPORTED] = order.reported
        row[STATUS] = hl7_result.status(order.status, has_value=False) if order.named or order.asked else ""
        return row


def _with_remarks(rows: list[list[str]], remarks: list[str]) -> list[list[str]]:
    if remarks:
        rows[0][COMMENT] = "\n".join(filter(None, [*remarks, rows[0][COMMENT]]))
    return rows
