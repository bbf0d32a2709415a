"""People in a text: identifiers, names and births that stand together make one person; doctors and secretaries none.

Three patients in a letter are three because a second number, birth or name opens a new person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leakassay.detect.text.finding import DOUBTFUL, SURE, Finding

REACH = 300
"""Characters between two findings of one person: a heading with name, birth, number and address needs fewer."""
NUMBERS = ("nhs_number", "chi_number", "hc_number")
_KINDS = (*NUMBERS, "full_name", "date_of_birth", "postcode", "hospital_number")
_SEVERAL = frozenset({"postcode", "hospital_number"})
"""Of these one person may have two."""
_STREET = re.compile(
    r"\d|\b(?:flat|house|road|street|lane|close|gardens|avenue|drive|court|way|place|hill)\b", re.IGNORECASE
)
_LEADS = re.compile(r"^[\W_]*(?:(?:who )?(?:of|at|lives at|living at|resides at)\s+)?", re.IGNORECASE)
"""What may stand between a name or a birth and its address."""
_BREAKS = re.compile(r"[\n\r\t]| {2,}|: ")


@dataclass
class Person:
    """Somebody in a text, while being put together.

    Attributes:
        findings: what speaks of them, in order.
        surname: canonical, "" when unknown; `forename` alike.
        end: one past the last character.
    """

    findings: list[Finding] = field(default_factory=list)
    surname: str = field(default="", init=False)
    forename: str = field(default="", init=False)
    end: int = field(default=0, init=False)
    _first: dict[str, Finding] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Take in what it was made of."""
        given, self.findings = self.findings, []
        self.take(given)

    def take(self, findings: Iterable[Finding]) -> None:
        """Add what speaks of them; what each further finding is held against is kept at hand."""
        for finding in findings:
            self.findings.append(finding)
            self._first.setdefault(finding.kind, finding)
            self.surname = self.surname or finding.surname
            self.forename = self.forename or finding.forename
            self.end = max(self.end, finding.end)

    def of(self, *kinds: str) -> Finding | None:
        """Return the first finding of these kinds."""
        found = [self._first[kind] for kind in kinds if kind in self._first]
        return found[0] if len(found) == 1 else min(found, key=self.findings.index, default=None)

    @property
    def start(self) -> int:
        """First character."""
        return self.findings[0].start

    def weighed(self) -> tuple[float, str]:
        """Return the probability that this is a patient, and why; 0 when it is none."""
        number = self.of(*NUMBERS)
        birth, named = self.of("date_of_birth"), bool(self.surname)
        if number is not None and number.score >= SURE:
            return number.score, f"text: {number.reason}" + (", beside a name" if named else "")
        if number is not None and number.score >= DOUBTFUL and (named or birth is not None):
            return 0.85, "text: " + number.reason.replace("nothing else speaks for it", "beside a name or a birth")
        if named and birth is not None:
            return min(0.9, birth.score), "text: a name and a date of birth together"
        name = self.of("full_name")
        if name is not None and name.score >= 0.75 and self.forename and self.of("postcode") is not None:
            return 0.6, "text: a name with title or label, and a postcode"
        return 0.0, ""


def together(findings: Sequence[Finding]) -> list[Person]:
    """Group the findings of one row (sorted by place) into people; findings that speak of nobody are left out."""
    people: list[Person] = []
    for finding in findings:
        if finding.kind not in _KINDS:
            continue
        person = people[-1] if people else None
        if person is None or finding.start - person.end > REACH or _contradicts(person, finding):
            if finding.kind == "postcode":
                continue  # an address before anybody is named is a letterhead
            people.append(Person([finding]))
        else:
            person.take([finding])
    return _same_joined(people)


def _contradicts(person: Person, finding: Finding) -> bool:
    if finding.kind == "full_name":
        known = (person.surname, person.forename)
        return any(a and b and a != b for a, b in zip(known, (finding.surname, finding.forename), strict=True))
    known_one = person.of(finding.kind)
    return known_one is not None and known_one.value != finding.value and finding.kind not in _SEVERAL


def _same_joined(people: Sequence[Person]) -> list[Person]:
    """Join people of one number, or of one name where only one of them has a number or a birth."""
    kept: list[Person] = []
    for person in people:
        twin = next((other for other in kept if is_same(other, person)), None)
        if twin is None:
            kept.append(person)
        else:
            twin.take(person.findings)
    return kept


def is_same(known: Person, other: Person) -> bool:
    """Return whether two people of a text may be taken for one."""
    number, second = known.of(*NUMBERS), other.of(*NUMBERS)
    birth, later = known.of("date_of_birth"), other.of("date_of_birth")
    if birth is not None and later is not None and birth.value != later.value:
        return False
    if number is not None and second is not None:
        # one number under two surnames is a contradiction that whoever resolves must see, not one person
        return number.value == second.value and known.surname in ("", other.surname or known.surname)
    if not known.surname or known.surname != other.surname:
        return False
    forenames = (known.forename.split(" ")[0], other.forename.split(" ")[0])
    if all(forenames) and forenames[0] != forenames[1]:
        return False
    return (birth is not None and later is not None) or (second is None and later is None)


def address_before(text: str, person: Person) -> str | None:
    """Return the words from the start of the line, or the finding before, to the postcode, when they are an address."""
    postcode = person.of("postcode")
    if postcode is None:
        return None
    floor = max((finding.end for finding in person.findings if finding.end <= postcode.start), default=0)
    piece = text[max(floor, postcode.start - 120) : postcode.start]
    line = _LEADS.sub("", _BREAKS.split(piece.rstrip(" ,(\r\n"))[-1].strip(" ,"))
    return line if 5 <= len(line) <= 110 and _STREET.search(line) else None
