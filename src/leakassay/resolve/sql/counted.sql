-- in: member, subject  out: counted
-- Who is counted: everybody but the fabricated, and without numbers of the test range if the profile sets these aside?
-- `alone`: nothing joins this person to another one, so that all three ways of counting give one.
with cluster as (
    select loose, min(apart) = max(apart) as alone
    from member
    group by loose
)
select
    m.sighting_id, m.apart, m.person, m.loose,
    s.origin, s.person_type, s.test_range, cluster.alone,
    s.origin <> 'fabricated' and not (s.test_range and $set_aside) as in_scope
from member as m
join subject as s on m.subject_id = s.subject_id
join cluster on m.loose = cluster.loose
