"""People of messages: the fields that the format names, made canonical; a field's name is as good as a label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import number, stamp
from leakassay.detect.canon.lookup import blank_to_null, encode
from leakassay.detect.table.rows import right
from leakassay.detect.warm import Kit

FIELDS = (
    "nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "forename", "date_of_birth", "sex",
    "address", "postcode", "telephone", "email", "gp_practice", "site_code", "assigning_authority", "sender",
    "person_type",
)  # fmt: skip
"""Fields of a RECORD batch that speak of a person."""

_NUMBERS = ("chi_number", "hc_number", "nhs_number")
_LOOKUPS = {
    "surname": "surname_as_printed",
    **{name: name for name in ("forename", "sex", "postcode", "telephone", "email", "gp_practice")},
}
_REASONS = pa.array(
    [
        "message: name or local number, no valid health number",
        "message: health number passes its check digit",
        "message: NHS number passes its check digit; test range",
        "message: NHS number passes its check digit; a range that was never issued",
    ]
)
_SCORES = pa.array([0.9, 0.99, 0.99, 0.9], pa.float32())


def canonical(one: Mapping[str, pa.Array], kit: Kit, dates: stamp.StampReader) -> dict[str, Any]:
    """Return the columns of sightings for n people.

    Args:
        one: string columns (n,) named from `FIELDS`, "" where nothing is said.
        kit: tools of the process.
        dates: reads dates of birth.
    """
    columns: dict[str, Any] = {name: blank_to_null(column) for name, column in one.items() if name not in _NUMBERS}
    for name, lookup in _LOOKUPS.items():
        if name in one:
            columns[name] = kit.lookups[lookup].map(encode(one[name]))
    if "date_of_birth" in one:
        columns["date_of_birth"] = stamp.as_date(dates.read(one["date_of_birth"]))
    count = len(next(iter(one.values()))) if one else 0
    found, codes = _numbers(one, count)
    columns |= found | {"reason": _REASONS.take(codes), "score": _SCORES.take(codes)}
    columns["person_type"] = _person_type(one.get("person_type"), count)
    return columns


def is_somebody(columns: Mapping[str, Any], count: int) -> npt.NDArray[np.bool_]:
    """Return which people (n,) have a number or a surname; a forename needs a birth beside it.

    A number that fails its check leaves the person where they are: they have a name.
    """
    nobody = np.zeros(count, np.bool_)
    there = {
        name: columns[name].is_valid().to_numpy(zero_copy_only=False)
        for name in (*_NUMBERS, "hospital_number", "surname", "forename", "date_of_birth")
        if name in columns
    }
    present = there.pop("forename", nobody) & there.pop("date_of_birth", nobody)
    for mask in there.values():
        present = present | mask
    return np.asarray(present)


def _numbers(one: Mapping[str, pa.Array], count: int) -> tuple[dict[str, pa.Array], pa.Array]:
    """Return the health numbers by kind, and which of the reasons holds for each person, int8 (n,)."""
    codes = np.zeros(count, np.int8)
    found: dict[str, pa.Array] = {}
    for name in _NUMBERS:
        if name not in one:
            continue
        checked = number.check(one[name])
        mask = right(checked, name, labelled=True)
        found[name] = checked.text(mask)
        codes[mask] = 1
        if name == "nhs_number":
            codes[mask & checked.test] = 2
            codes[mask & checked.unissued] = 3
            for kind, stray in (("chi_number", checked.chi & ~mask), ("hc_number", checked.hc & checked.valid)):
                _add(found, kind, checked.text(stray))
                codes[stray] = 1
    return found, pa.array(codes)


def _add(found: dict[str, pa.Array], kind: str, strays: pa.Array) -> None:
    """Add CHI and H&C numbers that stand in the field of NHS numbers; the field of their own goes first."""
    if strays.null_count < len(strays):
        found[kind] = pc.coalesce(found[kind], strays) if kind in found else strays


def _person_type(said: pa.Array | None, count: int) -> pa.Array:
    """Return patient, or what the message says: of relatives and guarantors we know no more than that they are."""
    if said is None:
        return pa.repeat("patient", count)
    named = pc.if_else(pc.is_in(said, value_set=pa.array(["patient", "staff"])), said, "unknown")
    return pc.if_else(pc.equal(said, ""), "patient", named)
