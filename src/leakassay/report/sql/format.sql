-- in: item  out: format
-- Which formats are in the dump, and what did they give?
select
  coalesce(format, 'unknown') as format, count(*) as items, sum(own_bytes)::bigint as bytes,
  sum(bytes_read)::bigint as bytes_read, sum(records)::bigint as records,
  coalesce(max(reader), '') as reader
from item
group by 1
order by bytes desc, format
