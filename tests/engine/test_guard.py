"""The guard: opens, hashes, hands over, and writes what comes back encrypted."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bench import KEYS, SOURCE, Bench
from leakassay.case.spool import SpoolWriter
from leakassay.engine.guard import Guard
from leakassay.model.errors import DumpError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import WorkItem


@pytest.fixture
def guard(bench: Bench) -> Iterator[Guard]:
    found = Guard(bench.setup, KEYS)
    yield found
    found.stop()


def test_items_are_hashed_when_asked(bench: Bench, guard: Guard) -> None:
    receipt = guard.work(bench.unit(bench.item("good\nmore"), hashed=True))
    assert receipt.items[0].sha256 == hashlib.sha256(b"good\nmore").hexdigest()
    assert receipt.peak_rss_bytes > 1 << 20


def test_a_value_is_on_disk_only_encrypted(bench: Bench, guard: Guard) -> None:
    """The cell says a surname; no file of the case holds its bytes."""
    receipt = guard.work(bench.ordeals("good"))
    assert bench.rows("sighting", [receipt])["surname"].to_pylist() == ["Surname 0"]
    assert all(b"Surname" not in path.read_bytes() for path in (bench.folder / "parts").rglob("*") if path.is_file())


def test_an_item_that_changed_or_went_is_refused_and_the_others_are_read(bench: Bench, guard: Guard) -> None:
    changed, gone, fine = bench.item("good"), bench.item("good"), bench.item("good")
    (bench.dump / "item-1").write_bytes(b"other")
    (bench.dump / "item-2").unlink()
    ended = {item.item_id: (item.outcome, item.reason) for item in guard.work(bench.unit(changed, gone, fine)).items}
    assert ended == {
        changed.item_id: (Outcome.REFUSED, Reason.CHANGED),
        gone.item_id: (Outcome.REFUSED, Reason.VANISHED),
        fine.item_id: (Outcome.READ, Reason.NONE),
    }


def test_a_file_whose_name_is_no_text_is_read(bench: Bench, guard: Guard) -> None:
    unit = bench.unit(bench.item("good", name=b"caf\xe9\n\xff.csv"))
    assert guard.work(unit).items[0].outcome is Outcome.READ


def test_a_member_is_read_from_the_spool(bench: Bench, guard: Guard) -> None:
    writer = SpoolWriter(bench.folder / "spool", KEYS.spool, "entry")
    writer.write(b"good")
    writer.close()
    member = WorkItem(item_id=5, source_id=SOURCE, size=4, spool="entry", format="text")
    assert guard.work(bench.unit(member)).items[0].outcome is Outcome.READ


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "changed"])
def test_a_member_whose_spool_entry_was_lost_waits(damage: str, bench: Bench, guard: Guard) -> None:
    """The spool is not fsynced; after a power cut an entry may be half there. Its container is opened again."""
    writer = SpoolWriter(bench.folder / "spool", KEYS.spool, "entry")
    writer.write(b"good")
    writer.close()
    path = bench.folder / "spool" / "entry"
    content = path.read_bytes()
    spoilt = {"gone": None, "cut": content[:-3], "empty": b"", "changed": content[:-1] + bytes([content[-1] ^ 1])}
    path.unlink() if spoilt[damage] is None else path.write_bytes(spoilt[damage])
    member = WorkItem(item_id=5, source_id=SOURCE, size=4, spool="entry", format="text")
    found = guard.work(bench.unit(member)).items[0]
    assert (found.outcome, found.reason) == (Outcome.PENDING, Reason.INTERRUPTED)


def test_a_dump_that_went_away_stops_the_run_and_fails_no_item(bench: Bench, guard: Guard) -> None:
    unit = bench.ordeals("good")
    shutil.rmtree(bench.dump)
    with pytest.raises(DumpError, match="mount it"):
        guard.work(unit)


def test_members_come_into_the_spool_measured(bench: Bench, guard: Guard) -> None:
    receipt = guard.work(bench.ordeals("one_member"))
    (member,) = receipt.members
    assert (member.size, member.sha256) == (1, hashlib.sha256(b"x").hexdigest())
    assert bench.spooled(member.spool) == b"x"


def test_risky_items_share_parts_and_nothing_else(bench: Bench, guard: Guard) -> None:
    """A cell each: the fault of one costs its own rows only, and one part a table holds those of the others."""
    unit = replace(bench.ordeals("good", "table_and_no_result", "good"), alone=True)
    receipt = guard.work(unit)
    assert [item.outcome for item in receipt.items] == [Outcome.READ, Outcome.FAILED, Outcome.READ]
    assert [part.table for part in receipt.parts] == ["sighting"]
    found = bench.rows("sighting", [receipt])["item_id"].to_pylist()
    assert found == [unit.items[0].item_id, unit.items[2].item_id]


def test_members_that_were_whole_before_a_crash_stay(bench: Bench, guard: Guard) -> None:
    receipt = guard.work(bench.ordeals("members_backwards"))
    assert [member.index for member in receipt.members] == [1]
    assert receipt.items[0].outcome is Outcome.FAILED


def test_no_descriptor_is_left_behind(bench: Bench, guard: Guard) -> None:
    guard.work(bench.ordeals("good"))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for word in ("good", "segv", "garbage", "one_member", "nothing"):
        guard.work(bench.ordeals(word, "good"))
    guard.work(bench.unit(replace(bench.item("good"), size=99), hashed=True))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
