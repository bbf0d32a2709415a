-- in: exposure, subject  out: exposure_count
-- Of how many data subjects, the fabricated left out, is each category out? An exposure is unique by subject and category.
select category, count(*) as subjects
from exposure
where subject_id in (select subject_id from subject where origin <> 'fabricated')
group by category
order by category
