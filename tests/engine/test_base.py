"""Every engine keeps the same promise: each unit one receipt, the same rows, whatever happens to its processes."""

from __future__ import annotations

from engine.bench import KEYS, Bench
from leakassay.model.outcomes import Outcome

WORDS = ("good", "segv", "good", "nothing", "one_member", "exit_three", "good")


def test_every_unit_has_exactly_one_receipt(every_engine, bench: Bench) -> None:
    units = [bench.ordeals(word) for word in WORDS]
    receipts = list(every_engine(bench.setup, KEYS).map(iter(units)))
    assert sorted(receipt.unit_id for receipt in receipts) == sorted(unit.unit_id for unit in units)


def test_every_engine_gives_the_same_rows_and_outcomes(every_engine, bench: Bench) -> None:
    units = [bench.ordeals(word) for word in WORDS]
    receipts = {receipt.unit_id: receipt for receipt in every_engine(bench.setup, KEYS).map(units)}
    assert [str(receipts[unit.unit_id].items[0].outcome) for unit in units] == [
        "read", "failed", "read", "failed", "read", "failed", "read",
    ]  # fmt: skip
    rows = bench.rows("sighting", list(receipts.values()))
    assert sorted(rows["item_id"].to_pylist()) == sorted(units[at].items[0].item_id for at in (0, 2, 6))


def test_an_engine_takes_work_again_after_its_first_map(every_engine, bench: Bench) -> None:
    engine = every_engine(bench.setup, KEYS)
    for _ in range(2):
        (receipt,) = engine.map([bench.ordeals("good")])
        assert receipt.items[0].outcome is Outcome.READ


def test_no_work_gives_no_receipt(every_engine, bench: Bench) -> None:
    assert list(every_engine(bench.setup, KEYS).map([])) == []
