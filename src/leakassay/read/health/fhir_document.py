"""A FHIR document (a resource, a bundle, lines of a bulk export) as rows: people first, then what is said of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.outcomes import Reason
from leakassay.read.health import fhir_event, fhir_person
from leakassay.read.health.fhir_attachment import attachments, marks, words
from leakassay.read.health.fhir_links import MAX_STEPS, Links, Resource, short_name
from leakassay.read.health.fhir_tree import (
    Tree,
    any_of,
    concept,
    first,
    leaves,
    printed,
    said,
    several,
    some,
    trees,
    when,
)
from leakassay.read.health.record_rows import (
    COMMENT,
    NO_ROW,
    ORDER_FIELDS,
    PERSON_FIELDS,
    REPORTED,
    RecordRows,
    Texts,
    due,
)

SPECIMEN, SPECIMEN_TYPE, REQUESTER, CLIENT, COLLECTED, RECEIVED = range(len(ORDER_FIELDS))
_AT = {name: place for place, name in enumerate(PERSON_FIELDS)}
_ASKING = ("requester", "orderer", "prescriber", "recorder", "asserter", "author")

MAX_KNOWN = 100_000
"""Patients remembered from earlier blocks of a bulk export; later events of others bear only their reference."""

MAX_ASIDE = 20_000
"""Ids and addresses held before they are handed over; one that comes again after that stands twice."""


@dataclass
class Output:
    """Where the rows and texts of an item go.

    Attributes:
        rows: rows of people and events.
        texts: words that are about no row.
        known: patients told so far by the address of their resource: number and values.
        kinds: how many resources of each type were seen.
        lost: characters of documents that are no text.
        is_opened: True where an opener has taken documents out.
        items: characters of those.
        aside: addresses, ids and codes of the message itself, each once until they are handed over.
    """

    rows: RecordRows = field(default_factory=RecordRows)
    texts: Texts = field(default_factory=lambda: Texts("outside records"))
    known: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    is_opened: bool = False
    items: int = 0
    aside: dict[str, None] = field(default_factory=dict)
    _beside: Texts = field(default_factory=lambda: Texts("ids and addresses"))

    def ready(self, *, at_end: bool = False) -> Iterator[Reading]:
        """Hand over what is due, at the end everything."""
        yield from due(self.rows, self.texts, at_end=at_end)
        if self.aside and (at_end or len(self.aside) > MAX_ASIDE):
            self._beside.add("\n".join(self.aside))
            self.aside.clear()
            yield from self._beside.take()

    def counts(self) -> Iterator[Property]:
        """How many resources of each type there were."""
        for row, kind in enumerate(sorted(self.kinds)):
            yield Property("resource_count", f"{kind[:60]} {self.kinds[kind]}", row=row)


class Document:
    """Resources that may refer to each other.

    Args:
        output: where what they say goes.
    """

    def __init__(self, output: Output) -> None:
        self._out = output
        self._links = Links()
        self._done: set[int] = set()

    def add(self, root: Tree) -> None:
        """Take a resource in, with those inside it."""
        self._links.add(root)

    def tell(self) -> Iterator[Reading]:
        """Yield everything: patients with their events, events of others, words of everything else."""
        self._pair()
        by_person: dict[int, list[Resource]] = {}
        strangers: dict[str, tuple[Tree, list[Resource]]] = {}
        for resource in self._links.resources:
            self._out.kinds[resource.kind] = self._out.kinds.get(resource.kind, 0) + 1
            if resource.is_person:
                continue
            person, reference = self._links.subject(resource)
            if person is not None:
                by_person.setdefault(id(person), []).append(resource)
            elif reference:
                name = any_of(reference, "reference", "display") + said(first(reference.get("identifier")).get("value"))
                strangers.setdefault(name, (reference, []))[1].append(resource)
        for resource in self._links.resources:
            if resource.is_person:
                yield from self._person(resource, by_person.get(id(resource), []))
        for reference, events in strangers.values():
            yield from self._stranger(reference, events)
        for resource in self._links.resources:
            if id(resource) not in self._done:
                yield from self._words(resource, set())
                yield from self._out.ready()
        self._out.aside |= dict.fromkeys(map(printed, sorted(self._links.names)))

    def _pair(self) -> None:
        """Results know their reports and panels: whose they are, and which specimen, may stand only there."""
        for resource in self._links.resources:
            tree = resource.tree
            members = [*trees(tree.get("result")), *trees(tree.get("hasMember"))]
            members += [first(one.get("target")) for one in trees(tree.get("related"))]
            for reference in members:
                found = self._links.find(reference, resource)
                is_free = found is not None and found is not resource and found.report is None
                if found is not None and is_free and resource.report is not found:
                    found.report = resource

    # people

    def _person(self, resource: Resource, events: list[Resource]) -> Iterator[Reading]:
        rows, tree = self._out.rows, resource.tree
        values = fhir_person.patient(tree)
        told = self._practice(values, resource)
        beside = [fhir_person.described(contact) for contact in trees(tree.get("contact"))]
        number = rows.person(values, known=any(values))
        self._remember(resource, number, values)
        rows.order([""] * len(ORDER_FIELDS))
        told |= {value for other in beside for value in other}
        rows.add([self._commented(list(NO_ROW), resource, told | set(values))])
        yield from self._narrated(resource)
        for event in events:
            if event.kind != "RelatedPerson":
                rows.person(values, known=any(values), number=number if number >= 0 else None)
                yield from self._event(event)
        for other in beside:
            self._relative(other)
        for event in events:
            if event.kind == "RelatedPerson":
                yield from self._related(event)

    def _remember(self, resource: Resource, number: int, values: list[str]) -> None:
        name = f"{resource.kind}/{said(resource.tree.get('id'))}"
        if number >= 0 and not name.endswith("/") and len(self._out.known) < MAX_KNOWN and resource.owner is None:
            self._out.known[name] = (number, values)

    def _practice(self, values: list[str], resource: Resource) -> set[str]:
        """Fill in where the patient is registered, and who keeps the record."""
        tree = resource.tree
        practices = [*trees(tree.get("generalPractitioner")), *trees(tree.get("careProvider"))]
        keepers = trees(tree.get("managingOrganization"))
        named = [self._party(one, resource) for one in (*practices, *keepers)]
        values[_AT["gp_practice"]] = next((code or who for who, code in named if code or who), "")
        if practices and keepers:
            who, code = self._party(keepers[0], resource)
            values[_AT["site_code"]] = code or who
        return {one for pair in named for one in pair}

    def _relative(self, values: list[str], comment: list[str] | None = None) -> None:
        if any(values):
            values[_AT["person_type"]] = "relative"
            self._out.rows.person(values)
            self._out.rows.order([""] * len(ORDER_FIELDS))
            self._out.rows.add([comment or NO_ROW])

    def _related(self, resource: Resource) -> Iterator[Reading]:
        values = fhir_person.patient(resource.tree)
        if not any(values):
            yield from self._words(resource, set())
            return
        self._relative(values, self._commented(list(NO_ROW), resource, set(values)))
        yield from self._narrated(resource)

    def _stranger(self, reference: Tree, events: list[Resource]) -> Iterator[Reading]:
        """Events of somebody whose own resource is not here: told earlier, or known by the reference alone."""
        known = self._out.known.get(short_name(said(reference.get("reference"))))
        number, values = known or (None, fhir_person.referred(reference))
        if known is None and any(values) and all(event.kind == "RelatedPerson" for event in events):
            self._out.rows.person(values)
            self._out.rows.add([NO_ROW])
        for event in events:
            if event.kind == "RelatedPerson":
                yield from self._related(event)
                continue
            given = self._out.rows.person(values, known=any(values), number=number)
            number = given if given >= 0 else None
            yield from self._event(event)

    # events

    def _event(self, resource: Resource) -> Iterator[Reading]:
        """Rows of one resource of the person at hand."""
        tree, rows = resource.tree, self._out.rows
        order = self._order(resource)
        parts = fhir_event.components(tree)
        main = fhir_event.row(tree)
        if not any(main[: fhir_event.SYSTEM]) and fhir_event.is_event(resource.kind):
            main[fhir_event.NAME] = self._medicine(resource)
        is_heading = self._is_told_by_others(resource) or (parts and not main[fhir_event.RESULT])
        if is_heading or not fhir_event.is_event(resource.kind):
            main[:REPORTED] = NO_ROW[:REPORTED]
        above = resource.report.tree if resource.report else {}
        reported = when(tree, *fhir_event.TOLD) or when(above, *fhir_event.TOLD)
        for row in (main, *parts):
            row[REPORTED] = reported
        what = fhir_event.what(tree)
        if is_heading:
            self._out.aside |= dict.fromkeys(filter(None, what))
        told = {value for row in (main, *parts) for value in row} | set(order) | {*what}
        self._commented(main, resource, told)
        rows.order(order)
        rows.add([row for row in (main, *parts) if any(row[:REPORTED]) or row[COMMENT] or any(order[:2])])
        yield from self._narrated(resource)
        yield from self._out.ready()

    def _is_told_by_others(self, resource: Resource) -> bool:
        """A report or a panel whose results are here, a request that a report here answers, a specimen."""
        tree = resource.tree
        members = [*trees(tree.get("result")), *trees(tree.get("hasMember"))]
        members += [first(one.get("target")) for one in trees(tree.get("related"))]
        if any((found := self._links.find(one, resource)) and found.report is resource for one in members):
            return not fhir_event.row(tree)[fhir_event.RESULT]
        return resource.kind.endswith("Request") and id(resource) in self._answered

    @property
    def _answered(self) -> set[int]:
        """Requests that something here was done on the ground of."""
        if self._answers is None:
            self._answers = {
                id(found)
                for resource in self._links.resources
                for one in (*trees(resource.tree.get("basedOn")), *trees(resource.tree.get("request")))
                if (found := self._links.find(one, resource)) is not None
            }
        return self._answers

    _answers: set[int] | None = None

    def _medicine(self, resource: Resource) -> str:
        """What a medicine's own resource is called."""
        found = self._links.find(first(resource.tree.get("medicationReference")), resource)
        if found is None:
            return ""
        from_code = concept(found.tree.get("code"))
        return from_code[1] or from_code[0]

    def _order(self, resource: Resource) -> list[str]:
        """Specimen, requester and times; of a result also those of its report and of the request for it."""
        values = [""] * len(ORDER_FIELDS)
        chain, holder = [resource], resource.report
        while holder is not None and len(chain) < MAX_STEPS:
            chain.append(holder)
            holder = holder.report
        for one in chain:
            self._specimen(values, one)
            for reference in (*some(one.tree.get("basedOn")), *some(one.tree.get("request"))):
                asked = self._links.find(reference, one)
                if asked is not None:
                    self._asking(values, asked)
            if one.kind != "Observation":
                self._asking(values, one)
        values[COLLECTED] = values[COLLECTED] or when(resource.tree, *fhir_event.HAPPENED)
        return values

    def _specimen(self, values: list[str], resource: Resource) -> None:
        for reference in some(resource.tree.get("specimen")) if resource.kind != "Specimen" else [{}]:
            found = self._links.find(reference, resource) if reference else resource
            tree = found.tree if found is not None else {}
            named = [tree.get("accessionIdentifier"), tree.get("identifier"), reference.get("identifier")]
            number = next(filter(None, (said(first(one).get("value")) for one in named)), "")
            code, kind, _ = concept(tree.get("type"))
            taken = first(tree.get("collection"))
            for at, value in (
                (SPECIMEN, number), (SPECIMEN_TYPE, kind or code or said(reference.get("display"))),
                (COLLECTED, when(taken, "collectedDateTime", "collectedPeriod", "collected")),
                (RECEIVED, said(tree.get("receivedTime"))),
            ):  # fmt: skip
                values[at] = values[at] or value

    def _asking(self, values: list[str], resource: Resource) -> None:
        """Who asked and for which practice or ward."""
        for reference in [one for name in _ASKING for one in some(resource.tree.get(name))]:
            agents = trees(reference.get("agent")) or [reference]
            for agent in (*agents, *trees(reference.get("onBehalfOf"))):
                found = self._links.find(agent, resource)
                who, where = self._party(agent, resource)
                if found is not None and found.kind == "Organization":
                    values[CLIENT] = values[CLIENT] or where or who
                else:
                    values[REQUESTER] = values[REQUESTER] or who
                    values[CLIENT] = values[CLIENT] or where

    def _party(self, reference: Tree, resource: Resource) -> tuple[str, str]:
        """Code or name of a person or unit that is no patient, and the code of the organisation behind it."""
        found = self._links.find(reference, resource)
        printed = said(first(reference.get("identifier")).get("value")) or said(reference.get("display"))
        if found is None:
            is_unit = "ods" in said(first(reference.get("identifier")).get("system")).lower()
            return printed, printed if is_unit else ""
        tree = found.tree
        own = said(first(tree.get("identifier")).get("value")) or said(tree.get("name")) or printed
        own = own or " ".join(filter(None, reversed(fhir_person.described(tree)[_AT["surname"] : _AT["forename"] + 1])))
        if found.kind == "Organization":
            return own, own
        units = [*some(tree.get("organization")), *some(tree.get("managingOrganization"))]
        unit = next((at for one in units if (at := self._links.find(one, found)) is not None), None)
        where = said(first(unit.tree.get("identifier")).get("value")) or said(unit.tree.get("name")) if unit else ""
        doctors = [self._links.find(one, found) for one in some(tree.get("practitioner"))]
        who = next((said(first(one.tree.get("identifier")).get("value")) for one in doctors if one is not None), "")
        return who or own, where

    # words

    def _commented(self, row: list[str], resource: Resource, told: set[str]) -> list[str]:
        """Put whatever the row does not say itself into its comment."""
        self._done.add(id(resource))
        said_of = leaves(resource.tree, self._out.aside)
        row[COMMENT] = "\n".join([f"{label}: {value}" for label, value in said_of if value not in told])
        return row

    def _words(self, resource: Resource, told: set[str]) -> Iterator[Reading]:
        """A resource that is about no patient: its leaves are text."""
        self._done.add(id(resource))
        said_of = leaves(resource.tree, self._out.aside)
        lines = [f"{label}: {value}" for label, value in said_of if value not in told]
        if lines:
            self._out.texts.add("\n".join([resource.kind, *lines]))
        yield from self._narrated(resource)

    def _narrated(self, resource: Resource) -> Iterator[Reading]:
        """The narrative of a resource, and documents that stand in it."""
        waiting = [resource.tree]
        while waiting:
            holder = waiting.pop()
            for narrative in trees(holder.get("text")):
                for div in filter(None, map(printed, several(narrative.get("div")))):
                    self._out.texts.add(words(div))
                    self._out.aside |= marks(div)
            waiting.extend(reversed(trees(holder.get("section"))))  # of a Composition, to any depth
        held = attachments(resource.tree, is_opened=self._out.is_opened) if self._links.holds_documents else ()
        for one in held:
            if one.is_item:
                self._out.items += one.size
            elif one.text.strip():
                self._out.texts.add(one.text)
            else:
                self._out.lost += one.size
                yield Gap(Reason.SOME_PARTS_FAILED, one.size, part=one.kind[:100])
