"""Order in the ledger: which item comes before which, who is whose duplicate, and what is left pending."""

from __future__ import annotations

from leakassay.case.case import Case
from leakassay.model.outcomes import Outcome, Reason

_ORIGINAL = (
    "duplicate_of = case when item.size_bytes > 0 then (select o.item_id from item as o where o.sha256 = item.sha256 "
    "and o.sha256 <> '' and o.size_bytes = item.size_bytes and o.seq < item.seq order by o.seq limit 1) end"
)
"""The first item of equal content, in the order of the ledger; null for an item that is it itself.

What is empty is asked about at all only here, outside the question: else each of a million empty files would walk past
all the empty ones before it.
"""


def settle_sources(case: Case) -> int:
    """Tell duplicates from originals among the hashed items of the sources, and let them be read.

    They bear their number from the listing on. An item is settled once every earlier one of its size is hashed, so that
    no answer depends on which worker was quicker.

    Returns:
        How many are settled.
    """
    rows = case.ledger.rows(
        "select item_id from item indexed by item_unnumbered where ready = 0 and hashed = 1 and parent_id is null "
        "and not exists (select 1 from item as o where o.hashed = 0 and o.done = 0 and o.size_bytes = item.size_bytes "
        "and o.seq < item.seq) order by seq"
    )
    with case.ledger.transaction():
        case.ledger.execute_many(
            f"update item set ready = 1, {_ORIGINAL} where item_id = ?",  # noqa: S608  our own words
            [(row["item_id"],) for row in rows],
        )
    return len(rows)


def settle_members(case: Case) -> bool:
    """Number the members of a round in the order parent, then index, and tell duplicates from originals.

    Only between rounds: then the numbers do not depend on the number of workers or on interruptions.

    Returns:
        False while a round is under way.
    """
    ledger = case.ledger
    if ledger.one("select 1 from item where wave > 0 limit 1"):
        return False
    rows = ledger.rows(
        "select item.item_id from item indexed by item_new join item as parent on parent.item_id = item.parent_id "
        "where item.seq is null order by parent.seq, item.member_index"
    )
    if not rows:
        return True
    first = int(ledger.one("select coalesce(max(seq), 0) from item where seq is not null")) + 1
    with ledger.transaction():
        ledger.execute_many(
            "update item set seq = ?, ready = 1 where item_id = ?",
            [(first + number, row["item_id"]) for number, row in enumerate(rows)],
        )
        ledger.execute(f"update item set {_ORIGINAL} where seq >= ?", (first,))  # noqa: S608  our own words
        gone = ledger.rows(
            "select spool from item where seq >= ? and duplicate_of is not null and spool <> ''", (first,)
        )
        ledger.execute("update item set spool = '' where seq >= ? and duplicate_of is not null", (first,))
    for row in gone:
        (case.spool / row["spool"]).unlink(missing_ok=True)
    return True


_DUPLICATES = """
update item set done = n.done, reader = n.reader, reader_version = n.reader_version, records = 0, outcome = n.outcome,
  reason = n.reason, bytes_read = n.bytes_read
from (
  select c.item_id, o.done, o.reader, o.reader_version,
    case when o.sound <> 'read' then o.sound when c.flaw <> '' then 'read_partly' else 'read' end as outcome,
    case when o.sound = 'read' then c.flaw else o.reason end as reason,
    case when o.sound in ('read', 'empty', 'known_file') then c.own_bytes
         when c.own_bytes = o.own_bytes then o.bytes_read else 0 end as bytes_read
  from item as c join (
    select *, case when outcome = 'read_partly' and flaw <> '' and reason = flaw then 'read' else outcome end as sound
    from item) as o on o.item_id = c.duplicate_of) as n
where n.item_id = item.item_id
  and (item.done, item.reader, item.reader_version, item.records, item.outcome, item.reason, item.bytes_read)
   is not (n.done, n.reader, n.reader_version, 0, n.outcome, n.reason, n.bytes_read)
"""
"""A flaw (a member that was cut off) is the copy's own: it is not handed on, and not lost with a sound original."""


def settle_duplicates(case: Case) -> None:
    """Give every duplicate the outcome of its original, unless it has it."""
    with case.ledger.transaction():
        case.ledger.execute(_DUPLICATES)


def settle_pending(case: Case, reason: Reason) -> int:
    """Give every item that is not done the outcome pending, so that the equation of a partial run closes too.

    Returns:
        How many are pending.
    """
    with case.ledger.transaction():
        case.ledger.execute(
            "update item set outcome = ?, reason = ?, bytes_read = 0 where done = 0", (Outcome.PENDING, reason)
        )
    return int(case.ledger.one("select count(*) from item where outcome = ?", (Outcome.PENDING,)))


def reopen_lost(case: Case) -> int:
    """Have containers opened again whose members wait without their bytes (the spool does not survive everything).

    Returns:
        How many top-level containers are opened again.
    """
    rows = case.ledger.rows(
        "select item_id, parent_id, spool from item where parent_id is not null and duplicate_of is null and done = 0"
    )
    lost = [row for row in rows if not row["spool"] or not (case.spool / row["spool"]).exists()]
    again: set[int] = set()
    for row in lost:
        parent = row["parent_id"]
        while parent is not None:
            again.add(parent)
            parent = case.ledger.one("select parent_id from item where item_id = ?", (parent,))
    with case.ledger.transaction():
        case.ledger.execute_many(  # they are out of the wave until their bytes are back
            "update item set spool = '', wave = 0 where item_id = ?", [(row["item_id"],) for row in lost]
        )
        case.ledger.execute_many(
            "update item set opened = 0, cursor = 0, wave = 0, done = 0, outcome = '', reason = '' where item_id = ?",
            [(item_id,) for item_id in sorted(again)],
        )
    return len(again)


def forget_stale(case: Case, current: dict[str, str]) -> int:
    """Undo readings that another version or other settings made; they are done again.

    Args:
        case: the case.
        current: work key by format name, as this run would record it.

    Returns:
        How many items are read again.
    """
    stale = [
        (row["work_key"], row["format"])
        for row in case.ledger.rows("select distinct work_key, format from item where work_key <> ''")
        if current.get(row["format"]) != row["work_key"]
    ]
    items: list[int] = []
    for key in stale:
        rows = case.ledger.rows("select item_id from item where work_key = ? and format = ? and done = 1", key)
        items += [row["item_id"] for row in rows]
    return forget(case, items)


_STALE_UNITS = (
    "select unit_id from item where unit_id <> 0 and item_id in (select item_id from stale) union "
    "select unit_id from range where item_id in (select item_id from stale)"
)


def forget(case: Case, items: list[int], *, reopen: bool = False) -> int:
    """Undo what became of items: their outcomes, their parts, and those of whoever shares a part with them.

    Members whose bytes are gone wait until `reopen_lost` has had their container opened again.

    Args:
        case: the case.
        items: which, as the ledger numbers them.
        reopen: True when containers among them are opened anew; one that ran into its total goes on where it stood.

    Returns:
        How many items are done again.
    """
    if not items:
        return 0
    ledger = case.ledger
    with ledger.transaction():
        ledger.execute("create temp table if not exists stale (item_id integer primary key)")
        ledger.execute("delete from stale")
        ledger.execute_many("insert or ignore into stale values (?)", [(item_id,) for item_id in items])
        ledger.execute(  # a part may hold rows of several items: all of them are read again
            f"insert or ignore into stale select item_id from item where unit_id in ({_STALE_UNITS})"  # noqa: S608  our own words
        )
        ledger.execute(f"delete from part where unit_id in ({_STALE_UNITS})")  # noqa: S608  our own words
        ledger.execute("delete from range where item_id in (select item_id from stale)")
        count = ledger.execute(
            "update item set done = 0, outcome = '', reason = '', bytes_read = 0, records = 0, work_key = '', "
            "unit_id = 0, budget = 0, opened = case when ? and reason <> 'limit_total' then 0 else opened end, "
            "cursor = case when ? and reason <> 'limit_total' then 0 else cursor end, "
            "container = case when ? and flaw = 'limit_depth' then 1 else container end, "
            "flaw = case when ? and flaw = 'limit_depth' then '' else flaw end "
            "where item_id in (select item_id from stale)",
            (reopen,) * 4,
        )
    case.sweep()
    return count
