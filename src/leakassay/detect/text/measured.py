"""Lines that print a result: a name, a figure and its unit, or a code, a name and a word, whatever the test is called.

The catalogue knows some tests by name; a laboratory has two thousand. In a report about somebody a line of this form is
a result of theirs, known or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leakassay.detect.canon import result, unit
from leakassay.detect.scan.engine import Candidate
from leakassay.detect.scan.pattern import MEASURED
from leakassay.model.outcomes import ValueFlag

MAX_LINE = 200
"""Characters of a line of a report; a longer one is prose."""

_LEAD = r"[ \t]{0,40}(?:(?P<code>[A-Z][A-Z0-9]{1,7})[ \t]{1,12})?"
_NAME = r"(?P<name>[^\W\d_][^:=|\t\n]{1,48}?)"
_FIGURE = re.compile(
    rf"{_LEAD}{_NAME}(?:[ \t]{{0,3}}[:=|][ \t]{{0,20}}|[ \t]{{1,40}})(?P<value>[<>]?=?[0-9]{{1,6}}(?:\.[0-9]{{1,4}})?)"
    rf"(?:[ \t]{{1,4}}(?:HH|LL|[HLN*]))?[ \t|]{{1,20}}(?P<unit>{unit.IN_TEXT})(?![\w/])"
)
_WORD = re.compile(rf"{_LEAD}{_NAME}[ \t]{{0,3}}:[ \t]{{0,20}}(?P<value>[A-Za-z][^\n]{{2,40}})")
_REPORT = re.compile(r"\b(?:collected|specimen|sample|lab(?:oratory)? no|reported)\b", re.IGNORECASE)
"""Words of a report, in which a line of code, name and words is a result whatever its words say."""
_NO_TEST = re.compile(
    r"\b(?:weight|height|dose|daily|tablets?|capsules?|volume|price|cost|take|mg|once|twice|bp|pulse|bmi|reference|range"
    r"|alcohol intake|address|phone|page|total|comment|note|test|name|result)\b",
    re.IGNORECASE,
)
"""Words of lines that give a drug, a body's measure or a heading."""


@dataclass(frozen=True)
class Line:
    """A printed result.

    Attributes:
        name: of the test, as printed.
        code: in front of it, "" for none.
        unit: "" for words.
        start: first character of the name in the row; `end` one past it.
        flag: what a worded result says.
    """

    name: str
    code: str
    unit: str
    start: int
    end: int
    flag: ValueFlag


def lines(candidates: Sequence[Candidate], text: str) -> Iterator[Line]:
    """Yield the results that lines of a row print, in order.

    Args:
        candidates: of the row; those of kind `MEASURED` tell where a figure has a unit or a word stands behind a colon.
        text: the row.
    """
    places = sorted({one.end - 1 for one in candidates if one.kind == MEASURED})
    is_report = bool(places) and _REPORT.search(text) is not None
    seen = -1
    for place in places:
        before = text.rfind("\n", max(0, place - MAX_LINE), place)
        if before + 1 <= seen or (before < 0 and place > MAX_LINE):
            continue
        begin = seen = before + 1
        end = text.find("\n", place, begin + MAX_LINE + 1)
        if end < 0 and len(text) - begin > MAX_LINE:
            continue
        found = _read(text, begin, len(text) if end < 0 else end, is_report=is_report)
        if found is not None:
            yield found


def _read(text: str, begin: int, end: int, *, is_report: bool) -> Line | None:
    figure = _FIGURE.match(text, begin, end)
    if figure is not None:
        name = figure["name"].rstrip()
        if _NO_TEST.search(name) or len(name.split()) > 6:
            return None
        at = figure.start("name")
        return Line(name, figure["code"] or "", figure["unit"], at, at + len(name), ValueFlag.NONE)
    word = _WORD.match(text, begin, end)
    if word is None or not word["code"]:
        return None  # without a code any label might stand there
    flag = ValueFlag(result.flag_of_text(word["value"].strip()[: result.MAX_RESULT]))
    name = word["name"].rstrip()
    if (flag is ValueFlag.NONE and not is_report) or _NO_TEST.search(name) or len(name.split()) > 6:
        return None
    return Line(name, word["code"], "", word.start("name"), word.start("name") + len(name), flag)
