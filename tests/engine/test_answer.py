"""Answers of cells, taken at their word within limits."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bench import KEYS, SMALL, Bench
from leakassay.engine.answer import MAX_NAME_BYTES, MemberIntake, item_receipt
from leakassay.engine.wire import Frame, Kind
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import WorkItem, WorkUnit

ITEM = WorkItem(item_id=1, source_id=2, size=100, own_bytes=80)
UNIT = WorkUnit(3, "x:y", (ITEM,))


def judged(said: dict[str, Any] | None, unit: WorkUnit = UNIT):
    return item_receipt(ITEM, "", said, None, -1, unit)


def test_no_more_is_read_than_there_is() -> None:
    said = {"outcome": "read", "records": 1, "bytes_read": 1000}
    assert judged(said).bytes_read == 80
    assert judged(said, replace(UNIT, offset=50, length=30)).bytes_read == 30


def test_bytes_without_a_record_are_never_read() -> None:
    found = judged({"outcome": "read", "records": 0, "bytes_read": 80})
    assert (found.outcome, found.reason, found.bytes_read) == (Outcome.FAILED, Reason.NO_TEXT, 0)


def test_an_item_that_was_passed_over_has_crashed() -> None:
    assert judged(None).reason is Reason.CRASHED


def test_only_the_guard_puts_off(tmp_path) -> None:
    """A cell that says `interrupted` would be asked again for ever."""
    for reason in ("interrupted", "stage_not_run", "vanished"):
        assert judged({"outcome": "pending", "reason": reason}).reason is Reason.BAD_ANSWER


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("outcome", "reason", "bytes_read", "records", "facts"), _json))
)
def test_whatever_a_cell_says_becomes_a_receipt_that_the_ledger_can_hold(said: dict[str, Any]) -> None:
    found = judged(said)
    assert 0 <= found.bytes_read <= 80
    assert 0 <= found.records < 1 << 63
    assert 0 <= found.facts.get("gap_bytes", 0) < 1 << 63


class Opening:
    """One opening, fed by hand."""

    def __init__(self, bench: Bench, container_bytes: int = 1 << 40, **limits: int) -> None:
        self.bench = bench
        limited = replace(SMALL, **limits)
        self.intake = MemberIntake(bench.folder / "spool", KEYS, limited, 5, container_bytes=container_bytes)

    def say(self, kind: Kind, said: dict[str, Any] | None = None, data: bytes = b"") -> bool:
        payload = data if said is None else orjson.dumps(said)
        return self.intake.take(Frame(kind, 0, 0, memoryview(payload)), parent_id=77)

    def member(self, index: int, content: bytes, packed: int = 10, **more: Any) -> bool:
        self.say(Kind.MEMBER, {"index": index, "name": b"a/b".hex(), "packed_bytes": packed, **more})
        going = self.say(Kind.DATA, data=content)
        return going and self.say(Kind.MEMBER_END, {"format": "text", "media_type": "text/plain"})


def test_a_member_is_measured_and_hashed_here(bench: Bench) -> None:
    opening = Opening(bench)
    assert opening.member(3, b"hello", declared_bytes=10**9, modified_at=5)
    (found,) = opening.intake.finish()
    assert (found.size, found.sha256) == (5, hashlib.sha256(b"hello").hexdigest())
    assert (found.index, found.name, found.parent_id, found.declared_bytes) == (3, b"a/b", 77, 10**9)
    assert bench.spooled(found.spool) == b"hello"


def test_a_bomb_is_refused_and_the_opening_goes_on_behind_it(bench: Bench) -> None:
    """Over the floor, more than `member_ratio` bytes for one packed byte."""
    opening = Opening(bench, member_floor_bytes=100, member_ratio=10)
    assert opening.member(0, bytes(100), packed=1)
    assert not opening.member(1, bytes(101), packed=10)
    assert [member.reason for member in opening.intake.finish()] == [Reason.NONE, Reason.LIMIT_RATIO]
    assert opening.intake.cursor == 2
    assert len(bench.files("spool")) == 1


def test_a_member_over_the_size_limit_is_refused(bench: Bench) -> None:
    opening = Opening(bench, member_bytes=10)
    assert not opening.member(0, bytes(11), packed=11)
    assert opening.intake.finish()[0].reason is Reason.LIMIT_SIZE


def in_stream(opening: Opening, index: int, pieces: list[bytes], packed: object = 7) -> bool:
    """A member of one compressed stream: its packed size comes last."""
    opening.say(Kind.MEMBER, {"index": index, "name": "61", "packed_bytes": 0, "streamed": True})
    for piece in pieces:
        opening.say(Kind.DATA, data=piece)
    return opening.say(Kind.MEMBER_END, {"format": "text", "packed_bytes": packed})


def test_a_member_of_a_stream_says_its_packed_size_at_its_end(bench: Bench) -> None:
    opening = Opening(bench, container_bytes=10)
    assert in_stream(opening, 0, [b"hello"])
    assert in_stream(opening, 1, [b"hello"], packed=99)
    assert [member.packed_bytes for member in opening.intake.finish()] == [7, 10]


@pytest.mark.parametrize("packed", [-1, "7", None, 1.5, 1 << 60])
def test_a_packed_size_that_is_none_is_refused(packed: object, bench: Bench) -> None:
    with pytest.raises(ItemError):
        in_stream(Opening(bench), 0, [b"x"], packed=packed)


def test_a_member_that_is_no_part_of_a_stream_cannot_change_its_packed_size(bench: Bench) -> None:
    opening = Opening(bench)
    opening.say(Kind.MEMBER, {"index": 0, "name": "61", "packed_bytes": 3})
    opening.say(Kind.MEMBER_END, {"packed_bytes": 99})
    assert opening.intake.finish()[0].packed_bytes == 3


def test_one_member_of_a_stream_may_be_packed_well(bench: Bench) -> None:
    """Its share is not known while it comes: only all together are held against the container."""
    opening = Opening(bench, member_floor_bytes=10, member_ratio=10, container_bytes=100)
    assert in_stream(opening, 0, [bytes(900)], packed=1)
    with pytest.raises(ItemError) as bomb:
        in_stream(opening, 1, [bytes(101)])
    assert (bomb.value.reason, bomb.value.outcome) == (Reason.LIMIT_RATIO, Outcome.REFUSED)
    assert [member.reason for member in opening.intake.finish()] == [Reason.NONE, Reason.LIMIT_RATIO]


def test_a_member_of_a_stream_over_the_size_limit_is_let_pass_and_the_opening_goes_on(bench: Bench) -> None:
    opening = Opening(bench, member_bytes=10)
    assert in_stream(opening, 0, [bytes(11), bytes(1000)], packed=5)
    assert in_stream(opening, 1, [b"next"])
    refused, after = opening.intake.finish()
    assert (refused.reason, refused.packed_bytes, refused.spool) == (Reason.LIMIT_SIZE, 5, "")
    assert (after.reason, after.size, opening.intake.cursor) == (Reason.NONE, 4, -1)
    assert len(bench.files("spool")) == 1


def test_a_bomb_that_is_let_pass_ends(bench: Bench) -> None:
    opening = Opening(bench, member_bytes=10, member_floor_bytes=100, container_bytes=1)
    with pytest.raises(ItemError):
        in_stream(opening, 0, [bytes(50)] * 100)


def test_a_full_spool_pauses_the_opening(bench: Bench) -> None:
    opening = Opening(bench, spool_bytes=8)
    assert opening.member(0, b"1234")
    assert not opening.member(1, b"5678")
    assert opening.intake.cursor == 2


def test_many_members_pause_the_opening(bench: Bench) -> None:
    opening = Opening(bench, members=2)
    assert [opening.member(index, b"") for index in range(2)] == [True, False]


def test_a_member_under_way_at_the_end_is_dropped(bench: Bench) -> None:
    opening = Opening(bench)
    opening.member(0, b"whole")
    opening.say(Kind.MEMBER, {"index": 1, "name": "", "packed_bytes": 1})
    assert [member.index for member in opening.intake.finish()] == [0]
    assert len(bench.files("spool")) == 1


@pytest.mark.parametrize("index", [-1, 0, "1", None, 1.5, 1 << 60])
def test_an_index_that_is_none_or_does_not_rise_is_refused(index: object, bench: Bench) -> None:
    opening = Opening(bench)
    opening.member(0, b"")
    with pytest.raises(ItemError):
        opening.say(Kind.MEMBER, {"index": index, "name": "", "packed_bytes": 1})


def test_a_time_beyond_the_calendar_is_no_time_and_a_name_beyond_a_zips_is_cut(bench: Bench) -> None:
    opening = Opening(bench)
    opening.say(Kind.MEMBER, {"index": 0, "name": "61" * 70_000, "packed_bytes": 1, "modified_at": 1 << 61})
    opening.say(Kind.MEMBER_END, {})
    (found,) = opening.intake.finish()
    assert (found.modified_at, len(found.name)) == (None, MAX_NAME_BYTES)


_words = ("index", "name", "packed_bytes", "declared_bytes", "modified_at", "outcome", "reason", "streamed")


@given(said=st.fixed_dictionaries({}, optional=dict.fromkeys(_words, _json)))
def test_whatever_is_said_of_a_member_is_a_member_or_a_fault(said: dict[str, Any], tmp_path_factory) -> None:
    opening = Opening(Bench(tmp_path_factory.mktemp("any")))
    try:
        opening.say(Kind.MEMBER, said)
        opening.say(Kind.MEMBER_END, {})
    except ItemError:
        return
    assert opening.intake.finish()[0].packed_bytes >= 0
    opening.intake.discard()
