-- in: counted, sighting, event, controller_map  out: estimate
-- How many people stand behind each stratum: apart (high), as persons (best), and loosely (low)?
with held as (
    select
        c.apart, c.person, c.loose,
        unnest([
            '*', c.person_type,
            case when s.nhs_number is not null then 'nhs_number' end,
            case when s.chi_number is not null then 'chi_number' end,
            case when s.hc_number is not null then 'hc_number' end,
            case when s.hospital_number is not null then 'hospital_number' end,
            case when coalesce(s.surname, s.forename) is not null then 'name' end,
            case when s.date_of_birth is not null then 'date_of_birth' end,
            case when s.sex is not null then 'sex' end,
            case when s.address is not null then 'address' end,
            case when s.postcode is not null then 'postcode' end,
            case when s.telephone is not null then 'telephone' end,
            case when s.email is not null then 'email' end,
            case when s.gp_practice is not null then 'gp_practice' end
        ]) as stratum
    from counted as c
    join sighting as s on c.sighting_id = s.sighting_id
    where c.in_scope
),
tested as (
    select c.apart, c.person, c.loose, unnest([class, class || ' ' || e.status]) as stratum
    from (select sighting_id, status, coalesce(test_class, $unclassified) as class from event) as e
    join counted as c on e.sighting_id = c.sighting_id
    where c.in_scope
),
mapped as (
    select c.apart, c.person, c.loose, m.controller as stratum
    from controller_map as m
    join counted as c on m.sighting_id = c.sighting_id
    where c.in_scope
),
judged as (
    select apart, person, loose, origin as stratum from counted
    union all
    select apart, person, loose, 'test_range' as stratum from counted where test_range
),
spread as (
    select * from held union all select * from tested union all select * from mapped union all select * from judged
),
once as (
    select stratum, apart, person, loose
    from spread
    where stratum is not null
    group by stratum, apart, person, loose
)
select
    stratum,
    count(distinct loose) as low,
    count(distinct person) as best,
    count(distinct apart) as high
from once
group by stratum
order by stratum
