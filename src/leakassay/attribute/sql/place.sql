-- in: item, partition  out: place
-- Which items speak for which partition, and for the whole dump ('*')? A copy was not read: its original speaks for it.
with recursive borrowed as (
    select duplicate_of as item_id, partition_id
    from item
    where duplicate_of is not null
    union
    select coalesce(inner_item.duplicate_of, inner_item.item_id) as item_id, borrowed.partition_id
    from borrowed
    join item as inner_item on inner_item.parent_id = borrowed.item_id
),
stands as (
    select item_id, partition_id from item where duplicate_of is null
    union
    select item_id, partition_id from borrowed
)
select distinct
    stands.item_id,
    case when named."partition" = '*' then './*' else named."partition" end as "partition"
from stands
join "partition" as named on named.partition_id = stands.partition_id
union all
select distinct item_id, '*' as "partition" from stands
order by "partition", item_id
