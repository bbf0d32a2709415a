-- in: event, place  out: specimen_sample
-- Which laboratory numbers stand in each partition? A sample by hash where there are more than $most.
with numbers as (
    select distinct place."partition", event.specimen_id
    from event
    join place on place.item_id = event.item_id
    where event.specimen_id is not null and length(event.specimen_id) >= 5
),
ranked as (
    select
        "partition", specimen_id,
        row_number() over (partition by "partition" order by md5(specimen_id), specimen_id) as place_in_line
    from numbers
)
select "partition", specimen_id
from ranked
where place_in_line <= $most
order by "partition", specimen_id
