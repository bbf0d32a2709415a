"""Entries of CDA sections as rows: observations, procedures, medicines, encounters; values as printed."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from leakassay.model.outcomes import EventStatus
from leakassay.read.health.record_rows import COMMENT, NO_ROW, ORDER_FIELDS, REPORTED

CODE, NAME, SYSTEM, RESULT, UNIT, LOW, HIGH, FLAG, STATUS = range(REPORTED)
SPECIMEN, SPECIMEN_TYPE, REQUESTER, CLIENT, COLLECTED, RECEIVED = range(len(ORDER_FIELDS))

MAX_ELEMENTS = 1_000
"""Elements inside one whose text is printed in a row; narratives are told whole elsewhere."""

Narratives = dict[str, Element]
"""Elements of narratives by their ID, to which entries refer."""

ENTRIES = frozenset({"observation", "procedure", "substanceAdministration", "encounter", "supply", "act", "organizer"})
"""Elements that are clinical statements."""

_FINDINGS = frozenset({
    "ASSERTION", "55607006", "282291009", "404684003", "409586006", "64572001", "29308-4", "75326-9", "33999-4",
    "418799008", "248536006", "373930000", "75321-0", "75323-6", "75322-8", "75314-5", "75276-6",
})  # fmt: skip
"""Codes that only say that a problem follows: what it is stands in the value."""

_MATERIALS = (
    "consumable/manufacturedProduct/manufacturedMaterial",
    "product/manufacturedProduct/manufacturedMaterial",
    "consumable/manufacturedProduct/manufacturedLabeledDrug",
)
_CONCERNS = frozenset({"CONC", "48765-2", "INFRM"})
_SUSCEPTIBILITY = frozenset({"S", "I", "R"})
_VOID = frozenset({"cancelled", "nullified", "aborted", "obsolete"})
_NARRATIVE = 120


def words(element: Element | None) -> str:
    """The text inside an element in one line, of its first elements where there are very many."""
    if element is None:
        return ""
    parts: list[str] = []
    waiting: list[Element | str] = [element]
    for _ in range(MAX_ELEMENTS):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        parts.append(one.text or "")
        for child in reversed(one[:MAX_ELEMENTS]):
            waiting += [child.tail or "", child]
    return " ".join(" ".join(parts).split())


def coded(element: Element | None, narratives: Narratives) -> tuple[str, str, str]:
    """Code, words and system of a code, its original text and what that refers to taken in."""
    if element is None:
        return "", "", ""
    name = element.get("displayName", "")
    original = element.find("originalText")
    if not name and original is not None:
        name = words(original) or referred(original, narratives)
    if not name and not element.get("code"):
        inner = element.find("translation")
        return coded(inner, narratives) if inner is not None else ("", "", "")
    system = element.get("codeSystemName", "") or element.get("codeSystem", "")
    return element.get("code", ""), name, system


def referred(element: Element, narratives: Narratives) -> str:
    """The narrative that an element's reference leads to."""
    reference = element.find("reference")
    return "" if reference is None else words(narratives.get(reference.get("value", "").lstrip("#")))


def moment(element: Element | None) -> str:
    """A time: its value, else where it begins, else where it ends."""
    if element is None:
        return ""
    for inner in (element, element.find("low"), element.find("center"), element.find("high")):
        if inner is not None and inner.get("value"):
            return inner.get("value", "")
    return ""


def entry(element: Element, narratives: Narratives) -> list[str]:
    """The row of one statement; without code and name where it only holds others."""
    row = list(NO_ROW)
    row[CODE : SYSTEM + 1] = _what(element, narratives)
    if element.tag == "observation":
        _observed(row, element, narratives)
    if element.tag in {"act", "organizer"} and _only_holds(element, row[CODE]):
        row[CODE], row[NAME], row[SYSTEM] = "", "", ""
    row[STATUS] = _status(element) if row[CODE] or row[NAME] else ""
    author = element.find("author/time")
    row[REPORTED] = moment(author)
    text = element.find("text")
    if text is not None and element.tag in ENTRIES:
        said = referred(text, narratives) or words(text)
        row[COMMENT] = "" if said in {row[NAME], row[RESULT]} else "\n".join(filter(None, [row[COMMENT], said]))
    return row


def order(element: Element, above: list[str]) -> list[str]:
    """Specimen, requester and times of a statement; what it does not say itself stands in the one around it."""
    values = [""] * len(ORDER_FIELDS)
    role = element.find("specimen/specimenRole")
    if role is not None:
        values[SPECIMEN] = next((one.get("extension", "") for one in role.findall("id")), "")
        code = role.find("specimenPlayingEntity/code")
        values[SPECIMEN_TYPE] = "" if code is None else code.get("displayName", "") or code.get("code", "")
    values[COLLECTED] = moment(element.find("effectiveTime"))
    return [own or other for own, other in zip(values, above, strict=True)]


def _what(element: Element, narratives: Narratives) -> tuple[str, str, str]:
    if element.tag in {"substanceAdministration", "supply"}:
        for path in _MATERIALS:
            material = element.find(path)
            if material is not None:
                code, name, system = coded(material.find("code"), narratives)
                return code, name or words(material.find("name")), system
        return "", "", ""
    return coded(element.find("code"), narratives)


def _observed(row: list[str], element: Element, narratives: Narratives) -> None:
    """Value, range and flag; where the code only announces a problem, the value is what it is about."""
    results = []
    for value in element.findall("value"):
        if value.get("value") is not None:
            results.append(value.get("value", ""))
            row[UNIT] = row[UNIT] or value.get("unit", "")
        elif any(mark in value.attrib for mark in ("code", "displayName")) or value.find("originalText") is not None:
            found = coded(value, narratives)
            if row[CODE] in _FINDINGS:
                row[CODE : SYSTEM + 1] = found
            else:
                results.append(found[1] or found[0])
        elif value.find("low") is not None or value.find("high") is not None:
            ends = [one for one in (value.find("low"), value.find("high")) if one is not None]
            results.append("-".join(one.get("value", "") for one in ends))
            row[UNIT] = row[UNIT] or ends[0].get("unit", "")
        elif value.get("mediaType") is None:
            results.append(words(value) or referred(value, narratives))
    text = "; ".join(filter(None, results))
    row[RESULT], row[COMMENT] = (text, "") if len(text) <= _NARRATIVE else ("", text)
    limits = element.find("referenceRange/observationRange/value")
    if limits is not None:
        for at, name in ((LOW, "low"), (HIGH, "high")):
            end = limits.find(name)
            row[at] = "" if end is None else end.get("value", "")
    flag = element.find("interpretationCode")
    said = "" if flag is None else flag.get("code", "") or flag.get("displayName", "")
    if said in _SUSCEPTIBILITY:
        row[RESULT] = row[RESULT] or said
    else:
        row[FLAG] = said


def _only_holds(element: Element, code: str) -> bool:
    has_inner = any(child.tag in {"entryRelationship", "component"} for child in element)
    return code in _CONCERNS or (element.tag == "organizer" and has_inner)


def _status(element: Element) -> str:
    if element.get("negationInd") == "true":
        return EventStatus.NEGATED
    status = element.find("statusCode")
    if status is not None and status.get("code") in _VOID:
        return EventStatus.UNKNOWN
    if element.get("moodCode") in {"RQO", "INT", "PRP", "PRMS", "APT", "ARQ"}:
        return EventStatus.REQUESTED
    return EventStatus.RESULTED
