"""R03: zygotes and cells are killed at random moments under hundreds of items; each item is accounted for once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from engine.bench import KEYS, Bench
from engine.test_zygotemain import descendants
from leakassay.engine.guard import Guard
from leakassay.model.outcomes import Outcome, Reason

UNITS, ITEMS = 40, 8


@contextmanager
def killer(guard: Guard, seed: int) -> Iterator[list[int]]:
    """Kills one process below the guard after another, the zygotes among them, until the work is done.

    Only while a family is at work: one that is killed whenever it starts would never be, and that is another test.
    """
    drawn, over, killed = random.Random(seed), threading.Event(), []

    def kill() -> None:
        while not over.wait(drawn.uniform(0.02, 0.4)):
            process = guard._zygotes._process
            below = sorted(descendants(process.pid) | {process.pid}) if process is not None else []
            if len(below) > 3:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(drawn.choice(below), signal.SIGKILL)
                    killed.append(1)

    worker = threading.Thread(target=kill)
    worker.start()
    try:
        yield killed
    finally:
        over.set()
        worker.join()


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_killed_every_item_is_accounted_for_once(seed: int, bench: Bench) -> None:
    guard = Guard(bench.setup, KEYS)
    families = ("plain", "container", "mail")
    units = [replace(bench.ordeals(*["good"] * ITEMS), family=families[n % 3], alone=n % 2 == 0) for n in range(UNITS)]
    with killer(guard, seed) as killed:
        receipts = [guard.work(unit) for unit in units]
    guard.stop()
    seen = Counter(item.item_id for receipt in receipts for item in receipt.items)
    assert seen == Counter(item.item_id for unit in units for item in unit.items)
    ended = {item.item_id: (item.outcome, item.reason) for receipt in receipts for item in receipt.items}
    assert set(ended.values()) <= {(Outcome.READ, Reason.NONE), (Outcome.FAILED, Reason.CRASHED)}
    read = sorted(item_id for item_id, (outcome, _) in ended.items() if outcome is Outcome.READ)
    assert sorted(bench.rows("sighting", receipts)["item_id"].to_pylist()) == read
    assert len(killed) >= 5  # a quick machine is done before more could be
    assert len(read) > UNITS * ITEMS // 2


def test_a_single_item_whose_zygote_is_killed_twice_is_given_up_and_the_run_goes_on(bench: Bench) -> None:
    """One retry, then `crashed`."""
    guard = Guard(bench.with_limits(wall_seconds=60, silence_seconds=60, cpu_seconds=60).setup, KEYS)
    over = threading.Event()

    def kill_every_cell() -> None:
        while not over.wait(0.05):
            process = guard._zygotes._process
            if process is not None and len(descendants(process.pid)) == 4:  # root, family, cell and the next
                os.kill(process.pid, signal.SIGKILL)
                over.wait(0.2)

    worker = threading.Thread(target=kill_every_cell)
    worker.start()
    try:
        (item,) = guard.work(bench.ordeals("sleep")).items
    finally:
        over.set()
        worker.join()
    assert (item.outcome, item.reason) == (Outcome.FAILED, Reason.CRASHED)
    assert guard.work(bench.ordeals("good")).items[0].outcome is Outcome.READ
    guard.stop()
