"""Prose: rows of free text in, sightings, events and mentions out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from leakassay.detect.emit import Numbering, Rows, listed
from leakassay.detect.scan.engine import Candidate
from leakassay.detect.text import clinical, measured, people
from leakassay.detect.text.finding import Finding, judged
from leakassay.detect.text.moment import Moments
from leakassay.detect.text.named import people_named
from leakassay.detect.warm import Kit
from leakassay.model.batch import Batch
from leakassay.model.outcomes import EventStatus

MAX_SEEN = 50
"""People that are remembered of a unit; a text that names more is not about one."""
MAX_TOLD = 200
"""Names of tests that are remembered of a unit: a document that a table goes with is short."""
MAX_MENTION = 256
"""Characters of a value that is kept as a mention."""


@dataclass
class Spoken:
    """Rows of the emitted tables that one stretch of text gave."""

    sightings: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)

    def rows(self) -> Iterator[Rows]:
        """Yield them, sightings first."""
        yield from listed("sighting", self.sightings)
        yield from listed("event", self.events)
        yield from listed("mention", self.mentions)


class Prose:
    """The text engine of one unit.

    Args:
        kit: tools of the process.
        numbering: of the unit.
    """

    def __init__(self, kit: Kit, numbering: Numbering) -> None:
        self._kit = kit
        self._numbering = numbering
        self._seen: list[tuple[people.Person, int]] = []
        self.told: set[str] = set()
        """Names of tests, in lower case, that texts of the unit gave as events."""

    @property
    def owner(self) -> int:
        """Ordinal of the one person that the texts of the unit are about, -1 when there is none or several."""
        if not self._seen or len(self._seen) > MAX_SEEN:
            return -1
        first, ordinal = self._seen[0]
        return ordinal if all(people.is_same(first, other) for other, _ in self._seen[1:]) else -1

    def see(self, batch: Batch) -> Iterator[Rows]:
        """Read a TEXT batch."""
        names = batch.data.schema.names
        column = batch.data.column(names.index("text") if "text" in names else 0)
        texts = [str(text) if text is not None else "" for text in column.to_pylist()]
        places = range(batch.first_row, batch.first_row + len(texts))
        spoken = self.read(texts, places, batch.part)
        if len(self.told) < MAX_TOLD:
            self.told |= {str(event["test_name"]).lower() for event in spoken.events}
        yield from spoken.rows()

    def read(
        self, texts: Sequence[str], places: Sequence[int], part: str, owners: Sequence[int] | None = None
    ) -> Spoken:
        """Read rows of text.

        Args:
            texts: the rows.
            places: their row numbers.
            part: sheet, page or message part.
            owners: ordinal of the sighting that each row belongs to (comments in tables and messages); -1, or None for
                all, where the text itself must say who it is about.
        """
        spoken = Spoken()
        by_row: dict[int, list[Candidate]] = {}
        for candidate in self._kit.scanner.candidates(texts):
            by_row.setdefault(candidate.row, []).append(candidate)
        tests = self._kit.scanner.tests(texts)
        forenames = self._kit.scanner.forenames(texts)
        for row in sorted({*by_row, *tests, *forenames}):
            findings = judged(by_row.get(row, []), texts[row], self._kit.kinds)
            place = {"part": part, "row": places[row]}
            owner = -1 if owners is None else owners[row]
            owned = self._people(findings, texts[row], place, spoken) if owner < 0 else _Owned([], owner)
            spoken.mentions += [_mention(finding, place, owned.of_finding(finding)) for finding in findings]
            spoken.mentions += [
                _mention(finding, place, owner)
                for finding in people_named(texts[row], by_row.get(row, []), forenames.get(row, []), findings)
            ]
            named = clinical.named(texts[row], tests.get(row, {}))
            printed = _unnamed(measured.lines(by_row.get(row, []), texts[row]), named, texts[row])
            if named or printed:
                around = _Around(texts[row], findings, _clients(texts[row], self._kit.settings.get("client_codes", ())))
                _add_tests(named, place, (owned, around), spoken)
                _add_lines(printed, place, (owned, around), spoken)
        return spoken

    def _people(self, findings: Sequence[Finding], text: str, place: dict[str, Any], spoken: Spoken) -> _Owned:
        owned = _Owned([], -1)
        for person in people.together(findings):
            score, reason = person.weighed()
            if score > 0:
                ordinal = self._numbering.take(1)
                owned.people.append((person, ordinal))
                if len(self._seen) <= MAX_SEEN:
                    self._seen.append((person, ordinal))
                spoken.sightings.append(_sighting(person, text, score, reason) | place | {"ordinal": ordinal})
        return owned


@dataclass(frozen=True)
class _Owned:
    """Who the findings of a row belong to: the people in it, or the one owner of the row."""

    people: list[tuple[people.Person, int]]
    owner: int

    def of_finding(self, finding: Finding) -> int:
        """Return the ordinal of the sighting a finding is part of, -1 for none."""
        return self._ordinals.get(finding, self.owner)

    @cached_property
    def _ordinals(self) -> dict[Finding, int]:
        """The first person that each finding is part of; made once all people are there."""
        made: dict[Finding, int] = {}
        for person, ordinal in self.people:
            for finding in person.findings:
                made.setdefault(finding, ordinal)
        return made

    def at(self, start: int) -> int:
        """Return the ordinal of the person a sentence speaks of: the last one named before it, else the only one."""
        before = [ordinal for person, ordinal in self.people if person.start <= start]
        if before:
            return before[-1]
        return self.people[0][1] if len(self.people) == 1 else self.owner


_CLIENT = re.compile(r"\b(?i:requested by|client|source|sent by)\s?:\s{0,3}(?P<code>[A-Za-z0-9][\w-]{1,15})\b")


@dataclass(frozen=True)
class _Around:
    """What a text says about the specimen of a test: its number, its moments, and the client who sent it."""

    text: str
    findings: Sequence[Finding]
    clients: Sequence[tuple[int, str]]

    @cached_property
    def _moments(self) -> Moments:
        return Moments(self.text)

    def at(self, start: int) -> dict[str, Any]:
        """Return specimen, client and moments of the test that begins at `start`, null where none is named."""
        specimens = [one.value for one in self.findings if one.kind == "specimen_id" and one.start < start]
        clients = [code for place, code in self.clients if place < start]
        return {
            "specimen_id": specimens[-1] if specimens else None,
            "client_code": clients[-1] if clients else None,
            **self._moments.at(start),
        }


def _clients(text: str, known: Sequence[str]) -> list[tuple[int, str]]:
    """Return place and code of the clients of the profile that a text names under their label."""
    met = [(found.start(), found["code"]) for found in _CLIENT.finditer(text)] if known else []
    return [(place, code) for place, code in met if code in known]


def _sighting(person: people.Person, text: str, score: float, reason: str) -> dict[str, Any]:
    birth, postcode = person.of("date_of_birth"), person.of("postcode")
    row: dict[str, Any] = {kind: found.value for kind in people.NUMBERS if (found := person.of(kind)) is not None}
    row |= {"surname": person.surname or None, "forename": person.forename or None}
    if birth is not None:
        row["date_of_birth"] = dt.date.fromisoformat(birth.value)
    hospital = person.of("hospital_number")
    if hospital is not None:
        row["hospital_number"] = hospital.value
    if postcode is not None:
        row |= {"postcode": postcode.value, "address": people.address_before(text, person)}
    return row | {"person_type": "patient", "score": score, "reason": reason}


def _mention(finding: Finding, place: dict[str, Any], ordinal: int) -> dict[str, Any]:
    return place | {
        "sighting_ordinal": ordinal, "kind": finding.kind, "value": finding.value[:MAX_MENTION], "start": finding.start,
        "end": finding.end, "score": finding.score, "reason": finding.reason,
    }  # fmt: skip


def _add_tests(
    tests: Sequence[clinical.Named], place: dict[str, Any], context: tuple[_Owned, _Around], spoken: Spoken
) -> None:
    owned, around = context
    for one in tests:
        ordinal = owned.at(one.start)
        if one.is_event and ordinal >= 0:
            spoken.events.append(place | {
                "sighting_ordinal": ordinal, "test_name": one.printed, "test_id": one.test.id,
                "test_class": one.test.test_class, "tier": one.test.tier, "status": one.status.value,
                "value_flag": one.flag.value, **around.at(one.start),
            })  # fmt: skip
            continue
        reason = (
            "a test is named; the sentence speaks of a relative, or of no one"
            if one.of_others
            else "a test is named, beside nobody or without saying more"
        )
        spoken.mentions.append(place | {
            "sighting_ordinal": ordinal, "kind": "test_name", "value": one.printed[:MAX_MENTION], "start": one.start,
            "end": one.end, "score": 0.5, "reason": reason,
        })  # fmt: skip


def _unnamed(lines: Iterable[measured.Line], named: Sequence[clinical.Named], text: str) -> list[measured.Line]:
    """Return the printed results in whose lines the catalogue knows no test."""
    known = {text.rfind("\n", 0, one.start) for one in named}
    return [line for line in lines if text.rfind("\n", 0, line.start) not in known]


def _add_lines(
    lines: Sequence[measured.Line], place: dict[str, Any], context: tuple[_Owned, _Around], spoken: Spoken
) -> None:
    owned, around = context
    for line in lines:
        ordinal = owned.at(line.start)
        if ordinal >= 0:
            spoken.events.append(place | {
                "sighting_ordinal": ordinal, "test_name": line.name, "test_code": line.code or None,
                "status": EventStatus.RESULTED.value, "value_flag": line.flag.value, "result_unit": line.unit or None,
                **around.at(line.start),
            })  # fmt: skip
