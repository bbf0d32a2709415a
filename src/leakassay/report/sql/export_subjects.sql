-- in: subject  out: subjects
-- The data subjects.
select
  lpad(lower(to_hex(subject_id)), 16, '0') as subject_id,
  person_type, nhs_number, surname, forename,
  strftime(date_of_birth, '%Y-%m-%d') as date_of_birth,
  child, deceased, sightings, events, origin, identifiability, severity, controllers, test_range
from subject
order by subject_id
