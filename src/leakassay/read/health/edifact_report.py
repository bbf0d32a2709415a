"""One NHS report (pathology, screening, radiology): parties, patient, specimens, one row per investigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from leakassay.model.outcomes import EventStatus
from leakassay.read.health.edifact_segments import Segment
from leakassay.read.health.record_rows import COMMENT, NO_ROW, ORDER_FIELDS, PERSON_FIELDS, REPORTED, RecordRows

CODE, NAME, SYSTEM, RESULT, UNIT, LOW, HIGH, FLAG, STATUS = range(REPORTED)
SPECIMEN, SPECIMEN_TYPE, REQUESTER, CLIENT, COLLECTED, RECEIVED = range(len(ORDER_FIELDS))

_CODINGS = {"911": "Read v2", "921": "SNOMED CT"}
_COMPARATORS = {"5": ">=", "6": ">", "7": "<", "8": "<="}
_SEXES = {"0": "unknown", "1": "male", "2": "female", "9": "other"}

_SILENT = frozenset({
    "BGM", "GIS", "STS", "CIN", "UNS", "S01", "S02", "S06", "S07", "S10", "S16", "S18", "S20",
})  # fmt: skip
"""Segments that only part or qualify others; any other that nobody reads is a remark."""

MIN_TELLING = 3
"""Characters from which a segment that nobody reads is kept."""

_NARRATIVE = 120
"""Characters above which a text result is narrative and stays in the comment."""


@dataclass
class _Specimen:
    """A specimen: group S16."""

    number: str = ""
    values: list[str] = field(default_factory=lambda: [""] * len(ORDER_FIELDS))
    remarks: list[str] = field(default_factory=list)


@dataclass
class _Investigation:
    """An investigation: INV and what follows it."""

    number: str = ""
    specimen: str = ""
    heading: str = ""
    values: list[str] = field(default_factory=lambda: list(NO_ROW))
    findings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Report:
    """Takes the segments of one message in and tells the rows at its end.

    Args:
        mailbox: EDI code of the interchange's sender, "" where the message stands alone.
    """

    def __init__(self, mailbox: str) -> None:
        self._mailbox = mailbox
        self._person = dict.fromkeys(PERSON_FIELDS, "")
        self._provider = self._requester = self._practice = self._reported = ""
        self._details: list[str] = []
        self._specimens: list[_Specimen] = []
        self._no_specimen = _Specimen()
        self._investigations: list[_Investigation] = []
        self._in_investigation = False
        self._party = Segment("", [], "")

    def see(self, segment: Segment) -> None:
        """Take one segment of the message in."""
        if reader := _READERS.get(segment.tag):
            reader(self, segment)
        elif segment.tag not in _SILENT and len(segment.text) > MIN_TELLING:
            self._details.append(f"{segment.tag} {segment.text}")

    def tell(self, rows: RecordRows) -> None:
        """Add the report's rows: one per investigation, or one for the person where there is none."""
        said = self._person
        is_known = any(said.values())
        # the practice that the report goes to asked for it; where the patient is registered stands nowhere
        said["sender"] = self._mailbox or self._provider
        said["assigning_authority"] = self._provider if said["hospital_number"] else ""
        rows.person(list(said.values()), known=is_known)
        details, current = self._details, None
        for investigation in self._investigations or [_Investigation()]:
            specimen = self._specimen_of(investigation)
            if specimen is not current or current is None:
                current = specimen
                rows.order(self._order(specimen))
                details, specimen.remarks = details + specimen.remarks, []
            rows.add([self._row(investigation, details)])
            details = []

    def _row(self, investigation: _Investigation, details: list[str]) -> list[str]:
        row, text = investigation.values, "\n".join(investigation.findings)
        if text and not row[RESULT] and len(text) <= _NARRATIVE and "\n" not in text:
            row[RESULT], text = text, ""
        row[COMMENT] = "\n".join(filter(None, [*details, text, *investigation.remarks]))
        row[REPORTED] = self._reported
        row[STATUS] = EventStatus.RESULTED if row[CODE] or row[NAME] else ""
        return row

    def _order(self, specimen: _Specimen) -> list[str]:
        values = list(specimen.values)
        values[REQUESTER], values[CLIENT] = self._requester, self._practice
        return values

    def _specimen_of(self, investigation: _Investigation) -> _Specimen:
        """The specimen that an investigation names (RFF+ASL), or that its heading names (RFF+ARL); else the first."""
        number = investigation.specimen
        if investigation.heading and not number:
            headings = (other for other in self._investigations if other.number == investigation.heading)
            number = next((heading.specimen for heading in headings), "")
        named = (specimen for specimen in self._specimens if specimen.number == number)
        return next(named, None) or (self._specimens[0] if self._specimens else self._no_specimen)

    # parties

    def _nad(self, segment: Segment) -> None:
        """PO requester, MR recipient, SLA and SRA provider; 900 is a GP, 901 a practice, 902 a consultant."""
        role, code, coding = segment.at(0), segment.at(1), segment.at(1, 1)
        who = code or segment.joined(3, "")  # names are cut mid-word into components
        self._party = segment
        if coding == "901":
            self._practice = self._practice or who
        elif role == "PO" or (role == "MR" and coding in {"900", "902"} and not self._requester):
            self._requester = who
        elif role in {"SLA", "SRA"} and (coding == "903" or not self._provider):
            self._provider = who

    def _spr(self, segment: Segment) -> None:
        """The kind of the party before it: an organisation's name wins over a department's."""
        if self._party.at(0) in {"SLA", "SRA"} and segment.at(0) == "ORG":
            self._provider = self._party.at(1) or self._party.joined(3, "")

    # patient

    def _pna(self, segment: Segment) -> None:
        number, kind = segment.at(1), segment.at(1, 1)
        self._person["nhs_number" if kind in {"OPI", ""} else "hospital_number"] = number
        parts = {element[0]: element[1].strip() for element in segment.elements[2:] if len(element) > 1}
        self._person["surname"], self._person["forename"] = parts.get("SU", ""), parts.get("FO", "")
        others = [said for name, said in parts.items() if name not in {"SU", "FO"} and said]
        if others:
            self._details.append(f"further names: {' '.join(others)}")

    def _pdi(self, segment: Segment) -> None:
        self._person["sex"] = _SEXES.get(segment.at(0), segment.at(0))

    def _adr(self, segment: Segment) -> None:
        lines = segment.elements[1][1:] if len(segment.elements) > 1 else []
        self._person["address"] = ", ".join(line.strip() for line in lines if line.strip())
        self._person["postcode"] = segment.at(3)

    def _dtm(self, segment: Segment) -> None:
        kind, when = segment.at(0), segment.at(0, 1)
        if kind == "329":
            self._person["date_of_birth"] = when
        elif kind in {"ISR", "137"}:
            self._reported = when if kind == "ISR" else self._reported or when
        elif kind in {"SCO", "SRI"} and self._specimens:
            self._specimens[-1].values[COLLECTED if kind == "SCO" else RECEIVED] = when

    def _rff(self, segment: Segment) -> None:
        kind, number = segment.at(0), segment.at(0, 1)
        if kind in {"SSI", "RPI"}:
            self._person["hospital_number"] = number
        elif kind in {"STI", "RTI"} and self._specimens:
            values = self._specimens[-1].values
            values[SPECIMEN] = number if kind == "STI" else values[SPECIMEN] or number
        elif kind == "ASL" and self._investigations:
            self._investigations[-1].specimen = number
        elif kind == "ARL" and self._investigations:
            self._investigations[-1].heading = number

    # specimens and investigations

    def _s16(self, _: Segment) -> None:
        self._specimens.append(_Specimen())
        self._in_investigation = False

    def _seq(self, segment: Segment) -> None:
        owners: list[_Investigation] | list[_Specimen] = (
            self._investigations if self._in_investigation else self._specimens
        )
        if owners:
            owners[-1].number = segment.at(1)

    def _spc(self, segment: Segment) -> None:
        if self._specimens and segment.at(0) == "TSP":
            self._specimens[-1].values[SPECIMEN_TYPE] = segment.at(1, 3) or segment.at(1)
        elif self._specimens and segment.at(0) == "FS" and segment.at(1) == "F":
            self._specimens[-1].remarks.append("fasting specimen")
        elif self._specimens and (words := segment.at(1, 3)):
            self._specimens[-1].remarks.append(words)

    def _inv(self, segment: Segment) -> None:
        investigation = _Investigation()
        investigation.values[CODE], investigation.values[NAME] = segment.at(1), segment.at(1, 3)
        investigation.values[SYSTEM] = _CODINGS.get(segment.at(1, 1), segment.at(1, 1))
        self._investigations.append(investigation)
        self._in_investigation = True

    def _rsl(self, segment: Segment) -> None:
        """NV: number:comparator, CV: ::code:coding::words; unit in element 4 (NHS002: component 1), deviation in 5."""
        if not self._investigations:
            return
        values = self._investigations[-1].values
        if segment.at(0) == "CV":
            values[RESULT] = segment.at(1, 5) or segment.at(1, 2)
        else:
            values[RESULT] = _COMPARATORS.get(segment.at(1, 1), "") + segment.at(1)
        values[UNIT] = segment.at(3, 3) or segment.at(3)
        values[FLAG] = segment.at(4)

    def _ftx(self, segment: Segment) -> None:
        """CID: clinical details, RIT: result in words, SPC: comment, CRR and RPD: reference range in words."""
        kind, text = segment.at(0), segment.joined(3, " ")
        if kind == "CID" or not (self._specimens or self._investigations):
            self._details.append(text)
        elif not self._in_investigation:
            self._specimens[-1].remarks.append(text)
        elif kind == "RIT":
            self._investigations[-1].findings.append(text)
        else:
            self._investigations[-1].remarks.append(f"reference range: {text}" if kind in {"CRR", "RPD"} else text)

    def _rnd(self, segment: Segment) -> None:
        """The first range stands in the columns; further ones (other ages, other units) are remarks."""
        if not self._investigations:
            return
        investigation, low, high = self._investigations[-1], segment.at(1), segment.at(2)
        if investigation.values[LOW] or investigation.values[HIGH]:
            investigation.remarks.append(f"reference range: {low}-{high} {segment.at(3)}".strip())
        else:
            investigation.values[LOW], investigation.values[HIGH] = low, high


_READERS: Final[dict[str, Callable[[Report, Segment], None]]] = {
    tag: getattr(Report, f"_{tag.lower()}")
    for tag in ("NAD", "SPR", "DTM", "RFF", "ADR", "PNA", "PDI", "S16", "SPC", "SEQ", "INV", "RSL", "FTX", "RND")
}
"""What takes each segment in."""
