-- in: item, place  out: coverage
-- How much of each partition was read, in unpacked bytes?
select
    place."partition",
    count(*) as items,
    cast(sum(item.own_bytes) as bigint) as own_bytes,
    cast(sum(case when item.outcome in ('known_file', 'empty') then item.own_bytes else item.bytes_read end) as bigint)
        as read_bytes
from place
join item on item.item_id = place.item_id
group by place."partition"
order by place."partition"
