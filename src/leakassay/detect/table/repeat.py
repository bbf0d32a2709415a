"""Repeated columns: a row that holds several tests of one person (`name`, `name.2`, `name.3`) gives an event for each.

Nested lists arrive so from JSON, and spreadsheets of one row per specimen look so too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from leakassay.detect.table.role import Role
from leakassay.detect.table.rows import TableFrame

_NUMBERED = re.compile(r"(?P<base>.+)\.(?P<number>[1-9]\d{0,2})", re.DOTALL)
_OF_EVENT = frozenset(
    {
        "test_code", "test_name", "result", "result_unit", "range_low", "range_high", "range", "flag", "specimen_id",
        "requester_code", "client_code", "collected_at", "received_at", "reported_at", "date",
    }
)  # fmt: skip
"""Kinds that belong to a test and not to the person; comments are read once, with the first."""
_SILENT = Role("elsewhere", 0.0, "speaks in the frame of another test")
_FURTHER = Role("other", 0.5, "belongs to a further test of the row")


def frames(frame: TableFrame, headers: Sequence[str]) -> tuple[TableFrame, ...]:
    """Return one frame for each test of a row; the first also holds the person, and is alone in ordinary tables.

    Args:
        frame: as judged; its roles say what the first test of a row stands in.
        headers: printed headers, one per column.
    """
    places = {header: place for place, header in enumerate(headers) if header}
    turns: dict[int, dict[int, int]] = {}
    for place, header in enumerate(headers):
        met = _NUMBERED.fullmatch(header)
        base = places.get(met["base"]) if met else None
        if met and base is not None and frame.roles[base].kind in _OF_EVENT:
            turns.setdefault(int(met["number"]), {})[base] = place
    tested = [turns[number] for number in sorted(turns) if _has_test(frame, turns[number])]
    if not tested:
        return (frame,)
    further = {place for turn in tested for place in turn.values()}
    first = [_FURTHER if place in further else role for place, role in enumerate(frame.roles)]
    return (TableFrame(first, frame.kit, frame.part), *(_turned(frame, turn) for turn in tested))


def _has_test(frame: TableFrame, turn: Mapping[int, int]) -> bool:
    return any(frame.roles[base].kind in ("test_code", "test_name") for base in turn)


def _turned(frame: TableFrame, turn: Mapping[int, int]) -> TableFrame:
    """Return the frame that sees nothing but the columns of one further test."""
    roles = [_SILENT] * len(frame.roles)
    for base, place in turn.items():
        roles[place] = replace(frame.roles[base], trim=frame.roles[place].trim)
    return TableFrame(roles, frame.kit, frame.part)
