"""People in FHIR: Patient and RelatedPerson with the contacts beside them, and what a reference alone says of one."""

from __future__ import annotations

import re
from functools import lru_cache

from leakassay.read.health.fhir_tree import Tree, any_of, concept, first, said, several, trees
from leakassay.read.health.record_rows import PERSON_FIELDS
from leakassay.values.uk.nhs_number import is_valid

_AT = {name: place for place, name in enumerate(PERSON_FIELDS)}
_NHS = ("nhs-number", "nhsnumber", "nhs_number", "2.16.840.1.113883.2.1.4.1")
_CHI = ("chi-number", "chinumber", "/chi", "2.16.840.1.113883.2.1.3.2.4.16.53")
_HC = ("hcn", "health-and-care-number", "hc-number", "hcnumber", "2.16.840.1.113883.2.1.3.2.4.16.49")
_NHS_KINDS = frozenset({"NH", "NHS"})
_TEN_DIGITS = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_USES = {
    "official": 0,
    "home": 0,
    "usual": 1,
    "mobile": 1,
    "": 2,
    "work": 3,
    "temp": 3,
    "anonymous": 4,
    "nickname": 5,
    "maiden": 6,
    "old": 7,
}
_LAST = 9


def patient(tree: Tree) -> list[str]:
    """The person of a Patient, RelatedPerson or Person; values as printed, one per `PERSON_FIELDS`.

    The practice is left to whoever resolves references.
    """
    person = described(tree)
    identify(person, trees(tree.get("identifier")))
    number = said(tree.get("id"))
    if not person[_AT["nhs_number"]] and _TEN_DIGITS.fullmatch(number) and is_valid(number):
        person[_AT["nhs_number"]] = number  # the Personal Demographics Service names its patients so
    return person


def described(tree: Tree) -> list[str]:
    """Name, birth, sex, address and telephone of anything that has them: a patient or a contact of one."""
    person = [""] * len(PERSON_FIELDS)
    person[_AT["surname"]], person[_AT["forename"]] = _name(tree)
    person[_AT["date_of_birth"]], person[_AT["sex"]] = said(tree.get("birthDate")), said(tree.get("gender"))
    address = min(trees(tree.get("address")), key=_rank, default={})
    lines = [said(line) for line in several(address.get("line"))]
    lines += [said(address.get(name)) for name in ("city", "district", "state", "country")]
    person[_AT["address"]] = ", ".join(filter(None, lines)) or said(address.get("text"))
    person[_AT["postcode"]] = said(address.get("postalCode"))
    for contact in trees(tree.get("telecom")):
        value = said(contact.get("value")).removeprefix("tel:").removeprefix("mailto:")
        place = _AT["email" if "@" in value or said(contact.get("system")) == "email" else "telephone"]
        if said(contact.get("system")) not in {"url", "other"}:
            person[place] = person[place] or value
    return person


def identify(person: list[str], identifiers: list[Tree]) -> None:
    """Sort identifiers by system and type into the numbers of a person; what is filled already stays."""
    for one in sorted(identifiers, key=_rank):
        value, system = said(one.get("value")).strip(), said(one.get("system"))
        if not value:
            continue
        field = number_of(system, concept(one.get("type"))[0])
        bare = not system and _TEN_DIGITS.fullmatch(value) and is_valid(value.replace(" ", "").replace("-", ""))
        if field == "hospital_number" and bare:
            field = "nhs_number"
        if person[_AT[field]]:
            continue
        person[_AT[field]] = value
        if field == "hospital_number":
            assigner = first(one.get("assigner"))
            person[_AT["assigning_authority"]] = (
                said(first(assigner.get("identifier")).get("value"))
                or said(assigner.get("display"))
                or system_name(system)
            )


@lru_cache(maxsize=1024)
def number_of(system: str, kind: str = "") -> str:
    """The field that an identifier of a system and a type (table 0203) belongs to."""
    low = system.lower()
    for field, marks in (("nhs_number", _NHS), ("chi_number", _CHI), ("hc_number", _HC)):
        if any(low.endswith(mark) for mark in marks):
            return field
    return "nhs_number" if kind.upper() in _NHS_KINDS and not low else "hospital_number"


def system_name(system: str) -> str:
    """Last step of a system's address: all that distinguishes one from another on a page."""
    return system.rstrip("/").rsplit("/", 1)[-1].removeprefix("urn:oid:")


def referred(reference: Tree) -> list[str]:
    """What a reference says of a patient who is not in the document: identifier, printed name, an NHS number as id."""
    person = [""] * len(PERSON_FIELDS)
    identify(person, trees(reference.get("identifier")))
    number = said(reference.get("reference")).split("/_history", 1)[0].rsplit("/", 1)[-1]
    if not person[_AT["nhs_number"]] and _TEN_DIGITS.fullmatch(number) and is_valid(number):
        person[_AT["nhs_number"]] = number
    person[_AT["surname"]], person[_AT["forename"]] = _parted(said(reference.get("display")))
    return person


def _name(tree: Tree) -> tuple[str, str]:
    """Surname and first forename of the name in use."""
    name = min(trees(tree.get("name")), key=_rank, default={})
    family = " ".join(filter(None, (said(one) for one in several(name.get("family")))))
    given = any_of(name, "given")
    if not family and not given:
        return _parted(said(name.get("text")))
    return family, given


def _parted(printed: str) -> tuple[str, str]:
    """Surname and forenames of a name in one piece: `SMITH, Jane` or `Jane Smith`."""
    surname, comma, forenames = printed.strip().partition(",")
    if not comma:
        forenames, _, surname = printed.strip().rpartition(" ")
    return surname.strip(), forenames.strip()


def _rank(one: Tree) -> int:
    """Names, addresses and identifiers in use first, those that ended last."""
    return _USES.get(said(one.get("use")), _LAST) + (_LAST if said(first(one.get("period")).get("end")) else 0)
