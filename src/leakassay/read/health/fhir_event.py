"""Clinical resources of FHIR as rows: what was asked, found, given or diagnosed; values as printed."""

from __future__ import annotations

from leakassay.model.outcomes import EventStatus
from leakassay.read.health.fhir_tree import RESOURCE, Tree, any_of, concept, first, said, trees, when
from leakassay.read.health.record_rows import NO_ROW, REPORTED

CODE, NAME, SYSTEM, RESULT, UNIT, LOW, HIGH, FLAG, STATUS = range(REPORTED)

_WHAT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Observation", "DiagnosticReport", "Condition", "Procedure", "Flag", "ClinicalImpression",
                     "ServiceRequest", "ProcedureRequest", "DiagnosticOrder", "Task", "DeviceUseStatement"), ("code",)),
    "AllergyIntolerance": ("code", "substance"),
    "Immunization": ("vaccineCode",),
    "ImmunizationRecommendation": ("recommendation",),
    **dict.fromkeys(
        ("MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense",
         "MedicationOrder", "MedicationUsage"),
        ("medicationCodeableConcept", "medication", "medicationReference"),
    ),
    "Encounter": ("type", "serviceType", "reasonCode", "reason", "class"),
    "Appointment": ("serviceType", "appointmentType", "reasonCode", "description"),
    "DocumentReference": ("type", "category"),
    "Composition": ("type",),
    "ReferralRequest": ("type", "serviceRequested", "reasonCode"),
    "ImagingStudy": ("procedureCode", "description"),
    "FamilyMemberHistory": ("condition",),
    "EpisodeOfCare": ("type",),
    "CarePlan": ("category", "title"),
}  # fmt: skip
"""Resources that are events, each with the elements that say of what kind."""

_ASKED = frozenset({
    "ServiceRequest", "ProcedureRequest", "DiagnosticOrder", "ReferralRequest", "MedicationRequest", "MedicationOrder",
    "Appointment", "Task", "ImmunizationRecommendation", "CarePlan",
})  # fmt: skip
_VOID = frozenset(
    {"entered-in-error", "cancelled", "unknown", "rejected", "revoked", "noshow", "not-taken", "abandoned"}
)
_DENIED = frozenset({"not-done", "refuted", "not-given"})
_WAITING = frozenset({"registered", "requested", "preparation", "draft", "proposed", "planned", "booked", "pending"})
_SUSCEPTIBILITY = frozenset({"S", "I", "R", "MS", "VS", "SDD", "NS"})

SHORT = 120
"""Characters up to which a text is a result; a longer one is narrative and stays in the comment."""

HAPPENED = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effective", "performedDateTime", "performedPeriod",
    "occurrenceDateTime", "occurrencePeriod", "onsetDateTime", "onsetPeriod", "period", "start", "date",
    "whenHandedOver", "started", "created",
)  # fmt: skip
TOLD = ("issued", "authoredOn", "recordedDate", "assertedDate", "dateAsserted", "recorded", "dateWritten", "indexed")


def is_event(kind: str) -> bool:
    """True for resource types that are clinical events."""
    return kind in _WHAT


def what(tree: Tree) -> tuple[str, str, str]:
    """Code, name and system of what a resource is about; all "" where it does not say."""
    for name in _WHAT.get(said(tree.get(RESOURCE)), ()):
        value = tree.get(name)
        inner = first(value)
        if "reference" in inner or ("display" in inner and "code" not in inner and "coding" not in inner):
            found = ("", said(inner.get("display")), "")
        elif "code" in inner and isinstance(inner["code"], dict):
            found = concept(inner["code"])
        else:
            found = concept(value)
        if any(found[:2]):
            return found
    return "", "", ""


def row(tree: Tree) -> list[str]:
    """The row of one resource without its comment and times."""
    found = list(NO_ROW)
    found[CODE : SYSTEM + 1] = what(tree)
    _value(found, tree)
    found[STATUS] = status(tree, has_value=bool(found[RESULT]))
    return found


def components(tree: Tree) -> list[list[str]]:
    """A row for each component of an Observation (a pressure has two)."""
    rows = []
    for part in trees(tree.get("component")):
        found = list(NO_ROW)
        found[CODE : SYSTEM + 1] = concept(part.get("code"))
        _value(found, part)
        found[STATUS] = status(tree, has_value=bool(found[RESULT]))
        rows.append(found)
    return rows


def status(tree: Tree, *, has_value: bool = False) -> str:
    """Requested, resulted, negated or unknown."""
    said_of = {
        any_of(tree, "status"), concept(tree.get("verificationStatus"))[0], said(tree.get("verificationStatus")),
    }  # fmt: skip
    if said_of & _DENIED or any_of(tree, "notDone", "notGiven", "wasNotGiven", "doNotPerform") == "true":
        return EventStatus.NEGATED
    if said_of & _VOID:
        return EventStatus.UNKNOWN
    if said(tree.get(RESOURCE)) in _ASKED or (said_of & _WAITING and not has_value):
        return EventStatus.REQUESTED
    return EventStatus.RESULTED


def _value(found: list[str], tree: Tree) -> None:
    """Result, unit, range and flag of an Observation or a component of one."""
    name = next((name for name in tree if name.startswith("value") and not name.startswith("valueAttachment")), "")
    if name:
        value = tree[name]
        inner = first(value)
        if name in {"valueQuantity", "valueAge", "valueDuration"} or "value" in inner:
            found[RESULT] = said(inner.get("comparator")) + said(inner.get("value"))
            found[UNIT] = any_of(inner, "unit", "code")
        elif name == "valueRange":
            found[RESULT] = "-".join(said(first(inner.get(end)).get("value")) for end in ("low", "high"))
            found[UNIT] = said(first(inner.get("low")).get("unit"))
        elif name == "valueRatio":
            found[RESULT] = ":".join(said(first(inner.get(end)).get("value")) for end in ("numerator", "denominator"))
        elif inner:
            code, words, _ = concept(value)
            found[RESULT] = words or code or when(tree, name)
        else:
            found[RESULT] = said(value)
        if len(found[RESULT]) > SHORT or "\n" in found[RESULT]:
            found[RESULT] = ""  # a narrative: it stands among the leaves that nobody told
    limits = first(tree.get("referenceRange"))
    found[LOW], found[HIGH] = said(first(limits.get("low")).get("value")), said(first(limits.get("high")).get("value"))
    code, words, _ = concept(tree.get("interpretation"))
    if code.upper() in _SUSCEPTIBILITY:  # how a germ answers to a drug is a result, not a flag
        found[RESULT] = found[RESULT] or code
    else:
        found[FLAG] = code or words
