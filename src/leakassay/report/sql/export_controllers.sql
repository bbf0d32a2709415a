-- in: controller_map, membership, subject, estimate, controller_name  out: controllers
-- For each controller: how many events, sightings and data subjects (the fabricated left out), and by which rule?
with concerned as (
  select membership.sighting_id, membership.subject_id
  from membership
  join subject on subject.subject_id = membership.subject_id
  where subject.origin <> 'fabricated'
),
per_sighting as (
  select controller, sighting_id, count(event_id) as events, min(rule) as rule
  from controller_map
  group by controller, sighting_id
),
mapped as (
  select
    per_sighting.controller as ods_code,
    sum(per_sighting.events)::bigint as events,
    count(per_sighting.sighting_id) as sightings,
    count(distinct concerned.subject_id) as subjects,
    mode(per_sighting.rule order by per_sighting.rule) as rule
  from per_sighting
  left join concerned on concerned.sighting_id = per_sighting.sighting_id
  group by per_sighting.controller
),
judged as (
  select mapped.*, coalesce(round(estimate.best), mapped.subjects) as best, estimate.low, estimate.high
  from mapped
  left join estimate on estimate.quantity = 'subjects' and estimate.stratum = mapped.ods_code
)
select
  judged.ods_code,
  coalesce(controller_name.name, '') as name,
  judged.events,
  judged.sightings,
  least(coalesce(floor(judged.low), judged.best), judged.best)::bigint as subjects_low,
  judged.best::bigint as subjects_best,
  greatest(coalesce(ceil(judged.high), judged.best), judged.best)::bigint as subjects_high,
  judged.rule
from judged
left join controller_name on controller_name.ods_code = judged.ods_code
order by subjects_best desc, judged.events desc, judged.ods_code
