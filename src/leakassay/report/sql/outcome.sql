-- in: item  out: outcome
-- How many items ended with each outcome, and how many content bytes are theirs?
select outcome, count(*) as items, sum(own_bytes)::bigint as bytes, sum(bytes_read)::bigint as bytes_read
from item
group by outcome
order by outcome
