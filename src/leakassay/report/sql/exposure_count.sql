-- in: exposure, subject  out: exposure_count
-- Of how many data subjects, the fabricated left out, is each category out?
select exposure.category, count(distinct exposure.subject_id) as subjects
from exposure
join subject using (subject_id)
where subject.origin <> 'fabricated'
group by exposure.category
order by exposure.category
