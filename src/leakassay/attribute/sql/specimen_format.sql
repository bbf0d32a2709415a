-- in: event, place  out: specimen_format
-- How many distinct laboratory numbers are printed as ours, as a partner's, as neither? Empty patterns match nothing.
with numbers as (
    -- a 64-bit hash stands for the number: counting it is cheaper, and two that share one do not change a share
    select
        item_id,
        hash(specimen_id) as specimen,
        any_value($ours <> '' and regexp_full_match(specimen_id, $ours)) as is_ours,
        any_value($partner <> '' and regexp_full_match(specimen_id, $partner)) as is_partner
    from event
    where specimen_id is not null and specimen_id <> ''
    group by item_id, specimen_id
)
select
    place."partition",
    count(distinct numbers.specimen) filter (numbers.is_ours) as ours,
    count(distinct numbers.specimen) filter (numbers.is_partner and not numbers.is_ours) as partner,
    count(distinct numbers.specimen) as numbers
from numbers
join place on place.item_id = numbers.item_id
group by place."partition"
order by place."partition"
