"""Records of ASTM E1394 (LIS2) into rows: patient, order, results, comments; one row per result or order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from leakassay.model.outcomes import EventStatus
from leakassay.read.health.hl7_delimiters import Delimiters
from leakassay.read.health.hl7_result import flag, limits
from leakassay.read.health.record_rows import COMMENT, NO_ROW, ORDER_FIELDS, PERSON_FIELDS, REPORTED, RecordRows
from leakassay.values.uk.nhs_number import is_valid

CODE, NAME, SYSTEM, RESULT, UNIT, LOW, HIGH, FLAG, STATUS = range(REPORTED)
SPECIMEN, SPECIMEN_TYPE, REQUESTER, CLIENT, COLLECTED, RECEIVED = range(len(ORDER_FIELDS))
_AT = {name: place for place, name in enumerate(PERSON_FIELDS)}

RECORD = re.compile(
    r"(?P<before>.{0,160}?[>\]:\s\"])??(?P<frame>[0-7])??(?P<kind>[HPOQRCMSL])(?P<d>[^\w\s.,'\"<>()\[\]-])"
)
"""A record at the front of a line, or behind what a log wrote before it."""

LONGEST = {"H": 14, "P": 35, "O": 31, "R": 16, "C": 6, "Q": 13, "L": 4}
"""Fields of a record; one of more is two records in a line whose end is lost."""

MAX_WAITING = 2_000
"""Results of one order that wait for a comment before they are told."""

_TEN_DIGITS = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_ESCAPE = re.compile(r"&([FSRE]|X[0-9A-Fa-f]{2})&")
_NARRATIVE = 120
_VOID = frozenset({"X", "W", "D"})
_WAITING = frozenset({"I", "S", "Q", "N"})
_SEXES = {"M", "F", "U"}


@dataclass
class Messages:
    """Reads records one after the other.

    Attributes:
        rows: where the rows go.
        counts: records by kind.
        is_open: True while a message has a header and no terminator.
    """

    rows: RecordRows
    counts: dict[str, int] = field(default_factory=dict)
    is_open: bool = False
    _signs: str = "|\\^&"
    _sender: str = ""
    _person: list[str] = field(default_factory=lambda: [""] * len(PERSON_FIELDS))
    _order: list[str] = field(default_factory=lambda: [""] * len(ORDER_FIELDS))
    _waiting: list[list[str]] = field(default_factory=list)
    _asked: list[str] | None = None
    _number: int | None = None
    _also_asked: list[list[str]] = field(default_factory=list)

    @property
    def field_sign(self) -> str:
        """What parts fields, as the last header says."""
        return self._signs[0]

    def read(self, record: str) -> bool:
        """Take one record in.

        Returns:
            False where it is not whole records: one that has too many fields.
        """
        kind = record[0]
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if kind == "H":
            self._header(record)
            return record.count(record[1]) < LONGEST[kind]
        fields = record.split(self._signs[0])
        readers = {"P": self._patient, "O": self._ordered, "R": self._result, "C": self._comment, "L": self._end}
        reader = readers.get(kind)
        if reader is None:  # queries, manufacturers' and scientific records: words
            self._remark(" ".join(filter(None, map(self._plain, fields))))
        else:
            reader(fields + [""] * 36)
        if len(self._waiting) >= MAX_WAITING:
            self.flush()
        return len(fields) <= LONGEST.get(kind, 1_000)

    def flush(self) -> None:
        """Tell what waits: the order and the person under way."""
        self._tell_order()
        rows, self._waiting = self._waiting, []
        if rows:
            given = self.rows.person(self._person, known=any(self._person), number=self._number)
            self._number = given if given >= 0 else None
            self.rows.order(self._order)
            self.rows.add(rows)

    # records

    def _header(self, record: str) -> None:
        self.flush()
        self._signs = (record[1:5] if len(record) > 4 and record[4] != record[1] else record[1:4] + "&")[:4]
        if len(self._signs) < 4 or any(sign.isalnum() for sign in self._signs):
            self._signs = record[1] + "\\^&"
        fields = record.split(record[1]) + [""] * 14
        self._sender = self._parts(fields[4])[0] or self._plain(fields[4])
        self.is_open = True
        self._begin([""] * len(PERSON_FIELDS), [""] * len(ORDER_FIELDS))

    def _end(self, _: list[str]) -> None:
        self.flush()
        self.is_open = False
        self._begin([""] * len(PERSON_FIELDS), [""] * len(ORDER_FIELDS))

    def _begin(self, person: list[str], order: list[str]) -> None:
        self._person, self._order, self._asked, self._number = person, order, None, None
        if any(person):
            person[_AT["sender"]] = self._sender

    def _patient(self, fields: list[str]) -> None:
        self.flush()
        person = [""] * len(PERSON_FIELDS)
        for at in (2, 3, 4):
            for one in fields[at].split(self._signs[1]):
                for value in self._parts(one)[:4]:
                    name = "nhs_number" if _TEN_DIGITS.fullmatch(value) and _passes(value) else "hospital_number"
                    person[_AT[name]] = person[_AT[name]] or value
        names = self._parts(fields[5])
        if len(names) < 2 and "," in names[0]:
            names = [part.strip() for part in names[0].split(",", 1)]
        person[_AT["surname"]], person[_AT["forename"]] = [*names, ""][:2]
        person[_AT["date_of_birth"]] = self._plain(fields[7])
        person[_AT["sex"]] = self._plain(fields[8]) if self._plain(fields[8])[:1].upper() in _SEXES else ""
        address = self._parts(fields[10])
        person[_AT["address"]] = ", ".join(filter(None, address[:4]))
        person[_AT["postcode"]] = address[4] if len(address) > 4 else ""
        person[_AT["telephone"]] = self._parts(fields[12])[0]
        order = [""] * len(ORDER_FIELDS)
        order[REQUESTER], order[CLIENT] = self._parts(fields[13])[0], self._parts(fields[25])[0]
        self._begin(person, order)
        row = list(NO_ROW)
        others = self._others(fields, {0, 1, 5, 7, 8, 10, 12, 13, 25}, set(person))
        further = " ".join(filter(None, names[2:]))
        row[COMMENT] = "\n".join(filter(None, [f"further names: {further}" if further else "", others]))
        self._waiting.append(row)

    def _ordered(self, fields: list[str]) -> None:
        self.flush()
        order = [""] * len(ORDER_FIELDS)
        order[SPECIMEN] = self._parts(fields[2])[0] or self._parts(fields[3])[0]
        order[SPECIMEN_TYPE] = " ".join(filter(None, self._parts(fields[15])))
        order[REQUESTER] = self._parts(fields[16])[0] or self._order[REQUESTER]
        order[CLIENT] = self._order[CLIENT]
        order[COLLECTED], order[RECEIVED] = self._plain(fields[7]), self._plain(fields[14])
        self._order = order
        tests = [one for one in fields[4].split(self._signs[1]) if one] or [""]
        for one in tests[:-1]:
            self._also_asked.append(
                [*self._test(one), *NO_ROW[SYSTEM + 1 : STATUS], EventStatus.REQUESTED, *NO_ROW[REPORTED:]]
            )
        asked = list(NO_ROW)
        asked[CODE : SYSTEM + 1] = self._test(tests[-1])
        asked[REPORTED] = self._plain(fields[22])
        asked[STATUS] = EventStatus.UNKNOWN if fields[25].strip() == "X" else EventStatus.REQUESTED
        asked[COMMENT] = self._others(fields, {0, 1, 2, 4, 5, 6, 7, 14, 15, 16, 22, 25}, set(order))
        self._asked = asked

    def _result(self, fields: list[str]) -> None:
        remark, reported = "", ""
        row, signs = list(NO_ROW), Delimiters()
        row[CODE : SYSTEM + 1] = self._test(fields[2])
        if self._asked is not None:
            asked = [one[NAME] or one[CODE] for one in (*self._also_asked, self._asked)]
            named = ", ".join(one for one in asked if one and one not in (row[NAME], row[CODE]))
            remark = "\n".join(filter(None, [f"asked for: {named}" if named else "", self._asked[COMMENT]]))
            reported = self._asked[REPORTED]
            self._asked, self._also_asked = None, []
        value = "; ".join(" ".join(filter(None, self._parts(one))) for one in fields[3].split(self._signs[1]) if one)
        low, high, words = limits(fields[5].split(self._signs[1], 1)[0].replace(self._signs[2], "^"), signs)
        row[LOW], row[HIGH], row[UNIT] = low, high, self._plain(fields[4])
        row[FLAG], susceptible = flag(self._plain(fields[6]).replace(self._signs[1], "~"), signs)
        row[RESULT] = value if len(value) <= _NARRATIVE else ""
        said = fields[8].strip()[:1].upper()
        row[STATUS] = (
            EventStatus.UNKNOWN if said in _VOID
            else EventStatus.REQUESTED if said in _WAITING and not value
            else EventStatus.RESULTED
        )  # fmt: skip
        row[REPORTED] = self._plain(fields[12]) or reported
        rest = self._others(fields, {0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12}, set())
        row[COMMENT] = "\n".join(filter(None, [remark, "" if row[RESULT] else value, words, susceptible, rest]))
        self._waiting.append(row)

    def _comment(self, fields: list[str]) -> None:
        self._remark("\n".join(filter(None, (" ".join(filter(None, self._parts(one))) for one in fields[3:6]))))

    # what they are made of

    def _remark(self, text: str) -> None:
        if not text:
            return
        row = self._asked or (self._waiting[-1] if self._waiting else None)
        if row is None:
            row = list(NO_ROW)
            self._waiting.append(row)
        row[COMMENT] = f"{row[COMMENT]}\n{text}" if row[COMMENT] else text

    def _tell_order(self) -> None:
        if self._asked is not None:
            self._waiting += [*self._also_asked, self._asked]
            self._asked, self._also_asked = None, []

    def _test(self, printed: str) -> tuple[str, str, str]:
        """Universal test id: number^name^type^code of the maker^words."""
        parts = [*self._parts(printed.split(self._signs[1], 1)[0]), "", "", "", "", ""]
        return parts[0] or parts[3], parts[1] or parts[4], parts[2]

    def _parts(self, printed: str) -> list[str]:
        return [self._plain(part) for part in printed.split(self._signs[2])]

    def _plain(self, printed: str) -> str:
        if "&" not in printed or self._signs[3] != "&":
            return printed.strip()
        names = dict(zip("FRSE", self._signs, strict=True))
        return _ESCAPE.sub(
            lambda found: names[found[1]] if found[1] in names else chr(int(found[1][1:], 16)), printed
        ).strip()

    def _others(self, fields: list[str], told: set[int], values: set[str]) -> str:
        """Whatever stands in fields that nobody reads."""
        found = [" ".join(filter(None, self._parts(one))) for at, one in enumerate(fields) if at not in told and one]
        return "\n".join(one for one in found if len(one) > 1 and one not in values)


def _passes(printed: str) -> bool:
    return is_valid(printed.replace(" ", "").replace("-", ""))
