-- in: subject  out: subject_count
-- How many data subjects are there by origin, and how many stand under a number of the test range?
select origin, count(*) as subjects, count(*) filter (where test_range) as test_range
from subject
group by origin
order by origin
