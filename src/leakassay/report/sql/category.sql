-- in: sighting, mention  out: category
-- Which kinds of values lie in the dump: in how many items, in how many sightings, in how many mentions?
with per_item as (
  select
    item_id,
    unnest([
      'nhs_number', 'chi_number', 'hc_number', 'hospital_number', 'name', 'date_of_birth',
      'sex', 'address', 'postcode', 'telephone', 'email', 'gp_practice'
    ]) as category,
    unnest([
      count(nhs_number), count(chi_number), count(hc_number), count(hospital_number),
      count(coalesce(surname, forename)), count(date_of_birth),
      count(sex), count(address), count(postcode), count(telephone), count(email), count(gp_practice)
    ]) as sightings
  from sighting
  group by item_id
),
-- Sightings that have the value in their text alone; the others are counted above.
in_text as (
  select distinct mention.kind as category, mention.item_id, mention.sighting_id
  from mention
  left join sighting on sighting.sighting_id = mention.sighting_id
  where mention.sighting_id is not null and case mention.kind
    when 'nhs_number' then sighting.nhs_number when 'chi_number' then sighting.chi_number
    when 'hc_number' then sighting.hc_number when 'hospital_number' then sighting.hospital_number
    when 'name' then coalesce(sighting.surname, sighting.forename)
    when 'date_of_birth' then cast(sighting.date_of_birth as varchar)
    when 'address' then sighting.address when 'postcode' then sighting.postcode
    when 'telephone' then sighting.telephone when 'email' then sighting.email
    when 'gp_practice' then sighting.gp_practice
  end is null
),
found as (
  select category, item_id, sightings, 0 as mentions from per_item where sightings > 0
  union all
  select category, item_id, count(*) as sightings, 0 as mentions from in_text group by category, item_id
  union all
  select kind as category, item_id, 0 as sightings, count(*) as mentions from mention group by kind, item_id
)
select
  category,
  count(distinct item_id) as items,
  sum(sightings)::bigint as sightings,
  sum(mentions)::bigint as mentions
from found
group by category
order by category
