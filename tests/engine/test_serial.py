"""The serial engine is the reference of all: in order, in this process."""

from __future__ import annotations

from engine.bench import KEYS, Bench
from leakassay.engine.serial import SerialEngine


def test_receipts_come_in_the_order_of_the_units(bench: Bench) -> None:
    engine = SerialEngine(bench.setup, KEYS)
    units = [bench.ordeals(word) for word in ("good", "segv", "good")]
    assert [receipt.unit_id for receipt in engine.map(units)] == [unit.unit_id for unit in units]
    engine.close()


def test_a_unit_is_asked_for_only_when_the_last_one_is_done(bench: Bench) -> None:
    """The caller commits in between; the next units depend on it."""
    engine, asked = SerialEngine(bench.setup, KEYS), []

    def units():
        for number in range(3):
            asked.append(number)
            yield bench.ordeals("good")

    receipts = engine.map(units())
    next(receipts)
    assert asked == [0]
    engine.close()
