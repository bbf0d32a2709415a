-- in: item  out: record_count
-- How many records were read, and how many more would copies of files add?
select
    cast(coalesce(sum(own.records) filter (own.duplicate_of is null), 0) as bigint) as records,
    count(*) filter (own.duplicate_of is null and own.records > 0) as items,
    cast(coalesce(sum(original.records) filter (own.duplicate_of is not null), 0) as bigint) as copied
from item as own
left join item as original on original.item_id = own.duplicate_of
