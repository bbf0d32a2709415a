"""Tests in a text: which are named, and whether the sentence requests, reports, denies or tells of a relative."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leakassay.detect.canon import result, unit
from leakassay.model.outcomes import EventStatus, ValueFlag
from leakassay.reference import test_catalogue
from leakassay.reference.test_catalogue import CatalogueTest

DISCLOSING_TIER = 3
"""From this tier on a test named beside a patient discloses something even when the sentence does not say what."""
MAX_SENTENCE = 600
FULL_LINE = 60
"""Characters from which a line may have been wrapped."""

_BORDER = re.compile(r"[;\n\r\x1e]|\.(?=\s|$)")
_FAMILY = re.compile(
    r"\b(?:family history|fhx?\b|mother|father|brother|sister|son|daughter|aunt|uncle|cousin|grand\w+|partner|husband"
    r"|wife)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no (?:evidence|sign|features|history|growth|suggestion) of"
    r"|no (?:dysplasia|carcinoma|malignan\w+|tumou?r|neoplas\w+|metasta\w+)|negative|"
    r"not (?:been )?(?:detected|seen|identified|present|done|tested|performed|indicated|required)|un ?detected|"
    r"absence of|absent|free (?:of|from)|ruled out|"
    r"exclud(?:ed|es)|denies|declin\w+|refus\w+|without|non-?reactive)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:request\w*|please (?:test|send|check|repeat|arrange)|to be tested|sent for|awaiting|pending|await|"
    r"waiting for|for testing|ordered|screen for)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:positive|detected|reactive|results?|showed|shows|confirmed|diagnos\w+|raised|elevated|known|"
    r"treated for|level (?:was|is|of)|abnormal|normal|infected)\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:leaflets?|helpline|website|newsletter|schemes?|accredit\w*|awareness|campaign|never (?:given|told|sent)"
    r"|ask us|guidelines?|polic(?:y|ies)|directorate|department of|takes? part|opening (?:hours|times)|we offer"
    r"|we provide|(?:are|is) (?:only |not )?(?:given|available|offered) (?:by|on|at|to|in|from|here)|floor|building"
    r"|room [0-9])\b",
    re.IGNORECASE,
)
"""Words of what a house tells everybody."""
_OF_SOMEBODY = re.compile(
    r"\b(?:positive|negative|(?:not )?detected|(?:non-?)?reactive|infected|confirmed|known|diagnos\w*|living with"
    r"|treat\w*|attend\w*|seen|refer\w*|declin\w*|refus\w*|done|tested|taken|patients?)\b",
    re.IGNORECASE,
)
"""Words by which the same sentence is about somebody: a result is never lost to a letterhead."""
_CAME_BACK = re.compile(
    r"(?: of [0-9./ -]{6,12}| on it| level| test| result)?\s(?:has |have )?"
    r"(?:c[ao]me back|reads|stands at|returned|was reported)\b"
)
"""What follows a test whose result is told in any words: "reads Mixed growth"."""
_PRINTED = re.compile(r"(?:[^:=.;\n]{0,24}[:=]|\s{2,20})\s{0,20}(?P<said>[^:\n]{1,40})")
_FIGURE = re.compile(
    rf"(?:[^.:;\n]{{0,60}}\n)?[^.:;\n]{{0,60}}?(?<![\w/.-])[<>]?=?[0-9]{{1,6}}(?:\.[0-9]{{1,4}})?\s{{1,3}}{unit.IN_TEXT}(?![\w/])"
)
"""A figure with its unit in the words behind a test: "came back as 5.1 mmol/L"."""
_REPORTED = re.compile(
    r"\s{0,3}(?:results? )?(?:(?:has been|was|were|is|came back) )?(?:reported|result(?:ed)?)?(?: as)?\s?[:=]\s{0,3}"
    r"(?P<said>[^\n]{1,600})"
)
_BELOW = re.compile(
    r"\s{0,3}:[ \t]{0,3}\r?\n(?P<said>[^\n]{40,600}(?:\n(?!\S{2,8} {2}\S)[^\n]{0,600}[^\s][^\n]{0,600}){0,15})"
)
"""A report that begins under its heading and goes on to the next empty line, or to the next code and name."""
NARRATIVE = "histology"
"""Subclass of tests whose report is a text."""
_TO_FOLLOW = re.compile(
    r"(?:results? )?(?:(?:is |are )?(?:to follow|awaited|awaiting|pending|outstanding|in progress)|not yet\b)",
    re.IGNORECASE,
)
_MALIGNANT = re.compile(
    r"\b(?:\w*carcinoma|melanoma|lymphoma|leuk\w+|sarcoma|malignan\w+|neoplas\w+|dysplas\w+|metasta\w+|tumou?rs?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """A test that a sentence names.

    Attributes:
        test: of the catalogue.
        start: first character in the row; `end` one past the last.
        status: what the sentence says.
        flag: the sense of a printed result.
        of_others: the sentence speaks of somebody else's, or of nobody's: what a letterhead or a leaflet says.
        inside_report: it stands in the words of another test's report.
    """

    test: CatalogueTest
    printed: str
    start: int
    end: int
    status: EventStatus
    flag: ValueFlag
    of_others: bool
    inside_report: bool = False

    @property
    def is_event(self) -> bool:
        """Whether this is an event of the person beside it, and not only a word."""
        if self.of_others or self.inside_report:
            return False
        return self.status is not EventStatus.UNKNOWN or self.test.tier >= DISCLOSING_TIER


def named(text: str, ends: Mapping[str, Sequence[int]]) -> list[Named]:
    """Return the tests that a row names.

    Args:
        text: the row.
        ends: ids of tests that may be there, with the characters at which their hits end (see `Scanner.tests`).
    """
    found: list[Named] = []
    for (start, end), ids in sorted(_sentences(text, ends).items()):
        sentence = text[start:end]
        taken: list[tuple[int, int]] = []
        hits = test_catalogue.find(sentence, among=ids)
        for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.test_id)):
            if any(hit.start < other_end and other_start < hit.end for other_start, other_end in taken):
                continue
            taken.append((hit.start, hit.end))
            found.append(_judged(text, (start, end), hit))
    found.sort(key=lambda one: (one.start, one.end))
    return [replace(one, inside_report=_stands_in_report(text, one, found)) for one in found]


def _stands_in_report(text: str, one: Named, others: Sequence[Named]) -> bool:
    """Return whether an earlier test is followed, in its line or below, by a report that goes on to this one."""
    line = max(text.rfind("\n", 0, one.start), text.rfind("\r", 0, one.start)) + 1
    before = [other for other in others if other.start < one.start]
    reports = [_REPORTED.match(text, other.end) for other in before if line <= other.start]
    told = [(found.start("said"), _end_of_report(found)) for found in reports if found is not None]
    below = [_BELOW.match(text, other.end) for other in before if other.test.subclass == NARRATIVE]
    told += [found.span("said") for found in below if found is not None]
    return any(start <= one.start < end for start, end in told)


def _end_of_report(report: re.Match[str]) -> int:
    """Return where a report in its test's line ends: a figure or a verdict with its sentence, words with the line."""
    said = report["said"]
    sentence = _BORDER.search(said)
    first = said[: sentence.start()] if sentence else said
    is_figure = result.number(first.split(" ")[0]) is not None
    is_result = is_figure or ValueFlag(result.flag_of_text(first[: result.MAX_RESULT])) is not ValueFlag.NONE
    return report.start("said") + len(first) if is_result else report.end("said")


def _sentences(text: str, ends: Mapping[str, Sequence[int]]) -> dict[tuple[int, int], set[str]]:
    borders = [0, *(found.end() for found in _BORDER.finditer(text) if not _wraps(text, found.start())), len(text)]
    spans: dict[tuple[int, int], set[str]] = {}
    for test_id, places in ends.items():
        for place in places:
            after = next((at for at in range(1, len(borders)) if borders[at] >= place), len(borders) - 1)
            start, end = borders[after - 1], borders[after]
            if end - start > MAX_SENTENCE:
                start, end = max(start, place - MAX_SENTENCE // 2), min(end, place + MAX_SENTENCE // 2)
            spans.setdefault((start, end), set()).add(test_id)
    return spans


def _wraps(text: str, place: int) -> bool:
    """Return whether a line end only wraps a sentence: behind a full line, before a small letter or a figure."""
    if text[place] not in "\n\r":
        return False
    behind = text[place + 1 : place + 3].lstrip("\n")[:1]
    line = place - max(text.rfind("\n", 0, place), 0)
    return line >= FULL_LINE and (behind.islower() or behind.isdigit()) and text[place - 1] not in ":,"


def _judged(text: str, span: tuple[int, int], hit: test_catalogue.Hit) -> Named:
    sentence = text[span[0] : span[1]]
    printed = test_catalogue.printed_line(sentence)[hit.start : hit.end].strip()
    # places of `find` count a folded line: the words themselves say where they stand in the text
    start = text.find(printed, span[0])
    start = start if start >= 0 else min(span[0] + hit.start, span[1])
    end = min(start + len(printed), span[1])
    test = test_catalogue.by_id(hit.test_id)
    below = _BELOW.match(text, end) if test.subclass == NARRATIVE else None
    of_nobody = False
    if below is not None:
        # its lines are cut anywhere: a denial may stand on the next one
        status, flag = _said(" ".join(below["said"].split())), ValueFlag.NONE
    elif (told := _printed(text, end)) is not None:
        status, flag = told
    else:
        status, flag = _worded(text, sentence, end)
        of_nobody = bool(_HOUSE.search(sentence)) and not _OF_SOMEBODY.search(sentence)
    return Named(test, printed, start, end, status, flag, of_nobody or bool(_FAMILY.search(sentence)))


def _printed(text: str, end: int) -> tuple[EventStatus, ValueFlag] | None:
    """Return what stands behind a test as its result, None where nothing does."""
    for expression in (_PRINTED, _REPORTED):
        printed = expression.match(text, end)
        if printed is None:
            continue
        said = printed["said"].strip()
        if _TO_FOLLOW.match(said):
            return EventStatus.REQUESTED, ValueFlag.NONE
        flag = ValueFlag(result.flag_of_text(said[: result.MAX_RESULT]))
        is_result = flag is not ValueFlag.NONE or result.number(said.split(" ")[0].rstrip(".")) is not None
        if is_result or expression is _REPORTED:
            return _said(said), flag
    figure = _FIGURE.match(text, end)
    if figure is not None and not _ASKED.search(figure[0]) and " if " not in figure[0]:
        return EventStatus.RESULTED, ValueFlag.NONE
    return None


def _worded(text: str, sentence: str, end: int) -> tuple[EventStatus, ValueFlag]:
    """Return what a sentence says of a test in words."""
    if _DENIED.search(sentence):
        return EventStatus.NEGATED, ValueFlag.NONE
    if _ASKED.search(sentence):
        return EventStatus.REQUESTED, ValueFlag.NONE
    if _TOLD.search(sentence) or _CAME_BACK.match(text, end):
        return EventStatus.RESULTED, ValueFlag(result.flag_of_text(sentence[-result.MAX_RESULT :]))
    return EventStatus.UNKNOWN, ValueFlag.NONE


def _said(report: str) -> EventStatus:
    return EventStatus.NEGATED if denies(report) else EventStatus.RESULTED


def denies(report: str) -> bool:
    """Return whether a narrative names a malignancy only to deny it."""
    affirmed = denied = False
    for sentence in _BORDER.split(report):
        if _MALIGNANT.search(sentence):
            no = bool(_DENIED.search(sentence))
            denied, affirmed = denied or no, affirmed or not no
    return denied and not affirmed
