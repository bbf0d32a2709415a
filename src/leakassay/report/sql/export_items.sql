-- in: item  out: items
-- The ledger, one row an item.
select
  lpad(lower(to_hex(item_id)), 16, '0') as item_id,
  lpad(lower(to_hex(source_id)), 16, '0') as source_id,
  lpad(lower(to_hex(parent_id)), 16, '0') as parent_id,
  lpad(lower(to_hex(partition_id)), 16, '0') as partition_id,
  item_path, depth, size_bytes, packed_bytes, own_bytes,
  strftime(
    case
      when modified_at between cast('0001-01-01' as timestamp_s) and cast('9999-12-31 23:59:59' as timestamp_s)
      then cast(modified_at as timestamp)
    end,
    '%Y-%m-%dT%H:%M:%S'
  ) as modified_at,
  sha256, media_type, format, outcome, reason, bytes_read, records, reader, reader_version,
  lpad(lower(to_hex(duplicate_of)), 16, '0') as duplicate_of
from item
order by item_id
