"""Whatever a cell does: one receipt an item with the right word, the guard alive, the next unit fine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bench import KEYS, Bench
from leakassay.engine.guard import Guard
from leakassay.engine.ordeal import ORDEALS
from leakassay.model.outcomes import Outcome, Reason

CRASHED = (Outcome.FAILED, Reason.CRASHED)
LATE = (Outcome.FAILED, Reason.TIMED_OUT)
BAD = (Outcome.FAILED, Reason.BAD_ANSWER)
PAUSED = (None, Reason.NONE)
READ = (Outcome.READ, Reason.NONE)

EXPECTED = {
    "good": READ,
    "segv": CRASHED, "abort": CRASHED, "exit_zero": CRASHED, "exit_three": CRASHED, "kill": CRASHED, "raise": CRASHED,
    "recurse": CRASHED, "allocate": (Outcome.FAILED, Reason.OUT_OF_MEMORY),
    "spin": LATE, "sleep": LATE, "done_and_stay": LATE, "close_and_stay": LATE,
    "nothing": BAD, "flood": (Outcome.REFUSED, Reason.LIMIT_ANSWER), "garbage": BAD, "half_a_frame": CRASHED,
    "json_too_long": (Outcome.FAILED, Reason.LIMIT_ANSWER), "json_deep": BAD, "no_such_item": BAD,
    "a_neighbours_result": READ, "no_such_outcome": BAD, "number_too_large": BAD, "number_that_is_none": BAD,
    "facts_that_lie": BAD, "put_off": BAD, "read_nothing": (Outcome.FAILED, Reason.NO_TEXT),
    "other_schema": BAD, "no_such_table": BAD, "no_arrow": BAD, "forged_ordinal": BAD, "dangling_reference": BAD,
    "null_where_none_may_be": BAD, "table_and_no_result": BAD,
    "too_many_rows": (Outcome.REFUSED, Reason.LIMIT_ROWS), "one_result_and_sleep": LATE,
    "many_results": (Outcome.REFUSED, Reason.LIMIT_ANSWER),
    "one_member": READ, "members_backwards": BAD, "member_without_number": BAD, "member_of_odd_size": BAD,
    "member_out_of_time": READ, "member_name_that_is_none": BAD, "data_of_no_member": BAD,
    "killed_in_a_member": CRASHED, "ten_members": PAUSED, "endless_member": PAUSED,
}  # fmt: skip
SLOW = {"spin", "sleep", "one_result_and_sleep", "done_and_stay", "close_and_stay"}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Guard]]:
    """One guard that has to outlive every ordeal."""
    bench = Bench(tmp_path_factory.mktemp("ordeals"))
    guard = Guard(bench.setup, KEYS)
    yield bench, guard
    guard.stop()


def test_every_ordeal_is_expected_to_end_somehow() -> None:
    assert set(EXPECTED) == set(ORDEALS)


@pytest.mark.parametrize("word", [word for word in EXPECTED if word not in SLOW])
def test_an_ordeal_ends_in_its_word_and_the_next_unit_is_fine(word: str, workshop: tuple[Bench, Guard]) -> None:
    bench, guard = workshop
    receipt = guard.work(bench.ordeals(word))
    assert [(item.outcome, item.reason) for item in receipt.items] == [EXPECTED[word]]
    after = guard.work(bench.ordeals("good"))
    assert [(item.outcome, item.records) for item in after.items] == [(Outcome.READ, 1)]
    assert bench.rows("sighting", [after])["surname"].to_pylist() == ["Surname 0"]


@pytest.mark.parametrize("word", sorted(SLOW))
def test_a_cell_that_never_ends_is_ended(word: str, workshop: tuple[Bench, Guard]) -> None:
    """Even one that has said everything, or closed its pipe, and stays."""
    bench, guard = workshop
    started = time.monotonic()
    receipt = guard.work(bench.ordeals(word))
    assert [(item.outcome, item.reason) for item in receipt.items] == [EXPECTED[word]]
    assert time.monotonic() - started < bench.limits.wall_seconds + 3
    assert guard.work(bench.ordeals("good")).items[0].outcome is Outcome.READ


@pytest.mark.parametrize("word", ["segv", "exit_zero", "forged_ordinal", "no_such_item", "nothing", "allocate"])
def test_in_a_batch_only_the_culprit_fails(word: str, workshop: tuple[Bench, Guard]) -> None:
    """The batch is done again one by one; the rows of the others are all there, once."""
    bench, guard = workshop
    unit = bench.ordeals("good", word, "good")
    receipt = guard.work(unit)
    ended = {item.item_id: (item.outcome, item.reason) for item in receipt.items}
    assert [ended[item.item_id] for item in unit.items] == [READ, EXPECTED[word], READ]
    assert sorted(bench.rows("sighting", [receipt])["item_id"].to_pylist()) == sorted(
        (unit.items[0].item_id, unit.items[2].item_id)
    )


def test_a_cell_cannot_speak_for_its_neighbour_unnoticed(workshop: tuple[Bench, Guard]) -> None:
    """A culprit that overwrites its neighbour's result has none of its own; alone it speaks for itself only."""
    bench, guard = workshop
    unit = bench.ordeals("read_nothing", "a_neighbours_result")
    ended = {item.item_id: item.outcome for item in guard.work(unit).items}
    assert ended[unit.items[0].item_id] is Outcome.FAILED


def test_what_a_failed_cell_left_is_swept_away(bench: Bench) -> None:
    """No half part stays under any name."""
    guard = Guard(bench.setup, KEYS)
    for word in ("flood", "table_and_no_result", "dangling_reference", "killed_in_a_member"):
        guard.work(bench.ordeals(word))
    guard.stop()
    assert bench.files("parts") + bench.files("spool") == []


def test_no_cell_outlives_its_guard(bench: Bench) -> None:
    """An orphan would keep a file of the dump open."""
    guard = Guard(bench.with_limits(wall_seconds=60, silence_seconds=60, cpu_seconds=60).setup, KEYS)
    worker = threading.Thread(target=guard.work, args=(bench.ordeals("sleep"),), daemon=True)
    worker.start()
    held = bytes(bench.dump / "item-1")
    deadline = time.monotonic() + 60
    first: set[str] = set()
    for _ in range(2):  # a job whose zygote was killed is done once more
        while not _holders(held) - first and time.monotonic() < deadline:
            time.sleep(0.05)
        first = _holders(held)
        guard._zygotes._process.kill()
    worker.join(20)
    assert not worker.is_alive()
    while _holders(held) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _holders(held) == set()
    guard.stop()


def _holders(path: bytes) -> set[str]:
    """Cells (processes of the engine's cell module) that have a file open."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_cell = b"leakassay.engine.zygotemain" in (process / "cmdline").read_bytes()
            if is_cell and any(bytes(fd.readlink()) == path for fd in (process / "fd").iterdir()):
                found.add(process.name)
        except OSError:  # it ended while it was looked at
            continue
    return found
