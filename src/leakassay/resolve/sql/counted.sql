-- in: member, subject, sighting, item, partition, assessment  out: counted
-- Who is counted: everybody but the fabricated and the seeded, and without numbers of the test range if the profile
-- sets these aside? The origin is each person's own: a forger who borrows somebody's number does not become ours by it,
-- and its owner does not become forged. `alone`: nothing joins this person to another one, so that all three ways of
-- counting give one. `trial`: filed under the name of a test patient, a person at most in the upper end of a count.
with cluster as (
    select loose, min(apart) = max(apart) as alone
    from member
    group by loose
),
verdict as (
    select
        i.item_id,
        coalesce(list_position($origins, case when a.favours = 'mixed' then 'cannot tell' else a.favours end), $unknown)
        as rank
    from item as i
    left join partition as p on i.partition_id = p.partition_id
    left join assessment as a on p.partition = a.partition
),
standing as (
    select m.person, $origins[coalesce(min(v.rank), $unknown)] as origin
    from member as m
    join sighting as s on m.sighting_id = s.sighting_id
    left join verdict as v on s.item_id = v.item_id
    group by m.person
)
select
    m.sighting_id, m.apart, m.person, m.loose,
    standing.origin, s.person_type, s.test_range, cluster.alone,
    s.person_type = 'test' as trial,
    standing.origin <> 'fabricated' and s.person_type <> 'seeded' and not (s.test_range and $set_aside) as in_scope
from member as m
join subject as s on m.subject_id = s.subject_id
join cluster on m.loose = cluster.loose
join standing on m.person = standing.person
