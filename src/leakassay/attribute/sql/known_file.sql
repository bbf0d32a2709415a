-- in: item, place, known_hash  out: known_file
-- How many distinct files of each partition lay, byte for byte, in an earlier leak?
with leaves as (
    select distinct place."partition", item.sha256
    from item
    join place on place.item_id = item.item_id
    where item.sha256 is not null and item.own_bytes = item.size_bytes and item.size_bytes >= $least
)
select
    leaves."partition",
    count(*) as files,
    count(known_hash.sha256) as known
from leaves
left join known_hash on known_hash.sha256 = leaves.sha256
group by leaves."partition"
order by leaves."partition"
