"""Repeated columns: a row that holds several tests of one person (`name`, `name.2`, `name.3`) gives an event for each.

Nested lists arrive so from JSON, and spreadsheets of one row per specimen look so too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from leakassay.detect.table.role import OTHER, Role
from leakassay.detect.table.rows import TableFrame

_NUMBERED = re.compile(r"(?P<base>.+)\.(?P<number>[1-9]\d{0,2})", re.DOTALL)
_OF_EVENT = frozenset(
    {
        "test_code", "test_name", "result", "result_unit", "range_low", "range_high", "range", "flag", "specimen_id",
        "requester_code", "client_code", "collected_at", "received_at", "reported_at", "date",
    }
)  # fmt: skip
"""Kinds that belong to a test and not to the person; comments are read once, with the first."""


def frames(frame: TableFrame, headers: Sequence[str]) -> tuple[TableFrame, ...]:
    """Return one frame for each further test of a row, none for tables without repeated columns.

    Args:
        frame: as judged; its roles say what the first test of a row stands in.
        headers: printed headers, one per column.
    """
    places = {header: place for place, header in enumerate(headers) if header}
    turns: dict[int, dict[int, int]] = {}
    numbered: set[int] = set()
    for place, header in enumerate(headers):
        met = _NUMBERED.fullmatch(header)
        base = places.get(met["base"]) if met else None
        if met and base is not None:
            numbered.add(place)
            turns.setdefault(int(met["number"]), {})[base] = place
    quiet = tuple(
        OTHER if place in numbered or role.kind in _OF_EVENT or role.kind == "comment" else role
        for place, role in enumerate(frame.roles)
    )
    found = [_turned(frame, quiet, turns[number]) for number in sorted(turns)]
    return tuple(turn for turn in found if turn is not None)


def _turned(frame: TableFrame, quiet: Sequence[Role], places: dict[int, int]) -> TableFrame | None:
    """Return the frame whose event columns are those of one turn, None when no test stands among them."""
    roles = list(quiet)
    for base, place in places.items():
        role = frame.roles[base]
        if role.kind in _OF_EVENT:
            roles[place] = replace(role, trim=frame.roles[place].trim)
    if not {"test_code", "test_name"} & {role.kind for role in roles}:
        return None
    return TableFrame(roles, frame.kit, frame.part)
