-- in: signature  out: keyed
-- Which national number, hospital number and full name with date of birth does each signature carry, and which
-- numbers stand with people who disagree on surname and date of birth alike?
-- The commonest surname and date of birth of a number is what the others are held against: a default number on
-- 50,000 rows costs 50,000 comparisons, not their square.
with chi as (
    select staff, chi_number, min(nhs_number) as nhs_number
    from signature
    where chi_number is not null and nhs_number is not null
    group by staff, chi_number
    having count(distinct nhs_number) = 1
),
hc as (
    select staff, hc_number, min(nhs_number) as nhs_number
    from signature
    where hc_number is not null and nhs_number is not null
    group by staff, hc_number
    having count(distinct nhs_number) = 1
),
numbered as (
    select
        s.* exclude (sighting_ids),
        case when s.staff then 'S' else 'P' end as kind,
        kind || coalesce(
            'N' || coalesce(s.nhs_number, chi.nhs_number, hc.nhs_number), 'C' || s.chi_number, 'H' || s.hc_number
        ) as number,
        kind || case
            when s.authority is not null then 'A' || s.authority || '|' || s.hospital_number
            else 'a' || s.hospital_number || '|' || coalesce(s.surname, cast(s.date_of_birth as varchar), '')
        end as hospital_key,
        case when length(s.forename) > 1
            then kind || 'T' || s.surname || '|' || s.forename || '|' || cast(s.date_of_birth as varchar)
        end as triple
    from signature as s
    left join chi on s.staff = chi.staff and s.chi_number = chi.chi_number
    left join hc on s.staff = hc.staff and s.hc_number = hc.hc_number
),
face as (
    select
        number, surname, date_of_birth,
        min(forename) as forename, sum(sightings) as weight, min(signature_id) as first_id
    from numbered
    where number is not null and surname is not null and date_of_birth is not null
    group by number, surname, date_of_birth
),
reference as (
    select number, surname, forename, date_of_birth
    from face
    qualify row_number() over (partition by number order by weight desc, first_id) = 1
),
conflict as (
    select distinct face.number
    from face
    join reference as r on face.number = r.number
    where
        face.surname <> r.surname
        and face.date_of_birth <> r.date_of_birth
        and jaro_winkler_similarity(face.surname, r.surname) < $alike
        and not (face.surname = r.forename and face.forename = r.surname)
        and not (
            abs(year(face.date_of_birth) - year(r.date_of_birth)) < $years
            and cast(year(face.date_of_birth) = year(r.date_of_birth) as integer)
            + cast(month(face.date_of_birth) = month(r.date_of_birth) as integer)
            + cast(day(face.date_of_birth) = day(r.date_of_birth) as integer) >= 2
        )
        and strftime(face.date_of_birth, '%Y-%d-%m') <> cast(r.date_of_birth as varchar)
)
select
    n.*,
    r.surname as reference_surname,
    r.date_of_birth as reference_birth,
    conflict.number is not null as conflict
from numbered as n
left join reference as r on n.number = r.number
left join conflict on n.number = conflict.number
