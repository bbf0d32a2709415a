-- in: pair, face  out: link
-- Which scored pairs may be joined, and which only if one wants as few people as possible?
-- A pair is `firm` when neither dates of birth nor forenames rule each other out, and more than surname and date of
-- birth speak for it: a forename or initial, the postcode, the hospital number, the e-mail or the telephone.
with compared as (
    select
        l.part_id as part_l,
        r.part_id as part_r,
        p.match_probability as probability,
        l.date_of_birth is not null and r.date_of_birth is not null as both_births,
        l.forename is not null and r.forename is not null as both_forenames,
        abs(year(l.date_of_birth) - year(r.date_of_birth)) < $years
        and cast(year(l.date_of_birth) = year(r.date_of_birth) as integer)
        + cast(month(l.date_of_birth) = month(r.date_of_birth) as integer)
        + cast(day(l.date_of_birth) = day(r.date_of_birth) as integer) >= 2
        or strftime(l.date_of_birth, '%Y-%d-%m') = r.birth as birth_agrees,
        l.forename = r.forename
        or starts_with(l.forename, r.forename)
        or starts_with(r.forename, l.forename)
        or jaro_winkler_similarity(l.forename, r.forename) >= $alike as forename_agrees,
        coalesce(
            jaro_winkler_similarity(l.surname, r.forename) >= $alike
            and jaro_winkler_similarity(l.forename, r.surname) >= $alike, false
        ) as swapped,
        coalesce(jaro_winkler_similarity(l.surname, r.surname) >= $alike, false) as surname_agrees,
        coalesce(
            l.postcode = r.postcode or damerau_levenshtein(l.postcode, r.postcode) <= 1
            or l.hospital_key = r.hospital_key
            or l.telephone = r.telephone
            or l.email = r.email or split_part(l.email, '@', 1) = split_part(r.email, '@', 1), false
        ) as anchored
    -- left joins: every pair has its faces, and the planner may not begin with face by face
    from pair as p
    left join face as l on p.unique_id_l = l.unique_id
    left join face as r on p.unique_id_r = r.unique_id
)
select
    least(part_l, part_r) as part_l,
    greatest(part_l, part_r) as part_r,
    max(probability) as probability,
    bool_or(
        (not both_births or birth_agrees)
        and (not both_forenames or forename_agrees or swapped)
        and (anchored or (both_forenames and (surname_agrees or swapped)))
        and (both_births or (anchored and both_forenames and (surname_agrees or swapped)))
    ) as firm
from compared
where part_l <> part_r
group by least(part_l, part_r), greatest(part_l, part_r)
order by probability desc, part_l, part_r
