"""Findings: candidates that passed the check of their kind, weighed by the words around them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from leakassay.detect.scan.engine import Candidate
from leakassay.detect.scan.pattern import (
    CALLED,
    CALLED_BEHIND,
    MEASURED,
    NAME_WORD,
    NAMED,
    NAMED_BEHIND,
    PRINTED_NUMBER,
)
from leakassay.detect.text import birth
from leakassay.detect.value_kind import Kind
from leakassay.reference import name_counts
from leakassay.values import card_number, date_of_birth, ip_address, person_name, telephone
from leakassay.values.printed import folded
from leakassay.values.uk import chi_number, hc_number, nhs_number, sort_code

NEAR = 48
"""Characters before a candidate in which its label is looked for."""
SURE = 0.6
"""Score from which a number stands for a person by itself."""
DOUBTFUL = 0.1
PIVOT = 29

_NHS = re.compile(r"\bnhs\b|\bpatient (?:no|number|id)\b", re.IGNORECASE)
_CHI = re.compile(r"\bchi\b", re.IGNORECASE)
_HC = re.compile(r"\bh ?& ?c\b|\bhcn\b|health and (?:social )?care", re.IGNORECASE)
_BIRTH = re.compile(r"(?:d\.? ?o\.? ?b\.?|\bborn(?: on)?|birth(?:day|date)?)\W{0,4}$", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    r"(?:\btel(?:ephone)?|phone|fax|mobile|order|invoice|account|\bpo\b|\bref(?:erence)?|\bvat\b|cent(?:re|er)"
    r"|contract|barcode|serial)"
    r"\W{0,3}(?:no|nos|num|number)?\W{0,4}$",
    re.IGNORECASE,
)
_STAFF_BEFORE = re.compile(
    r"(?:\b(?:dr|prof|professor|doctor|nurse|consultant|cc|c\.c|typed by|dictated by|signed(?: by)?|from|sincerely|"
    r"faithfully|regards|"
    r"requested by|reported by|authorised by|seen by|copy to|secretary|gp|clinician|registrar|manager))\W{0,6}$",
    re.IGNORECASE,
)
_STAFF_AFTER = re.compile(
    r"^\W{0,3}(?:\w+ )?(?:secretary|consultant|registrar|practitioner|manager|nurse|md\b"
    r"|mbbs|frc\w+|mrc\w+|phd\b|rn\b|matron"
    r"|receptionist|gp\b)",
    re.IGNORECASE,
)
_HOSPITAL = re.compile(r"[A-Za-z]{0,3}\d{5,10}[A-Za-z]?$")
_BEFORE_IDENTITY = re.compile(
    rf"(?P<name>(?:{NAME_WORD} ){{1,3}}{NAME_WORD})\s{{0,2}}[,;(-]?\s{{1,4}}"
    r"\(?(?i:d\.?o\.?b\.?|born(?: on)?|date of birth|nhs(?: (?:no|num|number))?)\W{0,4}$"
)
"""A name in running text: "please see attached for Jane Smith, born 1/2/1980"."""
_LABEL = re.compile(r"^[A-Za-z' ]{2,14}\s?[:.\-]\s{0,3}")


@dataclass(frozen=True)
class Finding:
    """A value in a text.

    Attributes:
        kind: as in `mention.kind`.
        value: canonical where the kind has a canonical form.
        start: first character in the row; `end` one past the last.
        score: probability that the kind is right.
        reason: why, in words, no values.
        surname: of names, canonical; "" where only a forename is known.
        forename: of names, canonical.
    """

    kind: str
    value: str
    start: int
    end: int
    score: float
    reason: str
    surname: str = ""
    forename: str = ""


_PLAIN = Kind()
_NO_VALUES = frozenset({MEASURED, NAMED, NAMED_BEHIND})
"""Hits that say where to look."""


def judged(candidates: Sequence[Candidate], text: str, kinds: Mapping[str, Kind]) -> list[Finding]:
    """Check and weigh the candidates of one row; those that fail the check of their kind are gone."""
    found = []
    for candidate in candidates:
        if candidate.kind in _NO_VALUES:
            continue
        kind = kinds.get(candidate.kind, _PLAIN)
        judge = _JUDGES.get(candidate.kind)
        finding = judge(candidate, text, kind.prior) if judge else _value(candidate, kind)
        if finding is not None:
            found.append(finding)
    found += [name for finding in found if (name := _name_before(finding, text)) is not None]
    taken = [finding.start for finding in found if finding.kind == "date_of_birth"]
    for born in birth.beside_names(candidates, text, taken, pivot=PIVOT):
        found += _of_birth(born, text)
    return _without_doubles(found)


def _name_before(finding: Finding, text: str) -> Finding | None:
    """Return the name that runs up to a date of birth or an NHS number, None when none does."""
    if finding.kind not in ("date_of_birth", "nhs_number"):
        return None
    floor = max(0, finding.start - 2 * NEAR)
    met = _BEFORE_IDENTITY.search(text, floor, finding.start)
    if met is None:
        return None
    start = met.start("name")
    return _name(Candidate(0, "identified_name", start, met.end("name"), met["name"]), text, 0.0)


def _of_birth(born: birth.Birth, text: str) -> list[Finding]:
    """Return a birth and the name that it stands beside; neither where the name is one of staff."""
    end = born.name_start + len(born.name)
    name = _name(Candidate(0, "identified_name", born.name_start, end, born.name), text, 0.0)
    if name is None or name.kind != "full_name":
        return []
    return [Finding("date_of_birth", born.day, born.start, born.end, born.score, born.reason), name]


def _before(candidate: Candidate, text: str) -> str:
    return text[max(0, candidate.start - NEAR) : candidate.start]


def _nhs(candidate: Candidate, text: str, prior: float) -> Finding | None:
    number = nhs_number.canonical(candidate.text)
    if number is None or not (nhs_number.is_issued(number) or nhs_number.is_test(number)):
        return None
    before = _before(candidate, text)
    printed = folded(candidate.text)
    if _OTHER_NUMBER.search(before):
        score, reason = DOUBTFUL / 2, "check digit passes, but the words before it name another number"
    elif _NHS.search(before):
        score, reason = 0.98, "check digit passes, labelled as an NHS number"
    elif len(printed) > 11 and not printed[3].isdigit():
        score, reason = 0.9, "check digit passes, printed 3-3-4"
    else:
        score, reason = min(prior, DOUBTFUL), "check digit passes, nothing else speaks for it"
    reason += "; test range" if nhs_number.is_test(number) else ""
    return Finding("nhs_number", number, candidate.start, candidate.end, score, reason)


def _labelled_number(
    kind: str, canonical: Callable[[str], str | None], label: re.Pattern[str]
) -> Callable[..., Finding | None]:
    """Return a judge of numbers that count only under their label: without it they are times or order numbers."""

    def judge(candidate: Candidate, text: str, prior: float) -> Finding | None:  # noqa: ARG001  one signature for all judges
        number = canonical(candidate.text)
        if number is None or not label.search(_before(candidate, text)):
            return None
        return Finding(kind, number, candidate.start, candidate.end, 0.95, "check digit passes, labelled")

    return judge


def _birth(candidate: Candidate, text: str, prior: float) -> Finding | None:  # noqa: ARG001  one signature for all judges
    if not _BIRTH.search(_before(candidate, text)):
        return None
    day = date_of_birth.parse(candidate.text.strip(" _"), pivot=PIVOT)
    if day is None:
        return None
    return Finding(
        "date_of_birth", day.isoformat(), candidate.start, candidate.end, 0.95, "a date under the label of a birth"
    )


def _name(candidate: Candidate, text: str, prior: float) -> Finding | None:  # noqa: ARG001  one signature for all judges
    printed, start = candidate.text, candidate.start
    label = _LABEL.match(printed) if candidate.kind.startswith("labelled") else None
    if label:
        printed, start = printed[label.end() :], start + label.end()
    surname, forename = _parts(printed)
    if candidate.kind == "labelled_forename" or (label and label[0].lower().startswith("surname")):
        alone = person_name.canonical(printed) or ""
        surname, forename = ("", alone) if candidate.kind == "labelled_forename" else (alone, "")
    if not surname and not forename:
        return None
    staff = candidate.kind == "staff_name" or bool(_STAFF_BEFORE.search(text[max(0, start - NEAR) : start]))
    staff = staff or bool(_STAFF_AFTER.match(text[candidate.end : candidate.end + 40]))
    if staff:
        reason = "a name under the title or the office of staff"
        return Finding(
            "staff_name", f"{surname} {forename}".strip(), start, candidate.end, 0.8, reason, surname, forename
        )
    listed = name_counts.is_surname(surname) or name_counts.is_forename(forename.split(" ")[0])
    if candidate.kind == "listed_name" and _is_enumeration(candidate, text, (surname, forename)):
        return None
    score, reason = _weight_of_name(candidate.kind, listed=listed)
    return Finding(
        "full_name", f"{surname}, {forename}".strip(", "), start, candidate.end, score, reason, surname, forename
    )


_NO_SURNAMES = frozenset({"NULL", "NIL", "NONE", "NAME", "SURNAME", "FORENAME", "MALE", "FEMALE"})
_QUOTED = re.compile(r"[B-CE-NP-Z]'")
"""Beginning of a quoted literal (N'France'), which O'Neill and D'Souza are not."""
_MORE_BEFORE = re.compile(r"[A-Z][A-Z0-9_]+'?, ?$")
_MORE_BEHIND = re.compile(r"'?, ?(?:[A-Z]?'|[A-Z][A-Z0-9_]+\b)|=")


def _is_enumeration(candidate: Candidate, text: str, name: tuple[str, str]) -> bool:
    """Return whether capitals around a comma are words of a list (NULL, N'France', EXTTIME, LONG), not a name."""
    surname, forename = name
    if surname in _NO_SURNAMES or len(forename) < 2 or any(map(_QUOTED.match, name)):
        return True
    before = text[max(0, candidate.start - NEAR) : candidate.start]
    in_list = _MORE_BEFORE.search(before) or _MORE_BEHIND.match(text, candidate.end)
    # in a list of people each has a forename; words of a list are a listed surname soon enough (LONG)
    return bool(in_list) and candidate.text.isupper() and not name_counts.is_forename(forename.split(" ")[0])


_WEIGHTS: Mapping[str, float] = {
    "patient_name": 0.75, "identified_name": 0.7, "labelled_name": 0.6, "labelled_forename": 0.6, "listed_name": 0.35,
}  # fmt: skip


def _weight_of_name(kind: str, *, listed: bool) -> tuple[float, str]:
    base = _WEIGHTS[kind]
    words = {
        "patient_name": "a title before it",
        "listed_name": "surname in capitals before a comma",
        "identified_name": "a date of birth or a number behind it",
    }.get(kind, "a label before it")
    return (base + 0.2, f"{words}, and a listed name") if listed else (base, words)


def _parts(printed: str) -> tuple[str, str]:
    pair = person_name.split(printed)
    if pair is not None:
        return pair
    return person_name.canonical(printed) or "", ""


def _hospital(candidate: Candidate, text: str, prior: float) -> Finding | None:  # noqa: ARG001  one signature for all judges
    met = _HOSPITAL.search(candidate.text)
    if met is None:
        return None
    reason = "a number under the label of a hospital number"
    return Finding("hospital_number", met[0].upper(), candidate.start + met.start(), candidate.end, 0.9, reason)


_DOTTED_BEFORE = re.compile(r"\d\.$")
_DOTTED_BEHIND = re.compile(r"\.\d")


def _address(candidate: Candidate, text: str, prior: float) -> Finding | None:
    value = ip_address.canonical(candidate.text)
    around = _DOTTED_BEFORE.search(text[: candidate.start][-2:]) or _DOTTED_BEHIND.match(text, candidate.end)
    if value is None or around:
        return None  # four of five numbers with dots between: a telephone, a section, a version
    return Finding(candidate.kind, value, candidate.start, candidate.end, prior, "four octets, or a version 6 address")


_MORE_DIGITS = re.compile(r"[ .-]?\d")
_DAY = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d|(?:19|20)\d\d[-. ]\d\d[-. ]\d\d")


def _called(candidate: Candidate, text: str, prior: float) -> Finding | None:  # noqa: ARG001  one signature for all judges
    printed = PRINTED_NUMBER.search(candidate.text)
    number = telephone.labelled(printed[0]) if printed and not _DAY.match(printed[0]) else None
    if printed is None or number is None:
        return None
    start = candidate.start + printed.start()
    if _MORE_DIGITS.match(text, start + len(printed[0])):
        return None
    return Finding(
        "telephone", number, start, start + len(printed[0]), 0.85, "a number beside the label of a telephone"
    )


_DASHED = re.compile(r"\d\d-\d\d-\d\d\D")


def _account(candidate: Candidate, text: str, prior: float) -> Finding | None:
    pair = sort_code.split_pair(candidate.text)
    if pair is None:
        return None
    labelled = re.search(r"sort|account|a/c|bank|bacs", _before(candidate, text), re.IGNORECASE)
    if not labelled and not _DASHED.match(candidate.text):
        return None  # six and eight digits beside each other are sizes and times in any table of numbers
    score = 0.9 if labelled else prior
    return Finding(
        "sort_code",
        " ".join(pair),
        candidate.start,
        candidate.end,
        score,
        "six and eight digits" + (", labelled" if labelled else ""),
    )


def _card(candidate: Candidate, text: str, prior: float) -> Finding | None:
    labelled = _CARD.search(_before(candidate, text))
    number = (card_number.labelled if labelled else card_number.canonical)(candidate.text)
    if number is None or not (labelled or _GROUPED.search(candidate.text)):
        return None  # sixteen digits in a row that pass by chance are common where numbers are
    reason = "an issuer's digits that pass their check" + (", labelled" if labelled else ", in groups")
    return Finding("card_number", number, candidate.start, candidate.end, 0.95 if labelled else prior, reason)


_CARD = re.compile(r"\bcard|\bvisa\b|mastercard|\bamex\b|\bpan\b|\bcc\b", re.IGNORECASE)
_GROUPED = re.compile(r"\d{4}[ -]\d{4,6}[ -]\d")


def _value(candidate: Candidate, kind: Kind) -> Finding | None:
    printed, start = candidate.text, candidate.start
    if kind.tail is not None:
        met = kind.tail.search(printed)
        if met is None:
            return None
        printed, start = met[0], start + met.start()
    value = printed.strip(" _") if kind.canonical is None else kind.canonical(printed)
    if value is None:
        return None
    reason = "pattern" if kind.canonical is None else "pattern, and it passes the check of its kind"
    if kind.tail is not None:
        return Finding(candidate.kind, value, start, candidate.end, 0.9, f"{reason}, behind its label")
    return Finding(candidate.kind, value, start, candidate.end, kind.prior, reason)


_JUDGES: Mapping[str, Callable[[Candidate, str, float], Finding | None]] = {
    "nhs_number": _nhs,
    "chi_number": _labelled_number("chi_number", chi_number.canonical, _CHI),
    "hc_number": _labelled_number("hc_number", hc_number.canonical, _HC),
    "date_of_birth": _birth,
    "hospital_number": _hospital,
    "sort_code": _account,
    "card_number": _card,
    "ip_address": _address,
    CALLED: _called,
    CALLED_BEHIND: _called,
    **dict.fromkeys(("patient_name", "staff_name", "listed_name", "labelled_name", "labelled_forename"), _name),
}


_NAMES = frozenset({"full_name", "staff_name"})
_NUMBERS = frozenset({"nhs_number", "chi_number", "hc_number", "telephone"})


def _without_doubles(found: Sequence[Finding]) -> list[Finding]:
    """Keep one of several names, or of several numbers, that overlap: staff before patient, the surer, the longer."""
    kept = [finding for finding in found if finding.kind not in _NAMES and finding.kind not in _NUMBERS]
    for kinds in (_NAMES, _NUMBERS):
        taken: list[tuple[int, int]] = []  # spans that are kept: apart, so sorted by their ends too
        for finding in sorted(
            (finding for finding in found if finding.kind in kinds),
            key=lambda one: (one.kind != "staff_name", -one.score, one.start - one.end, one.start, one.kind),
        ):
            place = bisect.bisect_left(taken, (finding.end,))
            if place == 0 or taken[place - 1][1] <= finding.start:
                bisect.insort(taken, (finding.start, finding.end))
                kept.append(finding)
    return sorted(kept, key=lambda one: (one.start, one.end, one.kind))
