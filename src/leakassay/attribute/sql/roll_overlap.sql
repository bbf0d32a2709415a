-- in: sighting, place, hit, pair  out: roll_overlap
-- How many distinct numbers of each partition are on a roll, and how many of these stand with the roll's date of birth?
with people as (
    select item_id, nhs_number, date_of_birth as birth
    from sighting
    where nhs_number is not null and ($count_test or nhs_number not like '9%')
    group by item_id, nhs_number, date_of_birth
),
looked_up as (
    select
        people.item_id,
        people.nhs_number,
        bool_or(hit.nhs_number is not null) as on_roll,
        bool_or(pair.agrees is not null) as paired,
        bool_or(coalesce(pair.agrees, false)) as agrees
    from people
    left join hit on hit.nhs_number = people.nhs_number
    left join pair on pair.nhs_number = people.nhs_number and pair.birth = people.birth
    group by people.item_id, people.nhs_number
),
judged as (
    select
        place."partition",
        looked_up.nhs_number,
        bool_or(looked_up.on_roll) as on_roll,
        bool_or(looked_up.paired) as paired,
        bool_or(looked_up.agrees) as agrees
    from looked_up
    join place on place.item_id = looked_up.item_id
    group by place."partition", looked_up.nhs_number
)
select
    "partition",
    count(*) as numbers,
    count(*) filter (nhs_number like '9%') as test,
    count(*) filter (on_roll) as hits,
    count(*) filter (paired) as paired,
    count(*) filter (agrees) as pair_hits
from judged
group by "partition"
order by "partition"
