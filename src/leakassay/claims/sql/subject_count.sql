-- in: estimate  out: subject_count
-- How many data subjects are there, all origins but fabricated?
select low, best, high, driver
from estimate
where quantity = 'subjects' and stratum = '*'
