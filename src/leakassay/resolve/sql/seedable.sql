-- in: sighting  out: seedable
-- Which values could be canaries: numbers and addresses of people, each once?
select distinct value
from (
    select nhs_number as value from sighting
    union
    select hospital_number as value from sighting
    union
    select email as value from sighting
)
where value is not null
order by value
