-- in: sighting, hit  out: dumped_pair
-- With which dates of birth do the numbers stand that are on a roll?
select distinct sighting.nhs_number, sighting.date_of_birth as birth
from sighting
join hit on hit.nhs_number = sighting.nhs_number
where sighting.date_of_birth is not null
order by sighting.nhs_number, birth
