"""Print files: lists in columns of fixed width, told by a ruler or numbers in a column; reports, told by labels."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from leakassay.custody.sniff.decoded import text_of
from leakassay.values.report_label import labelled
from leakassay.values.uk.nhs_number import passes_check

_RULER = re.compile(r"^[ \t]*+(?:-++|=++)(?:[ ]++(?:-++|=++)){3,}+[ \t\r]*$", re.MULTILINE)
"""A run of signs under each heading."""

_UNDERLINED = re.compile(r"^([^\r\n]{20,1000}+)\r?\n[ \t]*+[-=_]{20,}+[ \t\r]*$", re.MULTILINE)
"""A line with a rule under it: headings, where it falls into columns and has no colon (a form has)."""

COLUMNS = 4
"""Headings that make a list."""

_NUMBER = re.compile(r"(?<![\w.+/-])[0-9]{3}(?P<gap>[ -]?)[0-9]{3}(?P=gap)[0-9]{4}(?![\w/-])")

LINES = 3
"""Lines with a number in one column; one column of chance numbers in 1,300 passes the check so often."""

VALID_SHARE = 0.8
"""Of the numbers in a column; misprints and old numbers fail the check."""

_REPORT_LINES = 400
_RESULT = re.compile(
    r"\S {2,}(?:[<>]=?)?\d[\d.,]{0,9}(?:[ ]{1,12}(?:H|L|HH|LL|\*))?[ ]{1,12}[^\s\d]\S{0,12}"
    r"|[\[(]\d[\d. ]{0,9}(?:-|to)[\d. ]{1,9}[\])]| {2,}(?:to follow|not (?:seen|detected))",
    re.IGNORECASE,
)
"""A number and its unit behind blanks, a range in brackets, or a word of results."""

REPORT_SCORE = 18
"""Above text and lists in columns; a table calls itself one with 20."""

SCORE = 15
"""Above any text (10), below a list of one column that calls itself a table (20)."""


def fixed_columns(head: bytes, tail: bytes, name: str, size: int) -> int:
    """Underlined headings, or checked numbers that stand one below the other on lines that follow each other."""
    text = text_of(head)
    if text is None:
        return 0
    sides = (text, text_of(tail) or "") if size > len(head) else (text,)  # a cover page may fill the head
    return SCORE if any(_has_headings(side) or _has_column(side) for side in sides) else 0


def printed_reports(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A patient and a specimen under labels, born and numbered, and results below; prose and forms lack one."""
    text = text_of(head)
    if text is None or ":" not in text:
        return 0
    known: set[str] = set()
    lines = results = 0
    for line in text.splitlines()[:_REPORT_LINES]:
        fields = {field for field, _ in labelled(line)} - {""}
        if fields:
            known, lines = known | fields, lines + 1
        elif lines >= LINES and known & {"nhs_number", "hospital_number"} and _RESULT.search(line[:240]):
            results += 1
    has_specimen = bool(known & {"specimen_id", "collected_at", "received_at"})
    return REPORT_SCORE if results and has_specimen and {"name", "date_of_birth"} <= known else 0


def _has_headings(text: str) -> bool:
    if _RULER.search(text):
        return True
    lines = (found.group(1) for found in _UNDERLINED.finditer(text))
    return any(":" not in line and len(re.split(r" {2,}", line.strip())) >= COLUMNS for line in lines)


def _has_column(text: str) -> bool:
    columns: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for place, line in enumerate(filter(str.strip, text.splitlines())):
        for found in _NUMBER.finditer(line):
            columns[found.start()].append((place, re.sub("[ -]", "", found.group())))
    return any(_is_list(column) for column in columns.values())


def _is_list(column: list[tuple[int, str]]) -> bool:
    """True for people one below the other; a form repeated page after page has lines between."""
    valid = [(place, number) for place, number in column if passes_check(number)]
    below = sum(second[0] - first[0] == 1 for first, second in pairwise(valid))
    people = len({number for _, number in valid})
    return below >= LINES - 1 and people > 1 and len(valid) >= VALID_SHARE * len(column)
