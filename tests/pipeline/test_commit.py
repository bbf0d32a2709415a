"""Committing: bytes of containers are taken up by their members, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.engine.limits import Limits
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, MemberReceipt, Receipt, WorkItem, WorkUnit
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.commit import Committer


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=100)
    add_item(found, 1, name=b"a.zip", size_bytes=100, own_bytes=100, format="zip", container=1, outcome="", done=0)
    yield found
    found.close()


def member(index: int, packed: int = 40, **said: object) -> MemberReceipt:
    base = {"parent_id": 1, "index": index, "name": b"f", "size": 10, "packed_bytes": packed}
    base |= {"declared_bytes": -1, "modified_at": None, "sha256": "ab", "spool": f"s{index}"}
    more = {"format": "text", "media_type": "text/plain"}
    return MemberReceipt(**{**base, **more, **said})


def opened(case, *members: MemberReceipt, outcome: Outcome | None = Outcome.READ, **facts: int) -> dict[str, object]:
    receipt = Receipt(9, (ItemReceipt(1, outcome, Reason.NONE, facts={"cursor": -1, **facts}),), (), members)
    Committer(case, formats_by_name(), Limits()).opened(receipt)
    return dict(case.ledger.rows("select * from item where item_id = 1")[0])


def test_a_container_keeps_what_no_member_holds(case) -> None:
    row = opened(case, member(0), member(1))
    assert (row["own_bytes"], row["outcome"], row["bytes_read"], row["records"]) == (20, "read", 20, 2)


def test_members_that_claim_more_than_there_is_are_flagged(case) -> None:
    """Overlapping members of a bomb: the law closes, the container is read partly."""
    row = opened(case, member(0, 80), member(1, 80))
    assert (row["own_bytes"], row["outcome"], row["reason"]) == (0, "read_partly", "limit_overlap")


def test_a_member_that_broke_before_its_first_byte_is_not_called_empty(case) -> None:
    """A bzip2 whose only block is damaged yields nothing: a loss with a reason, not an empty file."""
    opened(case, member(0, size=0, reason=Reason.MALFORMED), member(1, size=0))
    rows = case.ledger.rows("select outcome, reason from item where parent_id = 1 order by member_index")
    assert [tuple(row) for row in rows] == [("failed", "malformed"), ("empty", "no_bytes")]


def test_a_container_opened_twice_counts_its_members_once(case) -> None:
    opened(case, member(0))
    assert opened(case, member(0), member(1))["own_bytes"] == 20
    assert case.ledger.one("select count(*) from item where parent_id = 1") == 2


def test_a_pause_is_kept_and_gone_on_from(case) -> None:
    row = opened(case, member(0), outcome=None, cursor=1)
    assert (row["cursor"], row["done"], row["opened"]) == (1, 0, 0)


def test_a_container_without_members_has_failed(case) -> None:
    assert opened(case)["outcome"] == "failed"


def test_gaps_are_not_read(case) -> None:
    assert opened(case, member(0), gap_bytes=25)["bytes_read"] == 35


def test_a_container_that_failed_half_way_leaves_its_rest_unread(case) -> None:
    row = opened(case, member(0), outcome=Outcome.REFUSED)
    assert (row["outcome"], row["own_bytes"], row["bytes_read"]) == ("read_partly", 60, 0)


def test_a_container_whose_own_bytes_were_lost_waits(case) -> None:
    receipt = Receipt(9, (ItemReceipt(1, Outcome.PENDING, Reason.INTERRUPTED),))
    Committer(case, formats_by_name(), Limits()).opened(receipt)
    assert case.ledger.rows("select done, opened, outcome from item where item_id = 1")[0][:] == (0, 0, "")


def test_a_container_too_deep_is_refused(case) -> None:
    with case.ledger.transaction():
        case.ledger.execute("update item set depth = ?, seq = 1", (Limits().depth - 1,))
    opened(case, member(0, format="zip"))
    assert case.ledger.one("select reason from item where parent_id = 1") == "limit_depth"


def test_the_media_type_is_the_catalogues_whatever_a_cell_says(case) -> None:
    opened(case, member(0, media_type="<script>"), member(1, format="no_such_format", media_type="x"))
    found = case.ledger.rows("select media_type, outcome from item where parent_id = 1 order by member_index")
    assert [row[:] for row in found] == [("text/plain", ""), ("application/octet-stream", "unsupported")]


def test_a_program_is_in_quarantine_and_its_bytes_are_not_kept(case) -> None:
    opened(case, member(0, format="exe"), member(1, format="chm"))
    found = case.ledger.rows("select outcome, reason, spool from item where parent_id = 1 order by member_index")
    assert [row[:] for row in found] == [("unsupported", "executable", ""), ("unsupported", "no_reader", "")]


def test_ranges_end_in_the_worst_of_their_outcomes(case) -> None:
    add_item(case, 2, outcome="", done=0, size_bytes=50, own_bytes=50, format="text")
    with case.ledger.transaction():
        case.ledger.execute_many(
            "insert into range (item_id, offset, length, unit_id) values (2, ?, 25, ?)", [(0, 5), (25, 6)]
        )
    item, committer = WorkItem(2, 1, 50, format="text"), Committer(case, formats_by_name(), Limits())
    for unit_id, outcome in ((5, Outcome.READ), (6, None)):
        unit = WorkUnit(unit_id, "a:b", (item,), offset=0 if unit_id == 5 else 25, length=25)
        committer.read(unit, Receipt(unit_id, (ItemReceipt(2, outcome, Reason.NONE, 25, 3),)), {2: ("r", "v", "k")})
    row = case.ledger.rows("select outcome, bytes_read, records, done from item where item_id = 2")[0]
    assert row[:] == ("read_partly", 50, 6, 1)


def opened_as(case, form: str, *members: MemberReceipt, outcome: Outcome = Outcome.READ, reason: Reason = Reason.NONE):
    """A container of some format that was opened."""
    case.ledger.execute("update item set format = ? where item_id = 1", (form,))
    receipt = Receipt(9, (ItemReceipt(1, outcome, reason, facts={"cursor": -1}),), (), members)
    Committer(case, formats_by_name(), Limits()).opened(receipt)
    return dict(case.ledger.rows("select * from item where item_id = 1")[0])


def test_a_document_without_a_reader_stays_unread_however_much_is_attached(case) -> None:
    """Its members are items; its own bytes are nobody's."""
    for members in ((), (member(0),)):
        row = opened_as(case, "ole", *members)
        assert (row["done"], row["outcome"], row["reason"], row["bytes_read"]) == (1, "unsupported", "no_reader", 0)
    assert row["own_bytes"] == 60


def test_attachments_stay_in_the_partition_of_their_mail(case) -> None:
    """Folders in their names are no folders of the dump: a mailbox of a thousand mails is not a thousand partitions."""
    opened_as(case, "mbox", member(0, name=b"mail 1/a.csv"), member(1, name=b"mail 2/a.csv"))
    found = case.ledger.rows("select distinct partition_id from item where item_id = 1 or parent_id = 1")
    assert len(found) == 1


def test_a_document_that_cannot_be_opened_says_why(case) -> None:
    row = opened_as(case, "ole", outcome=Outcome.FAILED, reason=Reason.MALFORMED)
    assert (row["outcome"], row["reason"]) == ("failed", "malformed")


@pytest.mark.parametrize(
    ("outcome", "reason", "becomes"),
    [
        (Outcome.READ, Reason.NONE, ("read", "")),
        (Outcome.READ_PARTLY, Reason.TRUNCATED, ("read_partly", "truncated")),
        (Outcome.FAILED, Reason.CRASHED, ("read_partly", "crashed")),
    ],
)
def test_a_mail_whose_attachments_could_not_be_had_is_read_partly(case, outcome, reason, becomes) -> None:
    """The reader knows its body only: what the opener lost is not forgotten."""
    row = opened_as(case, "eml", outcome=outcome, reason=reason)
    assert (row["done"], row["opened"]) == (0, 1)
    unit = WorkUnit(7, "read", (WorkItem(1, 1, size=100),))
    read = Receipt(7, (ItemReceipt(1, Outcome.READ, Reason.NONE, 100, 1),), (), ())
    Committer(case, formats_by_name(), Limits()).read(unit, read, {1: ("mail.eml", "1", "k")})
    row = dict(case.ledger.rows("select * from item where item_id = 1")[0])
    assert (row["outcome"], row["reason"]) == becomes
