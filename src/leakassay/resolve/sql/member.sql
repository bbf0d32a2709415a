-- in: signature, part, near, merge  out: member
-- Whose is each sighting, counted three ways: apart (no probable join, conflicts split), as a person, and loosely?
-- `subject` is where the sighting is filed. A number in conflict is filed as one, but counted by its bearers: one that
-- stands elsewhere under the same surname, forename and date of birth is that person, the others are one each.
with placed as (
    select
        p.signature_id,
        coalesce(n.part_id, p.part_id) as part_id,
        case when n.part_id is not null then 'linkage' else p.rule end as rule,
        case when n.part_id is not null then $near else p.probability end as probability,
        case when p.bare then p.signature_id else p.part_id end as apart,
        p.conflict, p.triple,
        case when p.conflict and p.surname is not null and p.date_of_birth is not null
            then p.surname || '|' || coalesce(left(p.forename, 1), '') || '|' || cast(p.date_of_birth as varchar)
        end as bearer
    from part as p
    left join near as n on p.signature_id = n.signature_id
),
joined as (
    select
        placed.*,
        coalesce(m.subject, placed.part_id) as subject,
        coalesce(m.loose, placed.part_id) as loose,
        m.probability as link_probability
    from placed
    left join merge as m on placed.part_id = m.part_id
),
elsewhere as (
    select triple, min(subject) as person, arg_min(loose, subject) as loose
    from joined
    where not conflict and triple in (select triple from joined where conflict)
    group by triple
),
bearer as (
    select j.part_id, j.bearer, min(j.signature_id) as apart, min(e.person) as person, arg_min(e.loose, e.person) as loose
    from joined as j
    left join elsewhere as e on j.triple = e.triple
    where j.conflict and j.bearer is not null
    group by j.part_id, j.bearer
),
first_bearer as (
    select part_id, arg_min(bearer, apart) as bearer
    from bearer
    group by part_id
)
select
    unnest(s.sighting_ids) as sighting_id,
    j.signature_id,
    j.subject,
    coalesce(b.apart, j.apart) as apart,
    coalesce(b.person, b.apart, j.subject) as person,
    coalesce(b.loose, j.loose) as loose,
    case when j.link_probability is not null and j.rule <> 'conflict' then 'linkage' else j.rule end as rule,
    j.probability * coalesce(j.link_probability, 1.0) as probability
from joined as j
join signature as s on j.signature_id = s.signature_id
left join first_bearer as f on j.part_id = f.part_id
left join bearer as b on j.part_id = b.part_id and coalesce(j.bearer, f.bearer) = b.bearer
