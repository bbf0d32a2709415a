-- in: sighting, place, canary_value  out: canary_items
-- How many distinct canaries of ours, and of a recipient's copy, stand in each partition?
select
    place."partition",
    count(distinct canary_value.token) filter (canary_value.owner = 'ours') as ours,
    count(distinct canary_value.token) filter (canary_value.owner = 'partner') as partner
from sighting
join place on place.item_id = sighting.item_id
join canary_value
    on canary_value.value = sighting.nhs_number
    or canary_value.value = sighting.hospital_number
    or canary_value.value = sighting.email
group by place."partition"
order by place."partition"
