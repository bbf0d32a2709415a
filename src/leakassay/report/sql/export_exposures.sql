-- in: exposure  out: exposures
-- What of each data subject is out.
select lpad(lower(to_hex(subject_id)), 16, '0') as subject_id, category, status, sightings, tier
from exposure
order by subject_id, category
