-- in: event  out: event_span
-- How many clinical events are there, and from which day to which day? Years beyond 1 to 9999 are no dates.
with dated as (select coalesce(collected_at, received_at, reported_at) as happened_at from event),
spanned as (
  select
    cast(min(happened_at) as timestamp) as first_at,
    cast(max(happened_at) as timestamp) as last_at
  from dated
  where happened_at between cast('0001-01-01' as timestamp_s) and cast('9999-12-31 23:59:59' as timestamp_s)
)
select
  (select count(*) from event) as events,
  coalesce(strftime(first_at, '%Y-%m-%d'), '') as first_day,
  coalesce(strftime(last_at, '%Y-%m-%d'), '') as last_day
from spanned
