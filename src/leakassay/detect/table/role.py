"""Roles: what each column of a table is held for, by header, shape, check digits and neighbours together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon.stamp import DateForm
from leakassay.detect.header import plain
from leakassay.detect.table import dates, numbers, unheaded
from leakassay.detect.table.shape import Shape, measure
from leakassay.detect.warm import Kit


@dataclass(frozen=True)
class Role:
    """What one column is held for.

    Attributes:
        kind: the kind, or "other".
        score: probability that it is right.
        reason: why, in words, no values.
        counted: True when its ten-digit values are counted with their check digits, whatever the column is held for.
        labelled: True when the header itself says this kind of health number.
        trim: True when values stand with spaces around them.
        form: how its dates read; None for columns of other kinds.
    """

    kind: str
    score: float
    reason: str
    counted: bool = False
    labelled: bool = False
    trim: bool = False
    form: DateForm | None = field(default=None)


OTHER = Role("other", 0.5, "nothing speaks for a kind")

_HOLDS: Mapping[str, Callable[[Shape], bool]] = {
    **dict.fromkeys(
        dates.KINDS, lambda shape: shape.share("date") + shape.share("datetime") + shape.share("serial") >= 0.3
    ),
    "postcode": lambda shape: shape.share("postcode") >= 0.2,
    "email": lambda shape: shape.share("email") >= 0.3,
    "telephone": lambda shape: shape.share("telephone") + shape.share("bare_mobile") >= 0.3,
    "sex": lambda shape: shape.distinct <= 12 and shape.mean_length <= 14,
    **dict.fromkeys(("surname", "forename"), lambda shape: shape.share("word") + shape.share("numbered_word") >= 0.5),
    "full_name": lambda shape: (
        shape.share("full_name") >= 0.4 and (shape.share("listed_full") >= 0.2 or shape.values < 5)
    ),
    "range_low": lambda shape: shape.share("number") >= 0.5,
    "range_high": lambda shape: shape.share("number") >= 0.5,
    "range": lambda shape: shape.share("range") >= 0.2,
    "result_unit": lambda shape: shape.mean_length <= 20,
    "flag": lambda shape: shape.mean_length <= 14,
    "test_code": lambda shape: shape.mean_length <= 24,
    "test_name": lambda shape: shape.share("number") < 0.5 and shape.mean_length <= 120,
    "gp_practice": lambda shape: shape.mean_length <= 12,
    "specimen_id": lambda shape: shape.mean_length <= 40,
    # a key of 36 characters is a database's own, not a number on a wristband
    "hospital_number": lambda shape: shape.mean_length <= 24,
    # codes of consultants under "doctor" say who ordered; they name nobody
    "staff_name": lambda shape: shape.share("clinician") < 0.5,
    "money": lambda shape: shape.share("number") >= 0.3,
}
"""What a column must look like before its header is believed; kinds that are not listed have no shape of their own."""


def judge(headers: Sequence[str], sample: Sequence[pa.Array], kit: Kit) -> tuple[Role, ...]:
    """Judge the columns of a table.

    Args:
        headers: printed headers, "" where none.
        sample: string columns of at most a few thousand rows each.
        kit: tools of the process.
    """
    # a header that is repeated further down is no value
    sample = [_without(column, header) for column, header in zip(sample, headers, strict=True)]
    shapes = [measure(column, kit) for column in sample]
    said = [kit.headers.kind(header) for header in headers]
    believed = [kind if kind and _believed(kind, shape) else "" for kind, shape in zip(said, shapes, strict=True)]
    kinds: dict[int, Role] = {}
    beside = {"surname", "forename", "date_of_birth", "full_name"} & set(believed)
    near = bool(beside) or unheaded.has_names(shapes)
    settled = any(shape.share("postcode") >= 0.9 for shape in shapes)
    for place, shape in enumerate(shapes):
        # a postcode is anybody's, a firm's too: beside it three numbers in a row are more than chance
        verdict = numbers.judge(shape, said[place], beside_person=near or (settled and shape.ten >= 3))
        if verdict.kind:
            labelled = said[place] == verdict.kind
            kinds[place] = Role(verdict.kind, verdict.score, verdict.reason, counted=True, labelled=labelled)
        elif believed[place]:
            kinds[place] = _by_header(believed[place], shape)
    _tell_codes_from_names(kinds, shapes)
    silent = _silent(headers, said)
    guessed = unheaded.guess(shapes, {place: role.kind for place, role in kinds.items()}, (sample, silent), kit)
    for place, (kind, score, reason) in guessed.items():
        kinds[place] = Role(kind, score, reason)
    return _with_dates(kinds, shapes, sample, silent)


def _without(column: pa.Array, header: str) -> pa.Array:
    """Return a column with nulls in the place of its own header."""
    said = pc.equal(column, header) if header else None
    if said is None or not pc.any(said).as_py():
        return column
    return pc.if_else(said, pa.scalar(None, pa.string()), column)


_NO_WORDS = re.compile(r"(?:col(?:umn)?|field|f|unnamed|c|var|x|v)? ?[0-9]*")


def _silent(headers: Sequence[str], said: Sequence[str]) -> frozenset[int]:
    """Return the columns whose headers do not contradict a guess: empty or numbered ones, or ones that are wrong.

    In a table whose other headers are understood, a header with words of its own means something else than we look for.
    """
    understood = sum(map(bool, said)) >= 2
    return frozenset(
        place
        for place, header in enumerate(headers)
        if not understood or said[place] or _NO_WORDS.fullmatch(plain(header))
    )


def _tell_codes_from_names(kinds: dict[int, Role], shapes: Sequence[Shape]) -> None:
    """Of two columns headed as tests ("Test", "Test name") the one of short codes holds the codes."""
    named = [place for place, role in kinds.items() if role.kind == "test_name"]
    if len(named) < 2 or any(role.kind == "test_code" for role in kinds.values()):
        return
    code = min(named, key=lambda place: (shapes[place].mean_length, place))
    if shapes[code].share("code") >= 0.6 and all(
        shapes[code].mean_length < shapes[place].mean_length for place in named if place != code
    ):
        kinds[code] = Role("test_code", 0.9, "header of tests, and short codes beside a column of names")


def _believed(kind: str, shape: Shape) -> bool:
    if kind in numbers.KINDS:
        return shape.values == 0
    holds = _HOLDS.get(kind)
    return shape.values == 0 or holds is None or holds(shape)


def _by_header(kind: str, shape: Shape) -> Role:
    if shape.values == 0:
        return Role(kind, 0.5, "header only: the column is empty")
    if kind in _HOLDS:
        return Role(kind, 0.97, "header, and the values have its shape")
    return Role(kind, 0.85, "header; this kind has no shape of its own")


def _with_dates(
    kinds: Mapping[int, Role], shapes: Sequence[Shape], sample: Sequence[pa.Array], silent: frozenset[int]
) -> tuple[Role, ...]:
    """Settle the form of every date column and name those that no header named."""
    dated = [place for place, shape in enumerate(shapes) if place not in kinds and dates.is_dated(shape)]
    headed = [place for place, role in kinds.items() if role.kind in dates.KINDS]
    forms = {
        place: dates.form_of(sample[place], shapes[place], under_date_header=place in headed)
        for place in (*dated, *headed)
    }
    people = {"nhs_number", "surname", "forename", "full_name", "hospital_number"} & {
        role.kind for role in kinds.values()
    }
    taken = {kinds[place].kind for place in headed}
    births = dates.look_like_births({place: sample[place] for place in forms}, forms)
    named = {place: "date" for place in dated if place not in silent and place not in births}
    open_ = {place: sample[place] for place in dated if place in silent}
    named |= dates.told_apart(open_, forms, with_people=bool(people))
    roles = []
    for place, shape in enumerate(shapes):
        role = kinds.get(place, OTHER)
        if place in named:
            kind = named[place] if named[place] not in taken else "date"
            role = Role(kind, 0.8, "dates that lie where this kind of date lies beside the others")
        roles.append(replace(role, trim=_has_spaces(sample[place], shape), form=forms.get(place)))
    return tuple(roles)


def _has_spaces(column: pa.Array, shape: Shape) -> bool:
    return shape.values > 0 and bool(pc.any(pc.match_substring_regex(column, r"^\s|\s$")).as_py())
