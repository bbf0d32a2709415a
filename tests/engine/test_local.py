"""The local engine: a guard that dies is replaced, and its unit done again or given up, never lost."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bench import KEYS, Bench
from leakassay.engine.local import MAX_TRIES, LocalEngine
from leakassay.model.errors import DumpError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import WorkUnit


def test_an_idle_guard_that_was_killed_is_replaced(bench: Bench) -> None:
    engine = LocalEngine(bench.setup, KEYS, 1)
    list(engine.map([bench.ordeals("good")]))
    for _ in range(2):
        engine._slots[0].process.kill()
        engine._slots[0].process.wait()
        (receipt,) = engine.map([bench.ordeals("good")])
        assert receipt.items[0].outcome is Outcome.READ
    engine.close()


def test_a_unit_whose_guard_dies_again_and_again_is_given_up_and_the_next_is_done(bench: Bench) -> None:
    """One row for each of its items; nothing hangs."""
    engine = LocalEngine(bench.with_limits(wall_seconds=30, silence_seconds=30).setup, KEYS, 1)
    unit, good = bench.ordeals("sleep", "sleep"), bench.ordeals("good")
    killed: list[int] = []

    def killer() -> None:
        while len(killed) < MAX_TRIES:
            time.sleep(0.7)
            process = engine._slots[0].process
            if process.pid not in killed:
                killed.append(process.pid)
                os.kill(process.pid, signal.SIGKILL)

    thread = threading.Thread(target=killer)
    thread.start()
    receipts = {receipt.unit_id: receipt for receipt in engine.map([unit, good])}
    thread.join()
    engine.close()
    assert [(item.outcome, item.reason) for item in receipts[unit.unit_id].items] == [
        (Outcome.FAILED, Reason.CRASHED)
    ] * 2
    assert receipts[good.unit_id].items[0].outcome is Outcome.READ


def test_an_error_of_a_guard_arrives_as_the_class_it_was(bench: Bench) -> None:
    engine = LocalEngine(bench.setup, KEYS, 1)
    unit = bench.ordeals("good")
    shutil.rmtree(bench.dump)
    with pytest.raises(DumpError, match="mount it"):
        list(engine.map([unit]))
    engine.close()


def test_slots_start_only_when_work_waits(bench: Bench) -> None:
    """No unit, no process; a second slot only for work that the first leaves waiting."""
    engine = LocalEngine(bench.with_limits(silence_seconds=4).setup, KEYS, 2)
    assert not list(engine.map([]))
    slots = [len(engine._slots)]
    for words in (["good"], ["good", "good"], ["sleep", "sleep"]):
        list(engine.map([bench.ordeals(word) for word in words]))
        slots.append(len(engine._slots))
    engine.close()
    assert slots == [0, 1, 1, 2]


def test_no_process_outlives_the_engine(bench: Bench) -> None:
    engine = LocalEngine(bench.setup, KEYS, 2)
    list(engine.map([bench.ordeals("good"), bench.ordeals("good")]))
    guards = [slot.process.pid for slot in engine._slots]
    children = [child for guard in guards for child in _children(guard)]
    assert children
    engine.close()
    deadline = time.monotonic() + 10
    while any(_is_alive(pid) for pid in guards + children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_is_alive(pid) for pid in guards + children)


def test_the_key_is_in_no_argument_and_no_environment(bench: Bench) -> None:
    engine = LocalEngine(bench.setup, KEYS, 1)
    list(engine.map([bench.ordeals("good")]))
    pid = engine._slots[0].process.pid
    shown = b""
    for name in ("cmdline", "environ"):
        with Path(f"/proc/{pid}/{name}").open("rb") as file:
            shown += file.read()
    engine.close()
    assert KEYS.master.hex().encode() not in shown
    assert KEYS.master not in shown


def _children(pid: int) -> list[int]:
    with Path(f"/proc/{pid}/task/{pid}/children").open() as file:
        return [int(word) for word in file.read().split()]


def _is_alive(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_session_is_gone_on_with_in_the_slot_that_holds_it(bench: Bench) -> None:
    """Ten members in three instalments, beside units that keep the other slot busy: one cell made them all."""
    engine = LocalEngine(bench.setup, KEYS, 2)
    item = bench.item("ten_members")
    later: list[WorkUnit | None] = [bench.unit(item, args={"first": 0}, session=item.item_id)]
    cells: set[bytes] = set()

    def units() -> Iterator[WorkUnit | None]:
        for _ in range(40):
            yield later.pop() if later else bench.ordeals("good")

    for receipt in engine.map(units()):
        cells |= {bench.spooled(member.spool) for member in receipt.members}
        cursor = receipt.items[0].facts.get("cursor", -1)
        if receipt.members and cursor >= 0:
            later.append(replace(bench.unit(item, args={"first": cursor}, session=item.item_id), unit_id=1000 + cursor))
    engine.close()
    assert len(cells) == 1


def test_none_among_the_units_waits_for_a_receipt(bench: Bench) -> None:
    engine = LocalEngine(bench.setup, KEYS, 1)
    out: list[int] = []

    def units() -> Iterator[WorkUnit | None]:
        for _ in range(3):
            unit = bench.ordeals("good")
            out.append(unit.unit_id)
            yield unit
            while unit.unit_id in out:
                yield None

    for receipt in engine.map(units()):
        out.remove(receipt.unit_id)
    engine.close()
    assert out == []
