"""Versions of the ledger's schema: one line a step, so that a ledger of yesterday gets today's columns."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

_REPORT_VERSION = (
    "create table report_version (number integer primary key, at text not null, ledger_root text not null, "
    "seal text not null, manifest_sha256 text not null, items integer not null) strict"
)

_ANCHORS = "create table range_anchor (unit_id integer primary key, anchors text not null) strict"

_FLOW = """
alter table item add column root_id integer not null default 0;
alter table item add column volume_of integer;
alter table item add column volume_place integer not null default 0;
alter table item add column budget integer not null default 0;
alter table item add column unit_id integer not null default 0;
drop index if exists item_open;
create index item_unhashed on item (size_bytes, seq) where hashed = 0 and done = 0;
create index item_unnumbered on item (seq) where ready = 0 and hashed = 1 and parent_id is null;
create index item_readable on item (seq) where ready = 1 and done = 0 and duplicate_of is null
  and volume_place = 0 and (container = 0 or opened = 1);
create index item_closed on item (depth, seq) where ready = 1 and done = 0 and duplicate_of is null
  and container = 1 and opened = 0;
create index item_wave on item (seq) where wave > 0;
create index item_pending on item (item_id) where done = 0;
create index item_spooled on item (size_bytes) where spool <> '';
create index item_volume on item (volume_of) where volume_of is not null;
create index item_volume_waits on item (parent_id) where volume_place <> 0 and volume_of is null;
create index item_unit on item (unit_id) where unit_id <> 0;
create index item_work on item (work_key, format) where work_key <> '';
create index range_open on range (item_id) where done = 0;
create index part_unit on part (unit_id);
create table root (item_id integer primary key, members integer not null default 0, bytes integer not null default 0)
  strict;
create table item_digest (item_id integer primary key, digest text not null) strict;
update item set seq = (select coalesce(max(seq), 0) from item) + n.place from
  (select item_id as i, row_number() over (order by source.ordinal, member_index) as place
   from item join source using (source_id) where seq is null and parent_id is null) as n where n.i = item.item_id;
update item set root_id = top.root from
  (with recursive chain(i, root) as (select item_id, item_id from item where parent_id is null
   union all select item.item_id, chain.root from item join chain on item.parent_id = chain.i)
   select i, root from chain) as top where top.i = item.item_id;
update item set unit_id = coalesce((select part.unit_id from part_item join part using (name)
  where part_item.item_id = item.item_id limit 1), 0)
  where not exists (select 1 from range where range.item_id = item.item_id);
drop table part_item
"""
"""Every item of a source has its number from the listing on, and a part belongs to its unit."""

_LINEAR = """
drop index item_parent;
create index item_parent on item (parent_id, member_index) where parent_id is not null;
create index item_listed on item (seq) where hashed = 0 and done = 0 and parent_id is null
"""
"""What a million files of one folder need: an index that holds them all is no index."""

_CLUSTERED = """
alter table item rename to item_before;
create table item (item_id integer not null unique, seq integer, source_id integer not null, parent_id integer,
  member_index integer not null, partition_id integer not null, depth integer not null, name_sealed blob not null,
  size_bytes integer not null, packed_bytes integer not null default 0, own_bytes integer not null, modified_at
  integer, stamp text not null default '', sha256 text not null default '', media_type text not null default '',
  format text not null default '', container integer not null default 0, wave integer not null default 0, cursor
  integer not null default 0, hashed integer not null default 0, opened integer not null default 0, ready integer
  not null default 0, done integer not null default 0, outcome text not null default '', reason text not null
  default '', flaw text not null default '', bytes_read integer not null default 0, records integer not null default
  0, gap_bytes integer not null default 0, reader text not null default '', reader_version text not null default '',
  work_key text not null default '', duplicate_of integer, spool text not null default '', root_id integer not null
  default 0, volume_of integer, volume_place integer not null default 0, budget integer not null default 0, unit_id
  integer not null default 0) strict;
insert into item (item_id, seq, source_id, parent_id, member_index, partition_id, depth, name_sealed, size_bytes,
  packed_bytes, own_bytes, modified_at, stamp, sha256, media_type, format, container, wave, cursor, hashed, opened,
  ready, done, outcome, reason, flaw, bytes_read, records, gap_bytes, reader, reader_version, work_key,
  duplicate_of, spool, root_id, volume_of, volume_place, budget, unit_id) select item_id, seq, source_id, parent_id,
  member_index, partition_id, depth, name_sealed, size_bytes, packed_bytes, own_bytes, modified_at, stamp, sha256,
  media_type, format, container, wave, cursor, hashed, opened, ready, done, outcome, reason, flaw, bytes_read,
  records, gap_bytes, reader, reader_version, work_key, duplicate_of, spool, root_id, volume_of, volume_place,
  budget, unit_id from item_before order by seq is null, seq, parent_id, member_index;
drop table item_before;
create index item_unhashed on item (size_bytes, seq) where hashed = 0 and done = 0;
create index item_unnumbered on item (seq) where ready = 0 and hashed = 1 and parent_id is null;
create index item_readable on item (seq) where ready = 1 and done = 0 and duplicate_of is null and volume_place = 0
  and (container = 0 or opened = 1);
create index item_closed on item (depth, seq) where ready = 1 and done = 0 and duplicate_of is null and container =
  1 and opened = 0;
create index item_wave on item (seq) where wave > 0;
create index item_pending on item (member_index) where done = 0;
create index item_spooled on item (size_bytes) where spool <> '';
create index item_volume on item (volume_of) where volume_of is not null;
create index item_volume_waits on item (parent_id) where volume_place <> 0 and volume_of is null;
create index item_unit on item (unit_id) where unit_id <> 0;
create index item_work on item (work_key, format) where work_key <> '';
create index item_number on item (seq) where seq is not null;
create index item_new on item (parent_id, member_index) where seq is null;
create index item_content on item (sha256, size_bytes, seq) where sha256 <> '';
create index item_parent on item (parent_id, member_index) where parent_id is not null;
create index item_listed on item (seq) where hashed = 0 and done = 0 and parent_id is null
"""
"""Rows in the order in which they were written, so that a unit's rows share pages."""

STEPS: tuple[tuple[str, ...], ...] = (
    (),  # 1: the ledger of case format 1
    (_REPORT_VERSION,),  # 2: what was sealed at the end of each run
    tuple(_FLOW.split(";")),  # 3: openings by instalments, sets of volumes, budgets, parts by unit, known files
    tuple(_LINEAR.split(";")),  # 4: indexes by which hashing and settling cost the same for each item
    tuple(_CLUSTERED.split(";")),  # 5: items lie in the order of the listing, not of their ids
    (_ANCHORS,),  # 6: places that the reader of a range looks at besides it
)
"""What leads from one schema to the next. A new column is one more line here, beside its line in ledger.sql:
`("alter table item add column pages integer not null default 0",),`. A step is never changed once it was released; a
test compares a ledger that took every step with a fresh one."""

LATEST = len(STEPS)


def known(db: sqlite3.Connection) -> int:
    """Schema of a ledger: 0 for an empty file; 1 when it says none, as ledgers of format 1 do."""
    if db.execute("select count(*) from sqlite_schema where name = 'meta'").fetchone()[0] == 0:
        return 0
    row = db.execute("select value from meta where key = 'schema'").fetchone()
    return int(row[0]) if row and str(row[0]).isdecimal() else 1


def make(db: sqlite3.Connection) -> None:
    """Make a fresh ledger of the latest schema, wholly or not at all."""
    text = files("leakassay.case").joinpath("schema", "ledger.sql").read_text(encoding="utf-8")
    stamp = f"insert or ignore into meta values ('schema', '{LATEST}')"  # noqa: S608  a number of ours
    db.executescript(f"begin immediate;\n{text};\n{stamp};\ncommit;")


def step(db: sqlite3.Connection) -> None:
    """Take the steps that are missing; the caller holds a transaction."""
    for number in range(known(db), LATEST):
        for statement in STEPS[number]:
            db.execute(statement)
    db.execute("insert or replace into meta values ('schema', ?)", (str(LATEST),))
