-- in: source, item  out: item_count
-- How many files were delivered, and how many items are there at any depth?
select
    (select cast(coalesce(sum(files), 0) as bigint) from source) as delivered,
    count(*) as items,
    count(*) filter (duplicate_of is not null) as copies
from item
