-- The ledger of record (SQLite, WAL, synchronous=FULL). It holds no name and no value of the dump: names are sealed.
-- Ids are 64-bit patterns folded into SQLite's signed integers.
-- A change here needs its step in case/ledger_schema.py.
create table if not exists meta (key text primary key, value text not null) strict;

create table if not exists source (
  source_id integer primary key, ordinal integer not null unique,
  root_sealed blob not null, label_sealed blob not null, single_file integer not null,
  listed integer not null default 0, files integer not null default 0, bytes integer not null default 0,
  seal text not null default ''
) strict;

create table if not exists partition (
  partition_id integer primary key, source_id integer not null, ordinal integer not null, label_sealed blob not null
) strict;

-- Rows lie in the order in which they were written: by their ids, which are drawn at random, half a thousand changes
-- would touch as many pages.
create table if not exists item (
  item_id integer not null unique, seq integer, source_id integer not null, parent_id integer, member_index integer not null,
  partition_id integer not null, depth integer not null, name_sealed blob not null,
  size_bytes integer not null, packed_bytes integer not null default 0, own_bytes integer not null,
  modified_at integer, stamp text not null default '', sha256 text not null default '',
  media_type text not null default '', format text not null default '', container integer not null default 0,
  wave integer not null default 0, cursor integer not null default 0, hashed integer not null default 0,
  opened integer not null default 0, ready integer not null default 0, done integer not null default 0,
  outcome text not null default '', reason text not null default '', flaw text not null default '',
  bytes_read integer not null default 0, records integer not null default 0, gap_bytes integer not null default 0,
  reader text not null default '', reader_version text not null default '', work_key text not null default '',
  duplicate_of integer, spool text not null default '',
  -- root_id: the top of its container chain; volume_of: the first file of a set, volume_place: -1 waits to lead one,
  -- 0 is none, above is its number in one; budget: the limit it ran into; unit_id: the unit whose parts hold its rows
  root_id integer not null default 0, volume_of integer, volume_place integer not null default 0,
  budget integer not null default 0, unit_id integer not null default 0
) strict;
create index if not exists item_unhashed on item (size_bytes, seq) where hashed = 0 and done = 0;
create index if not exists item_unnumbered on item (seq) where ready = 0 and hashed = 1 and parent_id is null;
create index if not exists item_readable on item (seq) where ready = 1 and done = 0 and duplicate_of is null
  and volume_place = 0 and (container = 0 or opened = 1);
create index if not exists item_closed on item (depth, seq) where ready = 1 and done = 0 and duplicate_of is null
  and container = 1 and opened = 0;
create index if not exists item_wave on item (seq) where wave > 0;
create index if not exists item_pending on item (member_index) where done = 0;
create index if not exists item_spooled on item (size_bytes) where spool <> '';
create index if not exists item_volume on item (volume_of) where volume_of is not null;
create index if not exists item_volume_waits on item (parent_id) where volume_place <> 0 and volume_of is null;
create index if not exists item_unit on item (unit_id) where unit_id <> 0;
create index if not exists item_work on item (work_key, format) where work_key <> '';
create index if not exists item_number on item (seq) where seq is not null;
create index if not exists item_new on item (parent_id, member_index) where seq is null;
create index if not exists item_content on item (sha256, size_bytes, seq) where sha256 <> '';
create index if not exists item_parent on item (parent_id, member_index) where parent_id is not null;
create index if not exists item_listed on item (seq) where hashed = 0 and done = 0 and parent_id is null;

create table if not exists range (
  item_id integer not null, offset integer not null, length integer not null, unit_id integer not null unique,
  done integer not null default 0, outcome text not null default '', reason text not null default '',
  bytes_read integer not null default 0, records integer not null default 0,
  primary key (item_id, offset)
) strict;
-- Places before a range that its reader looks at (the head of its statement, its table), as JSON.
create table if not exists range_anchor (unit_id integer primary key, anchors text not null) strict;
create index if not exists range_open on range (item_id) where done = 0;

-- A hash beside SHA-256, where the operator's list of known files asks for one (meta: other_digest).
create table if not exists item_digest (item_id integer primary key, digest text not null) strict;

create table if not exists part (
  name text primary key, table_name text not null, unit_id integer not null, sha256 text not null,
  rows integer not null, bytes integer not null
) strict;
create index if not exists part_table on part (table_name, name);
create index if not exists part_unit on part (unit_id);

-- What was unpacked below each top-level item so far: the total budget is held against it.
create table if not exists root (
  item_id integer primary key, members integer not null default 0, bytes integer not null default 0
) strict;

create table if not exists stage (
  stage text primary key, seconds real not null default 0, done integer not null default 0
) strict;

-- what was sealed at the end of each run that changed something; the last one is the state of the case
create table if not exists report_version (
  number integer primary key, at text not null, ledger_root text not null, seal text not null,
  manifest_sha256 text not null, items integer not null
) strict;
