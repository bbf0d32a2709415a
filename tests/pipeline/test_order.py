"""Order in the ledger: copies, what is pending, what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.model.outcomes import Reason
from leakassay.pipeline import order, schedule, volumes

OPEN = {"outcome": "", "done": 0, "hashed": 1}


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=1000)
    found.spool.mkdir()
    yield found
    found.close()


def column(case, name: str) -> list[object]:
    return [row[0] for row in case.ledger.rows(f"select {name} from item order by item_id")]


def test_the_first_of_equal_content_is_the_original(case) -> None:
    for number, content in enumerate(["aa", "bb", "aa", "aa"], start=1):
        add_item(case, number, seq=number, member_index=number, sha256=content, **OPEN)
    assert order.settle_sources(case) == 4
    assert column(case, "ready") == [1] * 4
    assert column(case, "duplicate_of") == [None, None, 1, 1]


def test_a_file_waits_for_the_hash_of_every_earlier_one_of_its_size(case) -> None:
    """Which of two is the original must not depend on which was hashed first."""
    add_item(case, 1, seq=1, sha256="", outcome="", done=0, hashed=0)
    add_item(case, 2, seq=2, sha256="aa", **OPEN)
    add_item(case, 3, seq=3, sha256="bb", size_bytes=99, **OPEN)
    assert order.settle_sources(case) == 1
    with case.ledger.transaction():
        case.ledger.execute("update item set hashed = 1, sha256 = 'aa' where item_id = 1")
    order.settle_sources(case)
    assert (column(case, "ready"), column(case, "duplicate_of")) == ([1, 1, 1], [None, 1, None])


def test_empty_items_and_items_without_a_hash_are_nobodys_copy(case) -> None:
    for number, content in ((1, "aa"), (2, "aa"), (3, ""), (4, "")):
        add_item(case, number, seq=number, sha256=content, size_bytes=0 if content else 5, **OPEN)
    order.settle_sources(case)
    assert column(case, "duplicate_of") == [None] * 4


@pytest.mark.parametrize("size", [0, 5])
def test_a_crowd_of_equal_items_costs_a_step_each(case, size: int) -> None:
    """Steps of the database, not seconds: a walk past all earlier ones would take a thousand a row."""
    add_item(case, 1, seq=1, member_index=1, sha256="aa", size_bytes=size, **OPEN)
    names = [row["name"] for row in case.ledger.rows("select name from pragma_table_info('item')")]
    here = ", ".join({"item_id": "n", "seq": "n", "member_index": "n"}.get(name, name) for name in names)
    with case.ledger.transaction():
        case.ledger.execute(
            "insert into item with recursive c(n) as (select 2 union all select n + 1 from c where n < 2000) "
            f"select {here} from c, item where item_id = 1"
        )
    ticks: list[int] = []
    case.ledger._db.set_progress_handler(lambda: ticks.append(1), 1000)
    order.settle_sources(case)
    assert 0 < len(ticks) < 2000
    assert sum(found is not None for found in column(case, "duplicate_of")) == (1999 if size else 0)


def test_what_is_asked_between_units_costs_the_same_however_many_wait(case) -> None:
    """Copies that wait for their original's outcome and members that are numbered: nobody walks past them."""
    add_item(case, 1, seq=1, member_index=1, sha256="aa", ready=1, duplicate_of=7, **OPEN)
    add_item(case, 2, seq=2, member_index=1, sha256="aa", ready=1, duplicate_of=7, parent_id=1, **OPEN)
    names = [row["name"] for row in case.ledger.rows("select name from pragma_table_info('item')")]
    with case.ledger.transaction():
        for first in (1, 2):
            put = {"item_id": f"n + {first}0000", "seq": f"n + {first}0000", "member_index": "n"}
            here = ", ".join(put.get(name, name) for name in names)
            case.ledger.execute(
                "insert into item with recursive c(n) as (select 2 union all select n + 1 from c where n < 3000) "
                f"select {here} from c, item where item_id = {first}"
            )
        for name in ("hashed", "ready"):
            case.ledger.execute(f"update item set {name} = 0, duplicate_of = null where seq = 13000")
    ticks: list[int] = []
    case.ledger._db.set_progress_handler(lambda: ticks.append(1), 100)
    order.settle_sources(case)
    order.settle_members(case)
    assert schedule.round_units(case, {}) == []
    assert schedule.readable(case, -1) == []
    assert volumes.group(case, {}) == 0
    assert next(schedule.hash_units(case)).items
    assert len(ticks) < 20


def test_members_are_numbered_behind_the_sources_by_parent_and_index(case) -> None:
    add_item(case, 1, seq=1, container=1, ready=1)
    add_item(case, 2, seq=2, container=1, ready=1)
    for number, parent, index in ((3, 2, 0), (4, 1, 1), (5, 1, 0)):
        add_item(case, number, parent_id=parent, member_index=index, spool="s", **OPEN)
    assert order.settle_members(case)
    assert column(case, "seq") == [1, 2, 5, 4, 3]
    assert column(case, "duplicate_of") == [None, None, 1, 1, 1]


def test_nothing_is_numbered_while_a_round_is_under_way(case) -> None:
    add_item(case, 1, seq=1, wave=1, container=1, **OPEN)
    add_item(case, 2, parent_id=1, **OPEN)
    assert not order.settle_members(case)
    assert column(case, "seq") == [1, None]


def test_a_copy_shares_its_originals_fate(case) -> None:
    add_item(case, 1, outcome="read_partly", reason="truncated", bytes_read=4, records=2)
    add_item(case, 2, duplicate_of=1, **OPEN)
    order.settle_duplicates(case)
    assert column(case, "outcome") == ["read_partly"] * 2
    assert (column(case, "bytes_read"), column(case, "records")) == ([4, 4], [2, 0])


def test_a_copy_that_has_its_fate_is_left_alone(case) -> None:
    """Else every further run would seem to have changed something."""
    add_item(case, 1, outcome="read", bytes_read=4, records=2)
    add_item(case, 2, duplicate_of=1, **OPEN)
    order.settle_duplicates(case)
    before = case.ledger.changes
    order.settle_duplicates(case)
    assert case.ledger.changes == before


def test_the_flaw_of_a_cut_off_member_is_its_own(case) -> None:
    """A whole copy of a member that was cut off is read; a cut-off copy of a whole file stays partly read."""
    add_item(case, 1, outcome="read_partly", reason="truncated", flaw="truncated", size_bytes=5, own_bytes=5)
    add_item(case, 2, duplicate_of=1, size_bytes=5, own_bytes=5, **OPEN)
    add_item(case, 3, outcome="read", size_bytes=5, own_bytes=5)
    add_item(case, 4, duplicate_of=3, flaw="bad_checksum", size_bytes=5, own_bytes=5, **OPEN)
    order.settle_duplicates(case)
    assert column(case, "outcome") == ["read_partly", "read", "read", "read_partly"]
    assert column(case, "reason") == ["truncated", "", "", "bad_checksum"]


def test_what_is_not_done_is_pending_for_a_reason(case) -> None:
    add_item(case, 1)
    add_item(case, 2, **OPEN)
    assert order.settle_pending(case, Reason.STAGE_NOT_RUN) == 1
    assert column(case, "reason") == ["", "stage_not_run"]


def test_a_lost_member_has_every_container_around_it_opened_again(case) -> None:
    """Also one that was in a wave; a member whose bytes are there is left alone."""
    (case.spool / "here").write_bytes(b"x")
    add_item(case, 1, container=1, opened=1)
    add_item(case, 2, container=1, opened=1, parent_id=1)
    add_item(case, 3, parent_id=2, spool="gone", wave=1, **OPEN)
    add_item(case, 4, container=1, opened=1)
    add_item(case, 5, parent_id=4, spool="here", **OPEN)
    assert order.reopen_lost(case) == 2
    assert (column(case, "opened"), column(case, "done")) == ([0, 0, 0, 1, 0], [0, 0, 0, 1, 0])
    assert (column(case, "wave"), column(case, "spool")) == ([0] * 5, ["", "", "", "", "here"])


def test_only_what_another_version_read_is_forgotten_with_whoever_shares_its_parts(case) -> None:
    add_item(case, 1, format="text", work_key="old", unit_id=7)
    add_item(case, 2, format="text", work_key="new", unit_id=8)
    add_item(case, 3, format="text", work_key="new", unit_id=7)
    with case.ledger.transaction():
        case.ledger.execute_many("insert into part values (?, 'sighting', ?, '', 1, 1)", [("p", 7), ("q", 8)])
    assert order.forget_stale(case, {"text": "new"}) == 2
    assert column(case, "done") == [0, 1, 0]
    assert [row[0] for row in case.ledger.rows("select name from part")] == ["q"]


def test_parts_of_ranges_go_with_their_item(case) -> None:
    add_item(case, 1, format="text", work_key="old")
    with case.ledger.transaction():
        case.ledger.execute("insert into range (item_id, offset, length, unit_id, done) values (1, 0, 5, 70, 1)")
        case.ledger.execute("insert into part values ('p', 'sighting', 70, '', 1, 1)")
    order.forget_stale(case, {"text": "new"})
    assert case.ledger.one("select count(*) from part") == case.ledger.one("select count(*) from range") == 0


def test_a_container_that_is_forgotten_is_opened_anew_but_for_one_that_used_up_its_total(case) -> None:
    add_item(case, 1, container=1, opened=1, cursor=5, reason="timed_out")
    add_item(case, 2, container=1, opened=0, cursor=5, reason="limit_total")
    order.forget(case, [1, 2], reopen=True)
    assert (column(case, "opened"), column(case, "cursor")) == ([0, 0], [0, 5])
