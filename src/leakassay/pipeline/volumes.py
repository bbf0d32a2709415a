"""Sets of volumes: files that together are one archive (`x.7z.001`, `x.z01` and `x.zip`, `x.part1.rar`, `x.r00` …).

A set is told by names, and only behind a first file that is an archive by its content: a message called `batch.001` is
a file like any other. Volumes wait until every sibling is known, then the first (of split zips the last) leads them.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from leakassay.case.case import Case
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format

LEADS, NONE = -1, 0
"""Values of `item.volume_place` beside the number in a set."""

MAX_MISSING = 1000
"""Missing numbers of one set that are believed; a file named x.7z.999999 is no proof of a million others."""

_NUMBERED = re.compile(rb"(?P<base>.+)\.(?P<number>\d{3,5})", re.DOTALL)
_SPLIT_ZIP = re.compile(rb"(?P<base>.+)\.z(?P<number>\d{2,4})", re.DOTALL | re.IGNORECASE)
_PART_RAR = re.compile(rb"(?P<base>.+)\.part(?P<number>\d{1,5})\.rar", re.DOTALL | re.IGNORECASE)
_OLD_RAR = re.compile(rb"(?P<base>.+)\.(?P<letter>[r-z])(?P<number>\d{2})", re.DOTALL | re.IGNORECASE)

_ARCHIVE_BASE = re.compile(rb".+\.(?:7z|zip|rar|tar|tgz|gz|bz2|xz|zst)", re.DOTALL | re.IGNORECASE)
"""A numbered file with such a name before its number is a volume even where the first one is missing."""


@dataclass(frozen=True)
class Place:
    """What a name says: which set, and which place in it; the first is 1.

    Attributes:
        set_name: what all files of the set share, with the kind of set.
        number: place; 0 for the file that a split zip ends with.
        is_sure: False where the name alone proves nothing.
    """

    set_name: bytes
    number: int
    is_sure: bool


def place_of(name: bytes) -> Place | None:
    """The place that a name claims, or None. Zip and rar files without a number lead sets only where others follow."""
    if found := _PART_RAR.fullmatch(name):
        return Place(found["base"].lower() + b"/part.rar", int(found["number"]), is_sure=True)
    if found := _SPLIT_ZIP.fullmatch(name):
        return Place(found["base"].lower() + b"/zip", int(found["number"]), is_sure=True)
    if found := _OLD_RAR.fullmatch(name):
        letter = found["letter"].lower()[0] - ord("r")
        return Place(found["base"].lower() + b"/rar", 2 + 100 * letter + int(found["number"]), is_sure=True)
    if found := _NUMBERED.fullmatch(name):
        number, base = int(found["number"]), found["base"].lower()
        return Place(base + b"/numbered", number, is_sure=bool(_ARCHIVE_BASE.fullmatch(base)))
    return None


def waiting_place(name: bytes) -> int:
    """What `item.volume_place` is at first: the number that a name claims, LEADS for a first one, else NONE."""
    place = place_of(name)
    if place is None:
        return NONE
    return LEADS if place.number <= 1 and not place.set_name.endswith(b"/zip") else place.number


@dataclass
class _Set:
    """Files of one set as they are found."""

    files: dict[int, sqlite3.Row] = field(default_factory=dict)
    lead: sqlite3.Row | None = None
    is_sure: bool = True


def group(case: Case, formats: dict[str, Format]) -> int:
    """Make sets of the volumes whose siblings are all known.

    Returns:
        How many files got their place, or were found to be no volumes.
    """
    rows = case.ledger.rows(
        "select item.* from item left join item as parent on parent.item_id = item.parent_id "
        "where item.volume_place <> 0 and item.volume_of is null and item.ready = 1 "
        "and (item.parent_id is null or parent.opened = 1 or parent.done = 1) order by item.seq"
    )
    if not rows or case.ledger.one("select 1 from item indexed by item_unhashed where hashed = 0 and done = 0 limit 1"):
        return 0
    for parent in sorted({row["parent_id"] or 0 for row in rows}):
        mine = [row for row in rows if (row["parent_id"] or 0) == parent]
        found = _gather(case, mine)
        _add_heads(case, found, mine)
        with case.ledger.transaction():
            for one in found.values():
                _settle(case, one, formats)
    return len(rows)


def _gather(case: Case, rows: list[sqlite3.Row]) -> dict[tuple[int, bytes], _Set]:
    found: dict[tuple[int, bytes], _Set] = defaultdict(_Set)
    for row in rows:
        place = place_of(case.keys.open_name(row["name_sealed"]))
        if place is None or row["duplicate_of"] is not None:
            continue
        one = found[row["source_id"], place.set_name]
        one.files.setdefault(place.number, row)
        one.is_sure &= place.is_sure
    return found


def _add_heads(case: Case, found: dict[tuple[int, bytes], _Set], rows: list[sqlite3.Row]) -> None:
    """Find `x.zip` and `x.rar` among the siblings of `x.z01` and `x.r00`: their own names claim no place."""
    wanted = {
        key[1].rsplit(b"/", 1)[0] + b"." + key[1].rsplit(b"/", 1)[1]: key
        for key in found
        if key[1].endswith((b"/zip", b"/rar"))
    }
    if not wanted:
        return
    parent = rows[0]["parent_id"]
    for row in case.ledger.stream(
        "select * from item where parent_id is ? and container = 1 and format in ('zip', 'rar') and volume_place = 0 "
        "and opened = 0 order by seq",
        (parent,),
    ):
        key = wanted.get(case.keys.open_name(row["name_sealed"]).lower())
        if key is not None and key[0] == row["source_id"]:
            one = found[key]
            one.files.setdefault(0 if key[1].endswith(b"/zip") else 1, row)


def _settle(case: Case, one: _Set, formats: dict[str, Format]) -> None:
    """Give every file of a set its place, or none."""
    numbers = sorted(one.files)
    is_zip = 0 in one.files and len(numbers) > 1 and numbers[1] >= 1 and one.files[0]["format"] == "zip"
    lead = one.files[0 if is_zip else numbers[0]]
    entry = formats.get(lead["format"])
    leads = bool(entry and entry.opener and not entry.embeds) and (is_zip or numbers[0] <= 1)
    for number in numbers:
        row = one.files[number]
        if leads and row is lead:
            gone = _missing(numbers, is_zip=is_zip)
            case.ledger.execute(
                "update item set volume_place = 0, flaw = case when ? then ? else flaw end where item_id = ?",
                (gone > 0, Reason.MISSING_VOLUME, row["item_id"]),
            )
        elif leads:
            place = number if is_zip else number - numbers[0] + 1
            case.ledger.execute(
                "update item set volume_of = ?, volume_place = ?, container = 1, done = 0, outcome = '', reason = '' "
                "where item_id = ?",
                (lead["item_id"], place, row["item_id"]),
            )
        else:
            _release(case, row, formats, is_sure=one.is_sure)


def _missing(numbers: list[int], *, is_zip: bool) -> int:
    first = 1 if is_zip else numbers[0]
    return min(MAX_MISSING, numbers[-1] - first + 1 - len([number for number in numbers if number >= first]))


def _release(case: Case, row: sqlite3.Row, formats: dict[str, Format], *, is_sure: bool) -> None:
    """A file that claims a place in no set: by its name a volume whose first is missing, or a file like any other."""
    entry = formats.get(row["format"])
    if is_sure and row["volume_place"] > 0 and not (entry and entry.reader and not entry.fallback):
        fate: tuple[str, str] | None = (Outcome.FAILED, Reason.MISSING_VOLUME)
    elif entry is None or not (entry.reader or entry.opener):
        fate = (Outcome.UNSUPPORTED, Reason.NO_READER)
    else:
        fate = None
    case.ledger.execute(
        "update item set volume_place = 0, done = ?, outcome = ?, reason = ?, "
        "spool = case when ? then '' else spool end where item_id = ?",
        (int(fate is not None), *(fate or ("", "")), fate is not None, row["item_id"]),
    )
    if fate is not None and row["spool"]:
        (case.spool / row["spool"]).unlink(missing_ok=True)
