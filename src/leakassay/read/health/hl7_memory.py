"""HL7 v2 fields that repeat all day long (test codes, units, ranges, flags, staff), read once and remembered."""

from __future__ import annotations

from typing import NamedTuple

from leakassay.model.outcomes import EventStatus
from leakassay.read.health import hl7_person, hl7_result
from leakassay.read.health.hl7_delimiters import Delimiters

_VAGUE = frozenset({
    "RESULT", "RESULTS", "COMMENT", "COMMENTS", "TEXT", "REPORT", "REPORT TEXT", "OBSERVATION",
    "INTERPRETATION", "NOTE",
})  # fmt: skip
"""OBX-3 names that mean something only under the name of their panel (OBR-4)."""

MAX_REMEMBERED = 20_000
"""Distinct test codes, ranges and flags remembered per unit; laboratories have some thousands."""


class Frame(NamedTuple):
    """What an OBX says beside its value.

    Attributes:
        test: code, name, coding system.
        is_vague: the name means something only under that of the panel.
        unit: as printed.
        limits: lower and upper reference limit.
        flag: abnormal flag.
        remarks: reference range in words, susceptibility.
        resulted: status where a value stands in it.
        empty: status where none does.
    """

    test: tuple[str, str, str]
    is_vague: bool
    unit: str
    limits: tuple[str, str]
    flag: str
    remarks: str
    resulted: EventStatus
    empty: EventStatus


class Memory:
    """What was read under one set of delimiters; forgets everything when it grows too large.

    Args:
        signs: the delimiters.
    """

    def __init__(self, signs: Delimiters) -> None:
        self._signs = signs
        self._tests: dict[str, tuple[str, str, str]] = {}
        self._frames: dict[tuple[str, ...], Frame] = {}
        self._firsts: dict[str, str] = {}
        self._staff: dict[str, str] = {}
        self._patients: dict[str, tuple[list[str], list[str]]] = {}

    def patient(self, fields: list[str]) -> tuple[list[str], list[str]]:
        """The person of a PID segment and what else it says; neither list may be changed."""
        key = self._signs.field.join(fields[2:])  # the first one counts segments
        found = self._patients.get(key)
        if found is None:
            if len(self._patients) > MAX_REMEMBERED:
                self._patients.clear()
            person = hl7_person.patient(fields, self._signs)
            found = self._patients[key] = person, hl7_person.beyond(fields, person, self._signs)
        return found

    def frame(self, fields: list[str]) -> Frame:
        """Everything of an OBX (at least 12 fields) but its value."""
        key = (fields[3], fields[6], fields[7], fields[8], fields[11])
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) > MAX_REMEMBERED:
                self._frames.clear()
            frame = self._frames[key] = self._read(fields)
        return frame

    def test(self, printed: str) -> tuple[str, str, str]:
        """Code, name and coding system of a CE or CWE field; the alternate ones where the first are empty."""
        found = self._tests.get(printed)
        if found is None:
            if len(self._tests) > MAX_REMEMBERED:
                self._tests.clear()
            parts = self._signs.parts(printed, 6)
            code, name, system = parts[:3] if parts[0] or parts[1] else parts[3:]
            found = self._tests[printed] = code.split(self._signs.subcomponent, 1)[0], name, system
        return found

    def first(self, printed: str) -> str:
        """First component of a field."""
        found = self._firsts.get(printed)
        if found is None:
            if len(self._firsts) > MAX_REMEMBERED:
                self._firsts.clear()
            found = self._firsts[printed] = self._signs.first(printed)
        return found

    def doctor(self, printed: str) -> str:
        """Code or name of an XCN field."""
        found = self._staff.get(printed)
        if found is None:
            if len(self._staff) > MAX_REMEMBERED:
                self._staff.clear()
            found = self._staff[printed] = hl7_person.coded_person(printed, self._signs)
        return found

    def _read(self, fields: list[str]) -> Frame:
        signs, test = self._signs, self.test(fields[3])
        low, high, words = hl7_result.limits(fields[7], signs)
        flag, susceptibility = hl7_result.flag(fields[8], signs)
        remarks = [f"reference range: {words}"] if words else []
        remarks += [f"susceptibility: {susceptibility}"] if susceptibility else []
        return Frame(
            test=test,
            is_vague=test[1].upper() in _VAGUE or not (test[0] or test[1]),
            unit=signs.first(fields[6]),
            limits=(low, high),
            flag=flag,
            remarks="\n".join(remarks),
            resulted=hl7_result.status(fields[11], has_value=True),
            empty=hl7_result.status(fields[11], has_value=False),
        )
