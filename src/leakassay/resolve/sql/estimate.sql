-- in: counted, sighting, event, controller_map  out: estimate
-- How many people stand behind each stratum: apart (high), as persons (best), and loosely (low)?
-- Records of test patients count in the high end alone; `trial` says how many that are.
with holder as (
    -- one row per person apart first: the kinds of values are then spread over persons, not over sightings
    select
        c.apart, c.person, c.loose, c.alone, c.trial, c.person_type,
        bool_or(s.nhs_number is not null) as nhs_number,
        bool_or(s.chi_number is not null) as chi_number,
        bool_or(s.hc_number is not null) as hc_number,
        bool_or(s.hospital_number is not null) as hospital_number,
        bool_or(s.date_of_birth is not null) as date_of_birth,
        bool_or(s.sex is not null) as sex,
        bool_or(s.address is not null) as address,
        bool_or(s.postcode is not null) as postcode,
        bool_or(s.telephone is not null) as telephone,
        bool_or(s.email is not null) as email,
        bool_or(s.gp_practice is not null) as gp_practice,
        bool_or(coalesce(s.surname, s.forename) is not null) as name
    from counted as c
    join sighting as s on c.sighting_id = s.sighting_id
    where c.in_scope
    group by c.apart, c.person, c.loose, c.alone, c.trial, c.person_type
),
held as (
    select
        apart, person, loose, alone, trial,
        unnest([
            '*', case when not trial then person_type end,
            case when nhs_number then 'nhs_number' end,
            case when chi_number then 'chi_number' end,
            case when hc_number then 'hc_number' end,
            case when hospital_number then 'hospital_number' end,
            case when date_of_birth then 'date_of_birth' end,
            case when sex then 'sex' end,
            case when address then 'address' end,
            case when postcode then 'postcode' end,
            case when telephone then 'telephone' end,
            case when email then 'email' end,
            case when gp_practice then 'gp_practice' end,
            case when name then 'name' end
        ]) as stratum
    from holder
),
tested as (
    select c.apart, c.person, c.loose, c.alone, c.trial, unnest([class, class || ' ' || e.status]) as stratum
    from (select sighting_id, status, coalesce(test_class, $unclassified) as class from event) as e
    join counted as c on e.sighting_id = c.sighting_id
    where c.in_scope
),
mapped as (
    select c.apart, c.person, c.loose, c.alone, c.trial, m.controller as stratum
    from controller_map as m
    join counted as c on m.sighting_id = c.sighting_id
    where c.in_scope
),
judged as (
    select apart, person, loose, alone, trial, origin as stratum from counted where person_type <> 'seeded'
    union all
    select apart, person, loose, alone, trial, 'test_range' as stratum
    from counted
    where test_range and person_type <> 'seeded' and origin <> 'fabricated'
    union all
    select apart, person, loose, alone, false as trial, person_type as stratum
    from counted
    where person_type in ('test', 'seeded') and origin <> 'fabricated'
),
spread as (
    select * from held union all select * from tested union all select * from mapped union all select * from judged
),
once as (
    select stratum, apart, person, loose, alone, trial
    from spread
    where stratum is not null
    group by stratum, apart, person, loose, alone, trial
)
-- every row is another one apart; only those that something joins need counting by their clusters
select
    stratum,
    count(*) filter (where alone and not trial) + count(distinct loose) filter (where not alone and not trial) as low,
    count(*) filter (where alone and not trial) + count(distinct person) filter (where not alone and not trial) as best,
    count(*) as high,
    count(*) filter (where trial) as trial
from once
group by stratum
order by stratum
