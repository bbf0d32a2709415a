-- in: sighting, member  out: membership
-- Whose is each sighting, and by which rule? One without a number or a name is a fragment and nobody's.
select
    s.sighting_id,
    m.subject_id,
    coalesce(m.rule, 'alone') as rule,
    coalesce(m.probability, 1.0) as probability
from sighting as s
left join member as m on s.sighting_id = m.sighting_id
order by s.sighting_id
