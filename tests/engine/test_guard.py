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
from leakassay.engine.guard import MAX_SESSIONS, Guard
from leakassay.model.errors import DumpError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import WorkItem, WorkUnit


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


def opening(bench: Bench, item: WorkItem, first: int) -> WorkUnit:
    return bench.unit(item, args={"first": first}, session=item.item_id)


def test_a_container_is_gone_on_with_where_its_cell_stands(bench: Bench) -> None:
    """Instalments of four members; the cell is the same, so that nothing is unpacked twice."""
    guard = Guard(bench.setup, KEYS)
    item = bench.item("ten_members")
    seen, first, cells = [], 0, set()
    while first >= 0:
        receipt = guard.work(opening(bench, item, first))
        seen += [member.index for member in receipt.members]
        cells |= {bench.spooled(member.spool) for member in receipt.members}
        first = receipt.items[0].facts["cursor"]
    guard.stop()
    assert seen == list(range(10))
    assert len(cells) == 1  # each member holds the number of the process that made it


def test_a_container_that_another_guard_began_is_opened_from_its_cursor(bench: Bench, guard: Guard) -> None:
    receipt = guard.work(opening(bench, bench.item("ten_members"), 6))
    assert [member.index for member in receipt.members] == [6, 7, 8, 9]


def test_no_more_sessions_are_kept_than_are_allowed(bench: Bench, guard: Guard) -> None:
    items = [bench.item("ten_members") for _ in range(MAX_SESSIONS + 2)]
    for item in items:
        guard.work(opening(bench, item, 0))
    assert len(guard._sessions) == MAX_SESSIONS
    assert [member.index for member in guard.work(opening(bench, items[0], 4)).members] == [4, 5, 6, 7]
    guard.stop()


def test_a_member_that_is_refused_half_way_ends_the_session(bench: Bench, guard: Guard) -> None:
    receipt = guard.work(opening(bench, bench.item("endless_member"), 0))
    assert (receipt.members[0].reason, receipt.items[0].facts["cursor"]) == (Reason.LIMIT_RATIO, 1)
    assert not guard._sessions
