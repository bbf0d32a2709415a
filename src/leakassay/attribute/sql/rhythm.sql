-- in: trait, place  out: rhythm
-- At which hours and on which weekdays were specimens taken, per partition?
select
    place."partition",
    cast(coalesce(sum(n) filter (name = 'collected_hour'), 0) as bigint) as hours,
    cast(coalesce(sum(n) filter (
        name = 'collected_hour' and lpad(key, 2, '0') in ('20', '21', '22', '23', '00', '01', '02', '03', '04', '05', '06')
    ), 0) as bigint) as night,
    cast(coalesce(sum(n) filter (name = 'collected_hour' and lpad(key, 2, '0') = '00'), 0) as bigint) as midnight,
    cast(coalesce(sum(n) filter (name = 'collected_weekday'), 0) as bigint) as weekdays,
    cast(coalesce(sum(n) filter (
        name = 'collected_weekday' and lower(key[1:3]) in ('sat', 'sun')
    ), 0) as bigint) as weekend
from trait
join place on place.item_id = trait.item_id
where trait.name in ('collected_hour', 'collected_weekday')
group by place."partition"
order by place."partition"
