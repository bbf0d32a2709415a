-- in: sighting, mention  out: category
-- Which kinds of values lie in the dump: in how many items, in how many sightings, in how many mentions?
with sighted as (
  select
    sighting_id,
    item_id,
    unnest([
      'nhs_number', 'chi_number', 'hc_number', 'hospital_number', 'name', 'date_of_birth',
      'sex', 'address', 'postcode', 'telephone', 'email', 'gp_practice'
    ]) as category,
    unnest([
      nhs_number is not null, chi_number is not null, hc_number is not null, hospital_number is not null,
      surname is not null or forename is not null, date_of_birth is not null,
      sex is not null, address is not null, postcode is not null, telephone is not null, email is not null,
      gp_practice is not null
    ]) as present
  from sighting
),
found as (
  select category, item_id, sighting_id, 0 as mentioned from sighted where present
  union all
  select kind as category, item_id, sighting_id, 1 as mentioned from mention
)
select
  category,
  count(distinct item_id) as items,
  count(distinct sighting_id) as sightings,
  sum(mentioned)::bigint as mentions
from found
group by category
order by category
