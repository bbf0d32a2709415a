-- in: keyed  out: part
-- Which signatures belong together by exact rules alone?
-- In this order: one national number; a hospital number that stands beside one national number only (and does not
-- disagree with it); surname, forename and date of birth that stand beside a national number; these three themselves;
-- a hospital number; else the bare values.
with loose as (
    -- join keys of their own: a condition on one side of a left join would cost a nested loop
    select
        *,
        case when number is null then hospital_key end as open_hospital,
        case when number is null then triple end as open_triple
    from keyed
),
number_weight as (
    select triple, number, sum(sightings) as weight, min(signature_id) as first_id
    from keyed
    where number is not null and triple is not null and not conflict
    group by triple, number
),
triple_number as (
    select triple, number, 1.0 / count(*) over (partition by triple) as probability
    from number_weight
    qualify row_number() over (partition by triple order by weight desc, first_id) = 1
),
hospital_number as (
    select
        hospital_key, min(number) as number,
        min(reference_surname) as reference_surname, min(reference_birth) as reference_birth
    from keyed
    where number is not null and hospital_key is not null and not conflict
    group by hospital_key
    having count(distinct number) = 1
),
placed as (
    select
        k.*,
        case
            when k.number is not null then k.number
            when h.number is not null and not coalesce(
                k.surname <> h.reference_surname and k.date_of_birth <> h.reference_birth, false
            ) then h.number
        end as by_number,
        case when by_number is null then t.number end as by_triple,
        coalesce(by_number, by_triple, k.triple) as strong,
        t.probability as triple_probability,
        case when strong is null then k.hospital_key end as last_hospital
    from loose as k
    left join hospital_number as h on k.open_hospital = h.hospital_key
    left join triple_number as t on k.open_triple = t.triple
),
hospital_triple as (
    select hospital_key, min(strong) as strong
    from placed
    where number is null and strong is not null and hospital_key is not null
    group by hospital_key
    having count(distinct strong) = 1
),
named as (
    select
        p.*,
        h.strong as by_hospital,
        coalesce(
            p.strong,
            h.strong,
            p.hospital_key,
            p.kind || 'W' || coalesce(p.surname, '') || '|' || coalesce(p.forename, '') || '|'
            || coalesce(cast(p.date_of_birth as varchar), '') || '|' || coalesce(p.postcode, '')
        ) as key
    from placed as p
    left join hospital_triple as h on p.last_hospital = h.hospital_key
)
select
    signature_id,
    min(signature_id) over (partition by key) as part_id,
    coalesce(number, by_number, by_triple) as number,
    conflict,
    case
        when conflict then 'conflict'
        when number is not null then 'nhs_number'
        when by_number is not null then 'hospital_number'
        when strong is not null then 'name_and_birth'
        when hospital_key is not null then 'hospital_number'
        when surname is not null and date_of_birth is not null then 'name_and_birth'
        else 'alone'
    end as rule,
    case when by_triple is not null then triple_probability else 1.0 end as probability,
    staff, patient, trial, sightings, nhs_number, chi_number, hc_number, hospital_key, triple,
    surname, forename, date_of_birth, postcode, sex, telephone, email, bare, place,
    surname_printed, forename_printed
from named
