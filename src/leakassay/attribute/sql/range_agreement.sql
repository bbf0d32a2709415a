-- in: trait, place  out: range_agreement
-- How often does the printed flag agree with the value and its reference range, per partition?
select
    place."partition",
    cast(sum(trait.n) as bigint) as judged,
    cast(coalesce(sum(trait.n) filter (trait.key = 'agree'), 0) as bigint) as agree
from trait
join place on place.item_id = trait.item_id
where trait.name = 'range_agreement'
group by place."partition"
order by place."partition"
