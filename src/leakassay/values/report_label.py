"""Labels on printed laboratory reports (`Name : …`, `Lab ref: …`): which field of a record each announces.

Lies in the ground because custody (is it a report?) and read (what does it say?) must know the same labels.
"""

from __future__ import annotations

import re
from typing import Final

MAX_LINE = 240
"""Characters of a line in which labels are looked for; printers had 132 or 198."""

_WORDS: Final = {
    "name": "name patient|patient name|surname|surname forename|full name|pt name",
    "nhs_number": "nhs|nhs no|nhs number|nhs num",
    "hospital_number": "hosp no|hospital no|hospital number|hosp number|unit no|unit number|mrn|case no|patient no"
    "|patient id|crn",
    "date_of_birth": "born|dob|d o b|date of birth|birth date",
    "sex": "gender",
    "address": "home|addr|patient address",
    "postcode": "post code",
    "telephone": "tel no|phone|patient tel",
    "gp_practice": "regd|gp practice|practice|registered gp|surgery",
    "specimen_id": "lab ref|lab no|lab number|specimen no|specimen number|specimen id|sample no|sample number|sample id"
    "|accession|accession no|request no|laboratory no|episode no",
    "specimen_type": "specimen|specimen type|sample|sample type|spec type|material",
    "requester_code": "asked by|requested by|requestor|requester|consultant|clinician|ordered by|doctor",
    "client_code": "source|location|ward|clinic|report to|copy to|destination",
    "collected_at": "bled|collected|date collected|collection date|sample date|specimen date|taken|date taken"
    "|coll date",
    "received_at": "in lab|received|date received|received date|recd",
    "reported_at": "reported|date reported|report date|authorised|date authorised|printed",
}  # fmt: skip
_FIELDS: Final = {word: field for field, words in _WORDS.items() for word in (*words.split("|"), field)} | {
    "name": "name", "patient": "name", "date_of_birth": "date_of_birth",
}  # fmt: skip
PERSON: Final = frozenset({"name", "nhs_number", "hospital_number", "date_of_birth"})
"""Fields that say that a report about somebody begins."""

ORDER: Final = frozenset({
    "specimen_id", "specimen_type", "requester_code", "client_code", "collected_at", "received_at", "reported_at",
})  # fmt: skip
"""Fields of a specimen, of which one report may have several."""

_LABEL: Final = re.compile(
    r"(?:(?<=\s\s)|(?<=\t)|^\s*+)([A-Za-z](?:[A-Za-z.'/-]|[ ](?=[A-Za-z.'/-])){0,27}+)[ .]*+:(?!//)"
)
_SIGNS: Final = re.compile(r"[^a-z]+")
UNKNOWN: Final = ""


def labelled(line: str) -> list[tuple[str, str]]:
    """Fields and values of the labels in a line, in order; `UNKNOWN` for a label that is not known.

    Returns:
        Nothing for a line without a label at its front.
    """
    if ":" not in line or len(line) > MAX_LINE:
        return []
    found = list(_LABEL.finditer(line))
    if not found or line[: found[0].start(1)].strip():
        return []
    ends = [*(one.start() for one in found[1:]), len(line)]
    return [(_field(one[1]), line[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def _field(label: str) -> str:
    return _FIELDS.get(_SIGNS.sub(" ", label.lower()).strip(), UNKNOWN)
