-- in: member, subject  out: counted
-- Who is counted: everybody but the fabricated, and without numbers of the test range if the profile sets these aside?
select
    m.sighting_id, m.apart, m.person, m.loose,
    s.origin, s.person_type, s.test_range,
    s.origin <> 'fabricated' and not (s.test_range and $set_aside) as in_scope
from member as m
join subject as s on m.subject_id = s.subject_id
