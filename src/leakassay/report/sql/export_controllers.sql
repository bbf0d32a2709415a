-- in: controller_map, membership, subject, estimate, controller_name  out: controllers
-- For each controller: how many events, sightings and data subjects (the fabricated left out), and by which rule?
with mapped as (
  select
    controller_map.controller as ods_code,
    count(distinct controller_map.event_id) as events,
    count(distinct controller_map.sighting_id) as sightings,
    count(distinct membership.subject_id) filter (where subject.origin <> 'fabricated') as subjects,
    mode(controller_map.rule order by controller_map.rule) as rule
  from controller_map
  left join membership on membership.sighting_id = controller_map.sighting_id
  left join subject on subject.subject_id = membership.subject_id
  group by controller_map.controller
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
