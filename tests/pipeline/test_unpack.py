"""Unpacking in the ledger: sets of volumes, totals, attachments; what a container alone does is in test_commit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.case import laws
from leakassay.engine.limits import Limits
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, MemberReceipt, Receipt
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.unpack import Unpacker


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=100)
    yield found
    found.close()


def member(index: int, packed: int = 40, **said: Any) -> MemberReceipt:
    base = {"parent_id": 1, "index": index, "name": b"f", "size": 10, "packed_bytes": packed, "declared_bytes": -1}
    more = {"modified_at": None, "sha256": "ab", "spool": f"s{index}", "format": "text", "media_type": ""}
    return MemberReceipt(**{**base, **more, **said})


def take(case, *members: MemberReceipt, outcome: Outcome = Outcome.READ, reason: Reason = Reason.NONE, **facts: int):
    unpacker = Unpacker(case, formats_by_name(), Limits())
    receipt = Receipt(9, (ItemReceipt(1, outcome, reason, facts={"cursor": -1, **facts}),), (), members)
    with case.ledger.transaction():
        return unpacker.take(receipt)


def column(case, name: str) -> list[Any]:
    return [row[0] for row in case.ledger.rows(f"select {name} from item where parent_id is null order by item_id")]


def a_set(case) -> None:
    closed: dict[str, Any] = {"outcome": "", "done": 0, "container": 1}
    add_item(case, 1, size_bytes=50, own_bytes=50, format="zip", **closed)
    add_item(case, 2, size_bytes=50, own_bytes=50, volume_of=1, volume_place=2, **closed)


def test_members_draw_on_the_volumes_in_their_order(case) -> None:
    """The law closes: what members hold, the files of the set hold no more."""
    a_set(case)
    take(case, member(0), member(1, 45))
    assert column(case, "own_bytes") == [0, 15]
    assert column(case, "outcome") == ["read", "read"]
    assert column(case, "records") == [2, 0]
    assert laws.balance(case.ledger).overdrawn == 0


def test_volumes_share_the_fate_of_their_lead(case) -> None:
    a_set(case)
    take(case, outcome=Outcome.ENCRYPTED, reason=Reason.PASSWORD)
    assert list(zip(column(case, "outcome"), column(case, "reason"), strict=True)) == [("encrypted", "password")] * 2


def test_a_member_that_was_refused_is_seen_for_the_first_time_when_it_is_allowed(case) -> None:
    add_item(case, 1, size_bytes=100, own_bytes=100, format="zip", container=1, outcome="", done=0)
    take(case, member(0, spool="", sha256="", outcome=Outcome.REFUSED, reason=Reason.LIMIT_RATIO, size=40))
    with case.ledger.transaction():
        case.ledger.execute("update item set done = 0, outcome = '', reason = ''")
    take(case, member(0))
    found = case.ledger.rows("select size_bytes, packed_bytes, own_bytes, sha256, spool from item where parent_id = 1")
    assert [row[:] for row in found] == [(10, 40, 10, "ab", "s0")]
    assert column(case, "own_bytes") == [60]


def test_attachments_leave_the_bytes_of_a_mail_to_its_reader(case) -> None:
    add_item(case, 1, size_bytes=100, own_bytes=100, format="eml", container=1, outcome="", done=0)
    take(case, member(0))
    assert (column(case, "done"), column(case, "opened"), column(case, "own_bytes")) == ([0], [1], [60])


def test_a_mail_whose_attachments_failed_is_not_read_to_its_end(case) -> None:
    """The opener crashed: whatever the reader says of the text, the mail is read partly."""
    add_item(case, 1, size_bytes=100, own_bytes=100, format="eml", container=1, outcome="", done=0)
    take(case, outcome=Outcome.FAILED, reason=Reason.CRASHED)
    assert (column(case, "flaw"), column(case, "done")) == (["crashed"], [0])


def test_a_mail_too_deep_is_read_and_its_attachments_are_not(case) -> None:
    add_item(
        case, 1, size_bytes=100, own_bytes=100, format="zip", container=1, outcome="", done=0, depth=Limits().depth
    )
    take(case, member(0, format="eml"))
    found = case.ledger.rows("select container, flaw, done from item where parent_id = 1")[0]
    assert found[:] == (0, "limit_depth", 0)


def test_what_is_unpacked_below_a_file_is_added_up(case) -> None:
    add_item(case, 1, size_bytes=100, own_bytes=100, format="zip", container=1, outcome="", done=0, root_id=1)
    take(case, member(0), member(1))
    assert case.ledger.rows("select members, bytes from root where item_id = 1")[0][:] == (2, 20)


def test_a_member_is_opened_where_it_said_so(case) -> None:
    add_item(case, 1, size_bytes=100, own_bytes=100, format="zip", container=1, outcome="", done=0)
    take(case, member(0, 20, format="hl7v2", opens=False), member(1, 20, format="hl7v2"))
    assert [
        row[0] for row in case.ledger.rows("select container from item where parent_id = 1 order by member_index")
    ] == [0, 1]
