-- in: sighting  out: signature
-- Which distinct sets of identifying values occur, and in which sightings does each stand?
-- A name and nothing else is kept apart per item: `place` is its item, and null for everything better.
with shaped as (
    select
        sighting_id,
        person_type = 'staff' as staff,
        person_type,
        nhs_number,
        chi_number,
        hc_number,
        upper(nullif(trim(hospital_number), '')) as hospital_number,
        upper(nullif(trim(assigning_authority), '')) as authority,
        -- `contains` first: the expression is tried on a handful of names only
        coalesce(contains(surname, 'TEST') and regexp_full_match(surname, $trial), false)
        or coalesce(contains(forename, 'TEST') and regexp_full_match(forename, $trial), false) as trial,
        case when trial or list_contains($placeholders, surname) then null else surname end as surname_printed,
        case when list_contains($placeholders, forename) then null else forename end as forename_printed,
        nullif(translate(strip_accents(upper(surname_printed)), ' ''-.', ''), '') as surname,
        nullif(translate(split_part(trim(strip_accents(upper(forename_printed))), ' ', 1), '''-.', ''), '') as forename,
        date_of_birth,
        case when starts_with(postcode, 'ZZ99') then null else postcode end as postcode,
        sex,
        telephone,
        email,
        coalesce(nhs_number, chi_number, hc_number, hospital_number) is null
        and date_of_birth is null and postcode is null as bare,
        case when bare then item_id end as place
    from sighting
)
select
    min(sighting_id) as signature_id,
    count(*) as sightings,
    list(sighting_id) as sighting_ids,
    staff,
    bool_or(person_type = 'patient') as patient,
    bool_or(trial) as trial,
    nhs_number,
    chi_number,
    hc_number,
    hospital_number,
    authority,
    surname,
    forename,
    date_of_birth,
    postcode,
    bare,
    place,
    min(surname_printed) as surname_printed,
    min(forename_printed) as forename_printed,
    case when min(sex) = max(sex) then min(sex) end as sex,
    min(telephone) as telephone,
    min(lower(email)) as email
from shaped
where
    coalesce(nhs_number, chi_number, hc_number, hospital_number) is not null
    or (surname is not null and coalesce(forename, postcode, cast(date_of_birth as varchar)) is not null)
    or (forename is not null and coalesce(postcode, cast(date_of_birth as varchar)) is not null)
group by
    staff, nhs_number, chi_number, hc_number, hospital_number, authority,
    surname, forename, date_of_birth, postcode, bare, place
