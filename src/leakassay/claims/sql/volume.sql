-- in: source, item  out: volume
-- How large is the dump as delivered and unpacked, and how much of it are copies?
select
    (select cast(coalesce(sum(bytes), 0) as bigint) from source) as delivered,
    cast(coalesce(sum(own_bytes), 0) as bigint) as unpacked,
    cast(coalesce(sum(own_bytes) filter (duplicate_of is not null), 0) as bigint) as copies,
    count(*) filter (outcome in ('pending', 'refused', 'failed', 'encrypted')) as closed,
    cast(coalesce(sum(own_bytes) filter (outcome in ('pending', 'refused', 'failed', 'encrypted')), 0) as bigint)
        as closed_bytes
from item
