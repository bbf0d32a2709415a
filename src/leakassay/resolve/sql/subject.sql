-- in: member, part, sighting, event, item, partition, assessment, controller_map, seeded  out: subject
-- Who is each data subject, under the commonest of their values, and how badly are they exposed?
-- Somebody in several partitions takes the most serious origin. Of a mixed partition it is not known which of its
-- people are ours, so that alone tells nothing. A number in conflict has no name, no age and no severity. A test
-- patient is filed under such a name more often than under others (it may be mistyped); a seeded record bears a canary of the profile.
with verdict as (
    select
        i.item_id,
        coalesce(list_position($origins, case when a.favours = 'mixed' then 'cannot tell' else a.favours end), $unknown)
        as rank
    from item as i
    left join partition as p on i.partition_id = p.partition_id
    left join assessment as a on p.partition = a.partition
),
signed as (
    select m.subject_id, p.*
    from (select signature_id, min(subject_id) as subject_id from member group by signature_id) as m
    join part as p on m.signature_id = p.signature_id
),
number as (
    select subject_id, max(struct_pack(n, v)).v as v
    from (select subject_id, sum(sightings) as n, nhs_number as v from signed where nhs_number is not null group by all)
    group by subject_id
),
surname as (
    select subject_id, max(struct_pack(n, v)).v as v
    from (
        select subject_id, sum(sightings) as n, surname_printed as v
        from signed where surname_printed is not null group by all
    )
    group by subject_id
),
forename as (
    select subject_id, max(struct_pack(n, v)).v as v
    from (
        select subject_id, sum(sightings) as n, forename_printed as v
        from signed where forename_printed is not null group by all
    )
    group by subject_id
),
birth as (
    select subject_id, max(struct_pack(n, v)).v as v
    from (select subject_id, sum(sightings) as n, date_of_birth as v from signed where date_of_birth is not null group by all)
    group by subject_id
),
kind as (
    select
        subject_id,
        bool_or(conflict) as conflict, bool_or(staff) as staff, bool_or(patient) as patient,
        bool_or(coalesce(nhs_number, chi_number, hc_number) is not null) as numbered,
        bool_or(starts_with(nhs_number, '9')) as test_range,
        sum(sightings) filter (where trial) as trials,
        sum(sightings) filter (where not trial and coalesce(surname, forename) is not null) as named
    from signed
    group by subject_id
),
seen as (
    select
        m.subject_id,
        count(*) as sightings,
        min(v.rank) as rank,
        bool_or(coalesce(s.address, s.postcode) is not null) as addressed,
        bool_or(
            s.nhs_number in (select value from seeded)
            or s.hospital_number in (select value from seeded)
            or s.email in (select value from seeded)
        ) as seeded
    from member as m
    join sighting as s on m.sighting_id = s.sighting_id
    left join verdict as v on s.item_id = v.item_id
    group by m.subject_id
),
newest as (
    select cast(max(coalesce(collected_at, received_at, reported_at)) as date) as day from event
),
happened as (
    select
        m.subject_id,
        count(*) as events,
        cast(max(coalesce(e.collected_at, e.received_at, e.reported_at)) as date) as day,
        max(case
            when e.status = 'resulted' then $dpc_result
            when e.tier >= $specific_tier then $dpc_specific
            else $dpc_general
        end) as dpc
    from event as e
    join member as m on e.sighting_id = m.sighting_id
    group by m.subject_id
),
told as (
    select m.subject_id, string_agg(distinct c.controller, ' ' order by c.controller) as controllers
    from controller_map as c
    join member as m on c.sighting_id = m.sighting_id
    where c.controller <> 'UNMAPPED'
    group by m.subject_id
),
assembled as (
    select
        k.subject_id,
        case
            when seen.seeded then 'seeded'
            when k.conflict then 'conflict'
            when k.trials > coalesce(k.named, 0) then 'test'
            when k.staff then 'staff'
            when k.patient then 'patient'
            else 'unknown'
        end as person_type,
        k.conflict,
        number.v as nhs_number,
        case when not k.conflict then surname.v end as surname,
        case when not k.conflict then forename.v end as forename,
        case when not k.conflict then birth.v end as date_of_birth,
        coalesce(happened.day, newest.day) as day,
        seen.sightings,
        coalesce(happened.events, 0) as events,
        $origins[coalesce(seen.rank, $unknown)] as origin,
        k.numbered,
        surname is not null and forename is not null and date_of_birth is not null as named,
        seen.addressed,
        coalesce(happened.dpc, $dpc_biographical) as dpc,
        coalesce(told.controllers, '') as controllers,
        coalesce(k.test_range, false) as test_range
    from kind as k
    join seen on k.subject_id = seen.subject_id
    left join number on k.subject_id = number.subject_id
    left join surname on k.subject_id = surname.subject_id
    left join forename on k.subject_id = forename.subject_id
    left join birth on k.subject_id = birth.subject_id
    left join happened on k.subject_id = happened.subject_id
    left join told on k.subject_id = told.subject_id
    cross join newest
)
select
    subject_id, person_type, nhs_number, surname, forename, date_of_birth,
    date_of_birth + interval 18 year > day as child,
    cast(null as boolean) as deceased,
    sightings, events, origin,
    case when numbered then 'identified' when named then 'name_and_birth' else 'fragment' end as identifiability,
    case when not conflict then dpc * case
        when named and (numbered or addressed) then $ei_maximum
        when named or numbered then $ei_significant
        when surname is not null and coalesce(forename, cast(date_of_birth as varchar)) is not null then $ei_limited
        else $ei_negligible
    end + $circumstances end as severity,
    controllers, test_range
from assembled
order by subject_id
