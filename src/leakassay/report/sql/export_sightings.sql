-- in: sighting, item, membership  out: sightings
-- The records that concern a person.
select
  lpad(lower(to_hex(s.sighting_id)), 16, '0') as sighting_id,
  lpad(lower(to_hex(s.item_id)), 16, '0') as item_id,
  item.item_path,
  concat(s.unit_offset, ':', s.part, ':', s."row") as locator,
  s.nhs_number, s.chi_number, s.hc_number, s.hospital_number, s.surname, s.forename,
  strftime(s.date_of_birth, '%Y-%m-%d') as date_of_birth,
  s.sex, s.address, s.postcode, s.telephone, s.email, s.gp_practice, s.site_code, s.assigning_authority, s.sender,
  s.person_type, s.score, s.reason,
  lpad(lower(to_hex(membership.subject_id)), 16, '0') as subject_id
from sighting as s
left join item on item.item_id = s.item_id
left join membership on membership.sighting_id = s.sighting_id
order by s.item_id, s.unit_offset, s.part, s."row", s.sighting_id
