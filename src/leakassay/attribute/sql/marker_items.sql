-- in: document_property, mention, sighting, place, marker  out: marker_items
-- In how many distinct items does a host or mail domain of ours stand, and of a partner's?
with said as (
    select item_id, lower(value) as value from document_property
    union
    select item_id, lower(value) as value from mention where kind in ('email', 'host', 'unc_path')
    union
    select item_id, lower(sender) as value from sighting where sender is not null
),
marked as (
    select distinct said.item_id, marker.owner
    from said
    join marker on contains(said.value, marker.value)
)
select
    place."partition",
    count(distinct marked.item_id) filter (marked.owner = 'ours') as ours,
    count(distinct marked.item_id) filter (marked.owner = 'partner') as partner
from marked
join place on place.item_id = marked.item_id
group by place."partition"
order by place."partition"
