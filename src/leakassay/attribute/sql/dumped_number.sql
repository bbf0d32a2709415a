-- in: sighting  out: dumped_number
-- Which NHS numbers stand in the dump, each once?
select distinct nhs_number
from sighting
where nhs_number is not null and ($count_test or nhs_number not like '9%')
order by nhs_number
