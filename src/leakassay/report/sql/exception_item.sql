-- in: item  out: exception_item
-- Which items were not read in full? The largest unread come first.
select
  lpad(lower(to_hex(item_id)), 16, '0') as item_id, item_path, outcome, reason,
  coalesce(format, 'unknown') as format, own_bytes as bytes, greatest(own_bytes - bytes_read, 0) as bytes_unread
from item
where outcome not in ('read', 'known_file', 'empty')
order by bytes_unread desc, item_id
