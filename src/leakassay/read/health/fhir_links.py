"""Resources of one FHIR document and the references between them: addresses, ids, contained ones, identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from leakassay.read.health.fhir_tree import LOOKED_AT, RESOURCE, Tree, any_of, first, said, some, trees

MAX_STEPS = 8
"""Reports and containers above a resource that are asked whom it is about."""

_SUBJECT = ("subject", "patient", "for", "subscriber", "beneficiary", "individual")
_NO_PERSON = ("Group/", "Device/", "Location/", "Organization/", "Practitioner/", "Medication/", "Substance/")
_PERSONS = frozenset({"Patient", "Person"})


@dataclass(eq=False)
class Resource:
    """A resource and the one that contains it."""

    kind: str
    tree: Tree
    owner: Resource | None = None
    contained: dict[str, Resource] = field(default_factory=dict)
    report: Resource | None = None

    @property
    def is_person(self) -> bool:
        """True for patients."""
        return self.kind in _PERSONS


class Links:
    """Every resource of a document by whatever it may be referred to.

    Attributes:
        resources: in the order of the document.
        holds_documents: True when there may be one in base64 somewhere.
        names: of all elements; one that FHIR does not know may say something.
    """

    def __init__(self) -> None:
        self.resources: list[Resource] = []
        self.holds_documents = False
        self.names: set[str] = set()
        self._by_name: dict[str, Resource] = {}
        self._by_identifier: dict[tuple[str, str], Resource] = {}

    def add(self, root: Tree) -> None:
        """Take a document in with the resources inside it; no recursion."""
        waiting: list[tuple[Tree, Resource | None, str]] = [(root, None, "")]
        while waiting:
            tree, owner, address = waiting.pop()
            if isinstance(tree.get(RESOURCE), str) or tree is root:
                owner = self._register(tree, owner, address)
            self.names |= tree.keys()
            if "data" in tree or tree.get(RESOURCE) == "Binary":
                self.holds_documents = True
            address = said(tree.get("fullUrl"))
            for inner in reversed(tree.values()):
                if isinstance(inner, dict):
                    waiting.append((inner, owner, address))
                elif isinstance(inner, list):
                    waiting.extend((one, owner, address) for one in reversed(inner) if isinstance(one, dict))
                    waiting.extend((one, owner, address) for many in _nested(inner) for one in many)

    def _register(self, tree: Tree, owner: Resource | None, address: str) -> Resource:
        made = Resource(said(tree.get(RESOURCE)) or "document", tree, owner)
        self.resources.append(made)
        number = said(tree.get("id"))
        if owner is not None and number and not address:
            owner.contained.setdefault(number.lstrip("#"), made)
        for name in (address, f"{made.kind}/{number}" if number else ""):
            if name:
                self._by_name.setdefault(name, made)
        for one in trees(tree.get("identifier")):
            if value := said(one.get("value")):
                self._by_identifier.setdefault((said(one.get("system")), value), made)
        return made

    def find(self, reference: Tree, source: Resource) -> Resource | None:
        """The resource that a reference of `source` leads to, if it is in the document."""
        name = said(reference.get("reference"))
        if name.startswith("#"):
            holder: Resource | None = source
            for _ in range(MAX_STEPS):
                if holder is None:
                    break
                if found := holder.contained.get(name[1:]):
                    return found
                holder = holder.owner
            return source.owner if name == "#" else None
        if name:
            return self._by_name.get(name) or self._by_name.get(short_name(name))
        one = first(reference.get("identifier"))
        value = said(one.get("value"))
        return self._by_identifier.get((said(one.get("system")), value)) if value else None

    def subject(self, source: Resource) -> tuple[Resource | None, Tree]:
        """The patient that a resource is about: as a resource, else the reference that names one, else neither."""
        holder: Resource | None = source
        for _ in range(MAX_STEPS):
            if holder is None:
                break
            for reference in islice(_references(holder.tree), LOOKED_AT):
                found = self.find(reference, holder)
                if found is not None and found.is_person:
                    return found, reference
                if found is None and _may_be_person(reference):
                    return None, reference
            if holder.is_person and holder is not source:
                return holder, {}
            holder = holder.report or holder.owner
        return None, {}


def short_name(name: str) -> str:
    """Type and id of an address, its version left out: `Patient/1` of `https://…/Patient/1/_history/2`."""
    return "/".join(name.split("/_history", 1)[0].rsplit("/", 2)[-2:])


def _references(tree: Tree) -> Iterator[Tree]:
    for name in _SUBJECT:
        yield from some(tree.get(name))
    for part in some(tree.get("participant")):
        yield from (one for one in some(part.get("actor")) if "Practitioner" not in said(one.get("reference")))


def _may_be_person(reference: Tree) -> bool:
    name = said(reference.get("reference"))
    if any(mark in name for mark in _NO_PERSON) or said(reference.get("type")) not in {"", "Patient", "Person"}:
        return False
    return bool(name or any_of(reference, "display") or reference.get("identifier"))


def _nested(value: list[Any]) -> Iterator[list[Tree]]:
    """Trees in lists of lists, which FHIR does not know and damaged files have."""
    waiting = [one for one in value if isinstance(one, list)]
    while waiting:
        many = waiting.pop()
        yield trees(many)
        waiting.extend(one for one in many if isinstance(one, list))
