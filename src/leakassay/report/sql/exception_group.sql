-- in: item  out: exception_group
-- What was not read in full, by outcome, reason and format?
select
  outcome, reason, coalesce(format, 'unknown') as format,
  count(*) as items, sum(own_bytes)::bigint as bytes, sum(greatest(own_bytes - bytes_read, 0))::bigint as bytes_unread
from item
where outcome not in ('read', 'known_file', 'empty')
group by all
order by bytes_unread desc, items desc, outcome, reason, format
