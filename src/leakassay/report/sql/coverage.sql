-- in: item  out: coverage
-- Of the content bytes of unique items, how many were read? A strings pass is no reading.
select
  coalesce(sum(own_bytes), 0)::bigint as bytes_unique,
  coalesce(
    sum(bytes_read) filter (where outcome in ('read', 'read_partly') and reason <> 'strings_only'), 0
  )::bigint as bytes_read
from item
where duplicate_of is null
