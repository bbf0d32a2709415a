-- in: part  out: link
-- Which persons would be one if there were as few people as possible: national numbers that share surname, forename
-- and date of birth (numbers are superseded), and bare names that somebody fuller bears?
with twin as (
    select distinct triple, part_id
    from part
    where number is not null and triple is not null and not conflict
),
superseded as (
    select min(part_id) over (partition by triple) as part_l, part_id as part_r
    from twin
    qualify count(*) over (partition by triple) > 1
),
bearer as (
    select staff, surname, forename, min(part_id) as part_id
    from part
    where not bare and not conflict and (staff, surname, forename) in (select (staff, surname, forename) from part where bare)
    group by staff, surname, forename
),
bare as (
    select distinct b.part_id as part_l, p.part_id as part_r
    from part as p
    join bearer as b on p.staff = b.staff and p.surname = b.surname and p.forename = b.forename
    where p.bare
)
select least(part_l, part_r) as part_l, greatest(part_l, part_r) as part_r, 0.5::double as probability, false as firm
from (select * from superseded union all select * from bare)
where part_l <> part_r
order by part_l, part_r
