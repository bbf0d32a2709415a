-- in: item  out: unread
-- How much of the content was read, and how many items still hold unread bytes? Equal content counts once.
select
    coalesce(sum(own_bytes), 0) as own_bytes,
    coalesce(sum(least(bytes_read, own_bytes)) filter (where outcome in ('read', 'read_partly')), 0) as bytes_read,
    count(*) filter (where outcome not in ('read', 'known_file', 'empty')) as items
from item
where duplicate_of is null
