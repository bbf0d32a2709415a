-- in: event  out: event_year
-- How many clinical events fall into each year? Years beyond 1 to 9999 are no dates.
with dated as (select coalesce(collected_at, received_at, reported_at) as happened_at from event),
kept as (
  select happened_at
  from dated
  where happened_at between cast('0001-01-01' as timestamp_s) and cast('9999-12-31 23:59:59' as timestamp_s)
)
select cast(year(cast(happened_at as timestamp)) as integer) as year, count(*) as events
from kept
group by 1
order by 1
