"""People in HL7 v2: PID with PD1 and PV1, and those beside the patient (NK1, GT1, IN1, MRG)."""

from __future__ import annotations

import re

from leakassay.read.health.hl7_delimiters import Delimiters
from leakassay.read.health.record_rows import PERSON_FIELDS
from leakassay.values.uk.nhs_number import is_valid

_NHS = frozenset({
    "NHS", "NH", "NHSNMBR", "NHSNO", "NHSNUMBER", "NHSNUM", "NHS NUMBER", "NHSNBR", "NNN", "2.16.840.1.113883.2.1.4.1",
    "HTTPS://FHIR.NHS.UK/ID/NHS-NUMBER",
})  # fmt: skip
_CHI = frozenset({"CHI", "CHINUMBER", "CHI NUMBER", "NHSSCOTLAND", "2.16.840.1.113883.2.1.3.2.4.16.53"})
_HC = frozenset({"HC", "HCN", "H&C", "HSC", "HSCN", "HCNUMBER", "2.16.840.1.113883.2.1.3.2.4.16.49"})
_LOCAL = frozenset({"MR", "MRN", "PI", "PT", "MEDREC", "HOSP", "PAS"})
_TEN_DIGITS = re.compile(r"\s*[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\s*")

(
    NHS,
    CHI,
    HC,
    HOSPITAL,
    SURNAME,
    FORENAME,
    BORN,
    SEX,
    ADDRESS,
    POSTCODE,
    PHONE,
    EMAIL,
    PRACTICE,
    SITE,
    AUTHORITY,
    SENDER,
    PERSON_TYPE,
) = range(len(PERSON_FIELDS))


def nobody() -> list[str]:
    """A person of whom nothing is said: one "" per `PERSON_FIELDS`."""
    return [""] * len(PERSON_FIELDS)


def patient(fields: list[str], signs: Delimiters) -> list[str]:
    """The person of a PID segment, values as printed.

    Args:
        fields: the segment split at its field sign; fields[0] is "PID".
        signs: the message's delimiters.
    """
    person = nobody()
    fields = fields + [""] * (41 - len(fields))
    _identify(person, fields, signs)
    name = fields[5] or fields[9]
    person[SURNAME], person[FORENAME] = _name(name, signs)
    person[BORN], person[SEX] = signs.first(fields[7]), signs.first(fields[8])
    person[ADDRESS], person[POSTCODE] = _address(fields[11], signs)
    person[PHONE], person[EMAIL] = _contact((fields[13], fields[14], fields[40]), signs)
    return person


_BEYOND = {
    2: "other id", 4: "other id", 6: "mother's maiden name", 9: "alias", 10: "race", 12: "county", 15: "language",
    17: "religion", 18: "account", 19: "social security number", 20: "driving licence", 21: "mother's id",
    22: "ethnic group", 23: "birth place", 26: "citizenship", 27: "military status", 28: "nationality", 29: "died",
    39: "tribe", 40: "telecom",
}  # fmt: skip
"""Fields of PID that tell something of a person and have no field of their own."""

_REPEATED = {3: "other id", 5: "also known as", 11: "other address", 13: "other telephone", 14: "other telephone"}
"""Fields of PID of which only one repetition is told elsewhere."""

_NAME, _SECOND_TELEPHONE = 5, 14
_FIRST_IS_TOLD = frozenset({5, 11})
MIN_TELLING = 3
"""Characters from which a field tells more than a code of a letter or two."""


def beyond(fields: list[str], person: list[str], signs: Delimiters) -> list[str]:
    """What else a PID segment says than `person` does: further ids, names, addresses, religion … a line each."""
    found = []
    for at, field in enumerate(fields):
        label = _BEYOND.get(at) or _REPEATED.get(at)
        if len(field) < MIN_TELLING or label is None:
            continue
        if at == _NAME and (further := signs.parts(field.split(signs.repetition, 1)[0], 3)[2]):
            found.append(f"further names: {further}")
        if at in _REPEATED and at != _SECOND_TELEPHONE and signs.repetition not in field:
            continue
        repetitions = field.split(signs.repetition)[at in _FIRST_IS_TOLD :]
        words = [signs.words(one) for one in repetitions if one.split(signs.component, 1)[0].strip() not in person]
        found += [f"{label}: {one}" for one in words if one]
    return found


def relative(segment: str, fields: list[str], signs: Delimiters) -> list[str]:
    """The person of an NK1, GT1, IN1 or MRG segment; all "" where the segment names nobody.

    Args:
        segment: one of `BESIDE`.
        fields: the segment split at its field sign.
        signs: the message's delimiters.
    """
    name, address, phones, born = _BESIDE[segment]
    person = nobody()
    fields = fields + [""] * (56 - len(fields))
    person[SURNAME], person[FORENAME] = _name(fields[name], signs)
    if segment == "MRG":
        _tagged(person, fields[1], signs)
    else:
        person[ADDRESS], person[POSTCODE] = _address(fields[address], signs)
        person[PHONE], person[EMAIL] = _contact(tuple(fields[at] for at in phones), signs)
        person[BORN] = signs.first(fields[born])
        person[PERSON_TYPE] = "relative"
    return person if person[SURNAME] or person[HOSPITAL] or person[NHS] else nobody()


_BESIDE: dict[str, tuple[int, int, tuple[int, ...], int]] = {
    "NK1": (2, 4, (5, 6), 16),
    "GT1": (3, 5, (6, 7), 8),
    "IN1": (16, 19, (), 18),
    "MRG": (7, 0, (), 0),
}
"""Segment: fields of name, address, telephones, date of birth."""

BESIDE = frozenset(_BESIDE)


def beyond_beside(segment: str, fields: list[str], signs: Delimiters) -> list[str]:
    """What else an NK1, GT1, IN1 or MRG segment says (policy numbers, employers, contacts), in one line."""
    name, address, phones, born = _BESIDE[segment]
    told = {0, 1, name, address, *phones, born}
    rest = [signs.words(field) for at, field in enumerate(fields) if len(field) > 3 and at not in told]
    return [f"{segment}: {'; '.join(rest)}"] if rest else []


def practice(fields: list[str], signs: Delimiters) -> str:
    """The practice of a PD1 segment: id of PD1-3 (XON.3 or XON.10), else its name, else the doctor in PD1-4."""
    fields = fields + [""] * (5 - len(fields))
    parts = signs.parts(fields[3].split(signs.repetition, 1)[0], 10)
    return parts[2] or parts[9] or parts[0] or signs.first(fields[4])


def location(field: str, signs: Delimiters) -> tuple[str, str]:
    """Facility and ward of a PL field (PV1-3): (`PL.4`, first of `PL.1` to `PL.3` that is given)."""
    parts = signs.parts(field.split(signs.repetition, 1)[0], 11)
    facility = (parts[3] or parts[10]).split(signs.subcomponent, 1)[0]
    return facility, parts[0].split(signs.subcomponent, 1)[0] or parts[1] or parts[2]


def coded_person(field: str, signs: Delimiters) -> str:
    """Code of an XCN field (OBR-16, ORC-12), or the name where no code is given."""
    code, family, given = signs.parts(field.split(signs.repetition, 1)[0], 3)
    return code.split(signs.subcomponent, 1)[0] or f"{family.split(signs.subcomponent, 1)[0]} {given}".strip()


def _identify(person: list[str], fields: list[str], signs: Delimiters) -> None:
    """Fill the numbers: PID-3 by authority; PID-2, PID-4 and PID-19 (older feeds) as candidates for the NHS number."""
    for at in (3, 2, 4):
        _tagged(person, fields[at], signs)
    if person[NHS]:
        return
    candidates = [signs.first(fields[at]) for at in (2, 4, 19)]
    shaped = [value for value in candidates if _TEN_DIGITS.fullmatch(value)]
    person[NHS] = next((value for value in shaped if is_valid(value)), shaped[0] if shaped else "")
    if person[NHS] == person[HOSPITAL]:  # it stood alone in PID-2 or PID-4 and was taken for a local number
        person[HOSPITAL] = person[AUTHORITY] = ""


def _tagged(person: list[str], field: str, signs: Delimiters) -> None:
    """Sort the repetitions of a CX field by authority (CX.4, CX.6) and type (CX.5); what is filled already stays."""
    if not field or field == '""':
        return
    local: list[tuple[bool, str, str]] = []
    for repetition in field.split(signs.repetition):
        number, _, scheme, authority, kind, facility = signs.parts(repetition, 6)
        number = number.split(signs.subcomponent, 1)[0]
        places = authority.split(signs.subcomponent)
        marks = {mark.strip().upper() for mark in (*places, kind, scheme, *facility.split(signs.subcomponent))}
        at = NHS if marks & _NHS else CHI if marks & _CHI else HC if marks & _HC else HOSPITAL
        if number and at == HOSPITAL:
            local.append((kind.upper() not in _LOCAL, number, places[0] or kind))
        elif number:
            person[at] = person[at] or number
    if local and not person[HOSPITAL]:
        _, person[HOSPITAL], person[AUTHORITY] = min(local, key=lambda found: found[0])


def _name(field: str, signs: Delimiters) -> tuple[str, str]:
    """Surname and forename of the first repetition that has a surname (XPN or the older PN)."""
    for repetition in field.split(signs.repetition):
        family, given = signs.parts(repetition, 2)
        if family or given:
            return family.split(signs.subcomponent, 1)[0], given
    return "", ""


def _address(field: str, signs: Delimiters) -> tuple[str, str]:
    """One printed line and the postcode (XAD.5) of the first repetition that says anything."""
    for repetition in field.split(signs.repetition):
        lines = signs.parts(repetition, 5)
        printed = [line.replace(signs.subcomponent, " ").strip() for line in lines[:4]]
        if any(printed) or lines[4]:
            return ", ".join(line for line in printed if line), lines[4]
    return "", ""


def _contact(fields: tuple[str, ...], signs: Delimiters) -> tuple[str, str]:
    """First telephone and first e-mail address among XTN fields (XTN.1, .4, .6 and .7, .12)."""
    phone = email = ""
    for field in fields:
        for repetition in field.split(signs.repetition) if field else ():
            parts = signs.parts(repetition, 12)
            email = email or next((part for part in (parts[3], parts[0]) if "@" in part), "")
            number = parts[0] if "@" not in parts[0] else ""
            number = number or " ".join(piece for piece in (parts[5], parts[6]) if piece) or parts[11]
            phone = phone or number
    return phone, email
