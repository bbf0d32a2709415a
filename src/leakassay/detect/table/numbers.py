"""Health number columns: what the check digits of a whole column say, with header and neighbours as a prior.

One in eleven random ten-digit values passes mod 11, one in eleven UK mobiles without their 0 passes *and* lies in the
live range: a value proves nothing, a column does.
"""

from __future__ import annotations

from typing import NamedTuple

from leakassay.detect.table.shape import Shape

KINDS = ("nhs_number", "chi_number", "hc_number")
CHANCE = 0.3
"""Pass rate above which a column of 100 values cannot be chance (expected 0.09; 0.3 is seven deviations away)."""


FEW = 4
"""Values that prove something where every one of them passes."""


class Verdict(NamedTuple):
    """What a column is held for, how surely, and why."""

    kind: str
    score: float
    reason: str


NOTHING = Verdict("", 0.0, "")


def judge(shape: Shape, header: str, *, beside_person: bool) -> Verdict:
    """Judge one column.

    Args:
        shape: its shape.
        header: kind that the header says, "" for none.
        beside_person: True when a surname or a date of birth stands beside it.
    """
    if shape.ten == 0:
        return NOTHING
    if header in KINDS:
        return _with_header(shape, header)
    return _without_header(shape, contrary=header != "", beside_person=beside_person)


def _passed(shape: Shape, kind: str) -> int:
    return {"nhs_number": shape.nhs, "chi_number": shape.chi, "hc_number": shape.hc}[kind]


def _with_header(shape: Shape, header: str) -> Verdict:
    # under its label a number may lie in a range that nobody issues: public test services use 5xx
    passed = max(shape.nhs, shape.valid - shape.chi - shape.hc) if header == "nhs_number" else _passed(shape, header)
    rate = passed / shape.ten
    for other in KINDS:
        # a header that says NHS over a column of CHI numbers: the digits know better
        if other != header and shape.ten >= 20 and rate < CHANCE and _passed(shape, other) / shape.ten > 0.8:
            return Verdict(other, 0.9, "the header says another number, check digits and range say this one")
    if shape.ten >= 20 and rate < CHANCE:
        return Verdict("other", 0.9, "the header says a health number, but check digits pass no oftener than by chance")
    return Verdict(header, 0.5 + 0.49 * rate, "header, and check digits pass far above chance")


def _without_header(shape: Shape, *, contrary: bool, beside_person: bool) -> Verdict:
    best = max(KINDS, key=lambda kind: _passed(shape, kind))
    rate, spread = _passed(shape, best) / shape.ten, shape.ten / shape.distinct
    if spread < 0.5:
        return NOTHING
    if best == "chi_number" and shape.ten < 20:
        return NOTHING  # times of day in digits look like birthdays; few of them prove nothing
    needed = _needed(shape.ten, contrary=contrary, beside_person=beside_person)
    if rate < needed:
        return NOTHING
    return Verdict(best, 0.6 + 0.39 * rate, "no header says so: check digits and range of the whole column do")


def _needed(count: int, *, contrary: bool, beside_person: bool) -> float:
    """Return the pass rate that a column of `count` distinct ten-digit values must reach without a header."""
    if contrary:
        return 0.9 if count >= 20 else 2.0
    if count >= 100:
        return CHANCE
    if count >= 20:
        return 0.5
    if count >= 5:
        return 0.8
    # four that all pass: by chance one column in a million of any digits, one in 15,000 of mobiles without their 0
    return 1.0 if beside_person or count == FEW else 2.0
