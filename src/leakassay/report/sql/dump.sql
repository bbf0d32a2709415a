-- in: item, source  out: dump
-- How large is the dump: as acquired, unpacked, and unpacked without duplicates?
select
  (select count(*) from item) as items,
  (select coalesce(sum(bytes), 0)::bigint from source) as bytes,
  (select coalesce(sum(own_bytes), 0)::bigint from item) as bytes_unpacked,
  (select coalesce(sum(own_bytes), 0)::bigint from item where duplicate_of is null) as bytes_unique
