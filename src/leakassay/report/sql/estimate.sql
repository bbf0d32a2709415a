-- in: estimate  out: estimate
-- Which intervals of data subjects are there, by stratum?
select stratum, low, best, high, driver
from estimate
where quantity = 'subjects'
order by stratum
