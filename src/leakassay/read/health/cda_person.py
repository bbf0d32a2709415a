"""People in CDA: the record target, guardians, participants and relatives beside them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from leakassay.read.health.cda_entry import words
from leakassay.read.health.fhir_person import number_of
from leakassay.read.health.record_rows import PERSON_FIELDS

_AT = {name: place for place, name in enumerate(PERSON_FIELDS)}
_SEXES = {"1": "male", "2": "female", "M": "M", "F": "F", "UN": "other"}
_USES = {"L": 0, "": 1, "C": 1, "HP": 0, "H": 1, "PREV": 7, "BAD": 8, "A": 5, "P": 5}

BESIDE = (
    ("guardian", "guardianPerson"), ("associatedEntity", "associatedPerson"), ("relatedEntity", "relatedPerson"),
    ("relatedSubject", "subject"), ("participantRole", "playingEntity"),
)  # fmt: skip
"""Elements that hold a person beside the patient, and the element inside with the name."""


def patient(role: Element) -> list[str]:
    """The person of a patientRole (or of a bare patient element), one string per `PERSON_FIELDS`."""
    inner = role.find("patient")
    inner = role.find("patientPatient") if inner is None else inner
    person = _described(role, role if inner is None else inner)
    organisation = role.find("providerOrganization")
    if organisation is not None:
        person[_AT["gp_practice"]] = extension(organisation) or words(organisation.find("name"))
    return person


def relatives(root: Element) -> list[list[str]]:
    """Everybody who is named beside the patient."""
    found = []
    for outer, name in BESIDE:
        for role in root.iter(outer):
            inner = role.find(name)
            if (
                inner is None
                or inner.find("name") is None
                or role.get("classCode") in {"MANU", "SDLOC", "ASSIGNED", "PROV"}
            ):
                continue
            person = _described(role, inner)
            person[_AT["person_type"]] = "relative"
            if person[_AT["surname"]] or person[_AT["forename"]]:
                found.append(person)
    return found


def extension(element: Element) -> str:
    """The first id of an element that has an extension."""
    return next((one.get("extension", "") for one in element.findall("id") if one.get("extension")), "")


def _described(role: Element, inner: Element) -> list[str]:
    person = [""] * len(PERSON_FIELDS)
    ids = [*role.findall("id"), *(inner.findall("id") if inner is not role else [])]
    for one in ids:
        value, root = one.get("extension", "").strip(), one.get("root", "")
        field = number_of(root) if value else ""
        if field and not person[_AT[field]]:
            person[_AT[field]] = value
            if field == "hospital_number":
                person[_AT["assigning_authority"]] = one.get("assigningAuthorityName") or root
    person[_AT["surname"]], person[_AT["forename"]] = _name(inner)
    sex, born = inner.find("administrativeGenderCode"), inner.find("birthTime")
    person[_AT["sex"]] = "" if sex is None else _SEXES.get(sex.get("code", ""), sex.get("code", ""))
    person[_AT["date_of_birth"]] = "" if born is None else born.get("value", "")
    addresses = [*role.findall("addr"), *(inner.findall("addr") if inner is not role else [])]
    address = min(addresses, key=_rank, default=None)
    if address is not None:
        person[_AT["postcode"]] = words(address.find("postalCode"))
        lines = [words(line) for line in address if line.tag not in {"postalCode", "useablePeriod"}]
        person[_AT["address"]] = ", ".join(filter(None, lines)) or ("" if len(address) else words(address))
    for one in [*role.findall("telecom"), *(inner.findall("telecom") if inner is not role else [])]:
        value = one.get("value", "")
        scheme, colon, rest = value.partition(":")
        place = _AT["email" if "@" in value else "telephone"]
        if scheme not in {"http", "https"}:
            person[place] = person[place] or (rest if colon else value)
    return person


def _name(inner: Element) -> tuple[str, str]:
    name = min(inner.findall("name"), key=_rank, default=None)
    if name is None:
        return "", ""
    family, given = words(name.find("family")), words(name.find("given"))
    if not family and not given:
        given, _, family = words(name).rpartition(" ")
    return family, given


def _rank(element: Element) -> int:
    return min((_USES.get(use, 3) for use in element.get("use", "").split()), default=1)
