"""People in rows: one sighting for each row of a table that names somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import stamp
from leakassay.detect.canon.lookup import blank_to_null
from leakassay.detect.emit import Numbering, Rows, filled
from leakassay.detect.header import plain
from leakassay.detect.table.rows import TableFrame, TableRows

Mask = npt.NDArray[np.bool_]

NAMING = frozenset({"nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "full_name"})
"""Kinds of which one must stand in a table before its rows can be people."""
_STAFF_WORDS = ("staff", "employee", "payroll", "job", "salary", "rota", "colleague", "manager")

_REASONS = pa.array(
    [
        "row of a table: name or local number, no valid NHS number",
        "row of a table: NHS number passes its check digit",
        "row of a table: NHS number passes its check digit; test range",
        "row of a table: CHI or H&C number passes its check digit",
        "row of a table: NHS number passes its check digit; a range that was never issued",
    ]
)
_KINDS = (("chi_number", 3), ("hc_number", 3), ("nhs_number", 1))
"""Kinds of number and the reason of each."""

_SCORES = pa.array([0.9, 0.99, 0.97, 0.97, 0.9], pa.float32())


def names_people(frame: TableFrame) -> bool:
    """Return whether rows of the table can be people."""
    return bool(NAMING & frame.kinds)


def person_type(frame: TableFrame, headers: tuple[str, ...]) -> str:
    """Return patient, staff or unknown, by what else stands in the table."""
    words = " ".join(plain(header) for header in headers).split()
    if any(word in _STAFF_WORDS for word in words):
        return "staff"
    clinical = {
        "nhs_number",
        "chi_number",
        "hc_number",
        "hospital_number",
        "test_code",
        "test_name",
        "specimen_id",
        "date_of_birth",
    }
    return "patient" if clinical & frame.kinds else "unknown"


def sightings(
    rows: TableRows, kind_of_person: str, numbering: Numbering, headers: tuple[str, ...]
) -> tuple[Rows | None, pa.Array]:
    """Return the sightings of a batch and, for each of its rows, the ordinal of its sighting (int64, -1 for none)."""
    columns, codes = _numbers(rows, headers)
    columns |= _names(rows) | _whereabouts(rows)
    present = _is_somebody(columns, rows.count)
    count = int(present.sum())
    ordinals = np.full(rows.count, -1, np.int64)
    if count == 0:
        return None, pa.array(ordinals)
    ordinals[present] = np.arange(numbering.take(count), numbering.next, dtype=np.int64)
    picked = pa.array(codes, pa.int8())
    columns |= {"row": rows.numbers, "ordinal": pa.array(ordinals)}
    columns |= {"reason": _REASONS.take(picked), "score": _SCORES.take(picked)}
    if count < rows.count:
        mask = pa.array(present)
        columns = {name: column.filter(mask) for name, column in columns.items() if column is not None}
    columns |= {"part": rows.frame.part, "person_type": kind_of_person}
    return filled("sighting", columns, count), pa.array(ordinals)


def _same(places: list[int], headers: tuple[str, ...]) -> list[int]:
    """The surest column and those under the same header, written otherwise; a mother's number has another."""
    return [place for place in places if plain(headers[place]) == plain(headers[places[0]])]


def _numbers(rows: TableRows, headers: tuple[str, ...]) -> tuple[dict[str, Any], npt.NDArray[np.int8]]:
    """Return the number columns and, per row, which of the reasons holds."""
    codes = np.zeros(rows.count, np.int8)
    found: dict[str, Any] = {}
    for kind, other in _KINDS:
        done = np.zeros(rows.count, np.bool_)
        for place in _same(rows.frame.places(kind), headers):  # a row may have its number in any of them
            checked = rows.checked(place)
            right = rows.right(place, kind)
            mask = right & ~done
            text = checked.text(mask)
            found[kind] = pc.coalesce(found[kind], text) if kind in found else text
            codes[mask] = other
            if kind == "nhs_number":
                codes[mask & checked.test] = 2
                codes[mask & checked.unissued] = 4
                found |= _strays(checked, mask | done, found, codes)
            done |= right
    found["hospital_number"] = rows.printed("hospital_number")
    return found, codes


def others(rows: TableRows, numbering: Numbering, headers: tuple[str, ...]) -> Iterator[Rows]:
    """Yield a sighting for each number of a row beside its person's: a mother's, a baby's, an older one."""
    for kind, other in _KINDS:
        places = rows.frame.places(kind)
        if len(places) < 2:
            continue
        said: list[tuple[npt.NDArray[np.int64], Mask]] = []
        free = np.ones(rows.count, np.bool_)
        same = set(_same(places, headers))
        for place in places:
            checked, mask = rows.checked(place), rows.right(place, kind)
            again = np.zeros(rows.count, np.bool_)
            for numbers, there in said:
                again |= there & (numbers == checked.numbers)
            said.append((checked.numbers, mask))
            new = mask & ~again & ~free if place in same else mask & ~again
            free &= ~mask
            if new.any():
                yield _further(rows, kind, checked.text(new), _REASONS[other].as_py(), numbering)


def _further(rows: TableRows, kind: str, text: pa.Array, reason: str, numbering: Numbering) -> Rows:
    """Sightings of numbers alone, where there is one."""
    there = text.is_valid()
    count = len(text) - text.null_count
    start = numbering.take(count)
    columns = {
        "part": rows.frame.part,
        "row": rows.numbers.filter(there),
        "ordinal": pa.array(np.arange(start, start + count, dtype=np.int64)),
        kind: text.filter(there),
        "reason": f"a further number in its {reason}",
        "score": 0.9,
        "person_type": "unknown",
    }
    return filled("sighting", columns, count)


def _strays(checked: Any, mask: Mask, found: dict[str, Any], codes: npt.NDArray[np.int8]) -> dict[str, Any]:
    """Return CHI and H&C numbers that stand in the column of NHS numbers, where the row has none of those (mask)."""
    stray = checked.valid & ~mask
    if not stray.any():
        return {}
    strays: dict[str, Any] = {}
    for kind, in_range in (("chi_number", checked.chi), ("hc_number", checked.hc)):
        here = stray & in_range
        if here.any() and kind not in found:
            strays[kind] = checked.text(here)
            codes[here] = 3
    return strays


def _names(rows: TableRows) -> dict[str, Any]:
    surname, forename = rows.mapped("surname", "surname"), rows.mapped("forename", "forename")
    if surname is None and rows.frame.place("full_name") >= 0:
        surname = rows.mapped("full_name", "surname_of_full")
        forename = rows.mapped("full_name", "forename_of_full") if forename is None else forename
    born = rows.stamped("date_of_birth")
    return {
        "surname": surname,
        "forename": forename,
        "date_of_birth": None if born is None else stamp.as_date(born),
        "sex": rows.mapped("sex", "sex"),
    }


def _whereabouts(rows: TableRows) -> dict[str, Any]:
    return {
        "address": _address(rows),
        "postcode": rows.mapped("postcode", "postcode"),
        "telephone": rows.mapped("telephone", "telephone"),
        "email": rows.mapped("email", "email"),
        "gp_practice": rows.mapped("gp_practice", "gp_practice"),
        "site_code": rows.printed("site_code"),
        "assigning_authority": rows.printed("assigning_authority"),
        "sender": rows.printed("sender"),
    }


def _address(rows: TableRows) -> pa.Array | None:
    """Return the address on one line; several address columns are joined in their order."""
    places = sorted(rows.frame.places("address"))
    if len(places) <= 1:
        return rows.printed("address")
    # joining with null_handling="skip" loses rows in which every column is null (pyarrow 26): blanks are joined instead
    lines = [
        pc.if_else(pc.equal(column, ""), "", pc.binary_join_element_wise(column, "", ", "))
        for column in (rows.columns[place] for place in places[:8])
    ]
    return blank_to_null(pc.utf8_rtrim(pc.binary_join_element_wise(*lines, ""), ", "))


def _is_somebody(columns: dict[str, Any], count: int) -> Mask:
    """Return which rows hold a number of a person, or a surname; a forename needs a birth beside it."""
    present = np.zeros(count, np.bool_)
    for name in ("nhs_number", "chi_number", "hc_number", "hospital_number", "surname"):
        present |= _is_there(columns.get(name), count)
    return present | (_is_there(columns.get("forename"), count) & _is_there(columns.get("date_of_birth"), count))


def _is_there(column: pa.Array | None, count: int) -> Mask:
    if column is None:
        return np.zeros(count, np.bool_)
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False))
