"""Rows of a unit: into parts, or held until their cell has ended well."""

from __future__ import annotations

from engine.bench import KEYS, Bench
from leakassay.engine.ordeal import rows
from leakassay.engine.stamp import Stamper
from leakassay.engine.unit_parts import HeldRows, UnitParts
from leakassay.model.tables.registry import TABLES


def stamped():
    return Stamper(5, 0).stamp(TABLES["sighting"], rows("sighting", surname="Alphason"))


def test_a_table_without_rows_makes_no_part(bench: Bench) -> None:
    parts = UnitParts(bench.setup.parts, KEYS, 7)
    parts.write("sighting", stamped().slice(0, 0))
    assert parts.close() == ()


def test_parts_that_are_discarded_leave_no_file(bench: Bench) -> None:
    parts = UnitParts(bench.setup.parts, KEYS, 7)
    parts.write("sighting", stamped())
    parts.discard()
    assert bench.files("parts") == []


def test_held_rows_come_into_a_part_only_when_they_are_handed_over(bench: Bench) -> None:
    kept, dropped, parts = HeldRows(), HeldRows(), UnitParts(bench.setup.parts, KEYS, 7)
    for held in (kept, dropped):
        held.write("sighting", stamped())
    dropped.discard()
    for held in (kept, dropped):
        held.hand_over(parts)
    assert [receipt.rows for receipt in parts.close()] == [1]
