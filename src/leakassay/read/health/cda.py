"""CDA documents, C-CDA among them, their fragments, and other HL7 v3 XML: people and entries, narratives as text.

Where text can hide, and what becomes of it: further names, ids and addresses, authors, participants, extensions,
comments and instructions of XML are TEXT (part "rest"), all other attributes, once each, too ("codes and ids"), the
narrative of sections is TEXT with a line for each row of its tables; what stands in base64 (nonXMLBody,
observationMedia) is TEXT where it is words, else an item of its own (a Gap where no opener took it).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from leakassay.model.batch import Covered, Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.as_text import as_text
from leakassay.read.health import cda_entry, cda_person, cda_tree
from leakassay.read.health.cda_entry import Narratives, moment, words
from leakassay.read.health.fhir_attachment import opened
from leakassay.read.health.fhir_person import number_of
from leakassay.read.health.inline_items import missed_documents
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
from leakassay.read.health.xml_text import xml_utf8

DOCUMENT_BYTES = 24 << 20
"""Parsed in one go; elements take up to some thirty times their text in memory, a cell has 1 GiB."""

_BLOCKS = frozenset(
    {"tr", "paragraph", "item", "caption", "list", "table", "br", "title", "thead", "tbody", "footnote"}
)
_CELLS = frozenset({"td", "th"})
_TOLD_ATTRIBUTES = ("extension", "displayName", "value", "title", "alt")
_NUMBERS = {"nhs_number": "NHS number", "chi_number": "CHI number", "hc_number": "H&C number"}


def read(item: OpenItem) -> Iterator[Reading]:
    """Read one document or fragment.

    Raises:
        ItemError: nothing in it that says anything (no_text).
    """
    if item.size > DOCUMENT_BYTES:
        yield from as_text(item)
        yield Gap(Reason.STRINGS_ONLY, item.size)
        return
    raw = item.pread(item.size, 0)
    content, lost = xml_utf8(raw)
    parsed = cda_tree.parse(content)
    reading = _Reading(is_opened=item.own < item.size)
    given = 0
    told = reading.document(parsed)
    for one in (*told, *(as_text(item) if parsed.fault else ())):
        given += not isinstance(one, (Gap, Property))
        yield one
    if not given:
        raise ItemError(Reason.NO_TEXT)
    reading.unread += yield from missed_documents(item, "cda", reading.items)
    whole = item.size if not parsed.fault else parsed.bytes * item.size // max(1, len(content))
    whole = max(0, min(whole, item.size) - lost)
    yield Covered(whole - min(reading.unread, whole))
    if parsed.fault:
        yield Gap(parsed.fault, item.size - whole - lost)
    if lost:
        yield Gap(Reason.BAD_ENCODING, lost)


class _Reading:
    """One document under way."""

    def __init__(self, *, is_opened: bool) -> None:
        self.unread = self.items = 0
        self._is_opened = is_opened
        self._rows, self._narrative, self._rest = RecordRows(), Texts("narrative"), Texts("rest")
        self._beside = Texts("codes and ids")
        self._told: set[str] = set()
        self._narratives: Narratives = {}

    def document(self, parsed: cda_tree.Parsed) -> Iterator[Reading]:
        """Yield everything of what was parsed."""
        told = [element for element in _outermost(parsed.root, "text") if _is_narrative(element)]
        for element in told:
            self._narratives |= {one.get("ID", ""): one for one in element.iter() if one.get("ID")}
        for one in _outermost(parsed.root, "ClinicalDocument") or [parsed.root]:
            yield from self._of(one)
        for element in told:
            self._narrative.add(_printed(element))
        yield from self._documents(parsed.root)
        self._leaves(parsed.root, {id(one) for element in told for one in element.iter()})
        for comment in parsed.comments:
            self._rest.add(comment.strip())
        yield from self._taken(at_end=True)

    def _of(self, root: Element) -> Iterator[Reading]:
        """One ClinicalDocument, or a fragment."""
        people = [cda_person.patient(role) for role in root.iter("patientRole")]
        people = people or [cda_person.patient(one) for one in root.iter("patient")]
        people = [person for person in people if any(person)] or [[""] * len(PERSON_FIELDS)]
        custodian = root.find(".//representedCustodianOrganization")
        for person in people:
            if custodian is not None and any(person):
                person[PERSON_FIELDS.index("sender")] = cda_person.extension(custodian) or words(custodian.find("name"))
        numbers = []
        for person in people:
            numbers.append(self._rows.person(person, known=any(person)))
            if any(person):
                self._rows.order([""] * len(ORDER_FIELDS))
                self._rows.add([NO_ROW])
            self._told |= set(person)
        main, number = people[0], numbers[0] if numbers[0] >= 0 else None
        reported = moment(root.find("effectiveTime"))
        for element, above in _statements(root):
            row = cda_entry.entry(element, self._narratives)
            if not any(row[:REPORTED]) and not row[COMMENT]:
                continue
            self._told |= {*row, *above}
            row[REPORTED] = row[REPORTED] or reported
            self._rows.person(main, known=any(main), number=number)
            self._rows.order(above)
            self._rows.add([row])
            yield from self._taken()
        for other in cda_person.relatives(root):
            self._rows.person(other)
            self._rows.order([""] * len(ORDER_FIELDS))
            self._rows.add([NO_ROW])
            self._told |= set(other)
        title = words(root.find("title"))
        if title:
            yield Property("title", title[:200])

    def _documents(self, root: Element) -> Iterator[Reading]:
        """What stands in base64."""
        for element in root.iter():
            if element.get("representation") != "B64" or not element.text:
                continue
            found = opened(element.get("mediaType", ""), element.text, is_opened=self._is_opened)
            element.text = None
            if found.is_item:
                self.items += found.size
            elif found.text.strip():
                self._narrative.add(found.text)
            else:
                self.unread += found.size
                yield Gap(Reason.SOME_PARTS_FAILED, found.size, part=found.kind[:100])

    def _leaves(self, root: Element, told: set[int]) -> None:
        """Every text and every telling attribute outside narratives that no row has told; other attributes once."""
        lines: list[str] = []
        size = 0
        aside: dict[str, None] = {}
        for element in root.iter():
            is_told = id(element) in told
            for name, value in element.items():
                if (is_told or name not in _TOLD_ATTRIBUTES) and value not in self._told:
                    aside[value.strip()] = None
            if is_told:
                continue
            label = _NUMBERS.get(number_of(element.get("root", "")), element.tag)
            values = [element.get(name, "") for name in _TOLD_ATTRIBUTES]
            values += [(element.text or ""), *((child.tail or "") for child in element)]
            for value in values:
                text = value.strip()
                if text and text not in self._told:
                    lines.append(f"{label}: {text}")
                    size += len(text)
            if size > 1 << 16:
                self._rest.add("\n".join(lines))
                lines, size = [], 0
        self._rest.add("\n".join(lines))
        self._beside.add("\n".join(filter(None, aside)))

    def _taken(self, *, at_end: bool = False) -> Iterator[Reading]:
        yield from due(self._rows, at_end=at_end)
        if at_end:
            yield from self._narrative.take()
            yield from self._rest.take()
            yield from self._beside.take()


def _statements(root: Element) -> Iterator[tuple[Element, list[str]]]:
    """Clinical statements in their order, each with specimen and times, those of the statements around it taken in."""
    waiting: list[tuple[Element, list[str]]] = [(root, [""] * len(ORDER_FIELDS))]
    while waiting:
        element, above = waiting.pop()
        if element.tag in cda_entry.ENTRIES:
            above = cda_entry.order(element, above)
            yield element, above
        waiting.extend((child, above) for child in reversed(element))


def _outermost(root: Element, tag: str) -> list[Element]:
    """Elements of a name that stand in no other of that name, in their order; no recursion."""
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            found.append(element)
        else:
            waiting.extend(reversed(element))
    return found


def _is_narrative(element: Element) -> bool:
    """The text of a section; that of an entry only refers to it."""
    return element.get("mediaType") is None and element.find("reference") is None


def _printed(element: Element) -> str:
    """A narrative: a line for each row and paragraph, cells parted by bars; no recursion."""
    parts: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        parts.append("\n" if one.tag in _BLOCKS else " | " if one.tag in _CELLS else "")
        parts.append(one.text or "")
        for child in reversed(one):
            waiting.append(child.tail or "")
            waiting.append(child)
    lines = (" ".join(line.split()).strip("| ") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
