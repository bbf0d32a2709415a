-- in: part, signature, sighting  out: near
-- Which person does a bare name mean that stands in one item with exactly one fuller record of that name?
with lone as (
    select part_id, signature_id, place, surname, forename, staff
    from part
    where bare and surname is not null and forename is not null
),
fuller as (
    select p.part_id, p.surname, p.forename, p.staff, unnest(s.sighting_ids) as sighting_id
    from part as p
    join signature as s on p.signature_id = s.signature_id
    where not p.bare and not p.conflict and p.surname in (select surname from lone)
),
placed as (
    select distinct f.part_id, f.surname, f.forename, f.staff, sighting.item_id
    from fuller as f
    join sighting on f.sighting_id = sighting.sighting_id
)
select lone.signature_id, min(placed.part_id) as part_id
from lone
join placed
    on lone.place = placed.item_id
    and lone.surname = placed.surname
    and lone.staff = placed.staff
    and (lone.forename = placed.forename
        or (least(length(lone.forename), length(placed.forename)) = 1
            and left(lone.forename, 1) = left(placed.forename, 1)))
group by lone.signature_id
having count(distinct placed.part_id) = 1
order by lone.signature_id
