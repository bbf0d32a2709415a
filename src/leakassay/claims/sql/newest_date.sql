-- in: event  out: newest_date
-- Of which day is the newest record, and which newest day closes a fortnight with records as they usually are?
with dated as (
    select cast(coalesce(collected_at, received_at, reported_at) as date) as day, count(*) as n
    from event
    group by day
    having day is not null
),
summed as (
    select
        day, n,
        sum(n) over (order by day range between interval 13 days preceding and current row) as fortnight,
        sum(n) over (order by day) as so_far,
        sum(n) over () as total
    from dated
)
select
    cast(coalesce(sum(n), 0) as bigint) as events,
    coalesce(
        max(day) filter (fortnight >= greatest(5, total / 2000)),
        min(day) filter (so_far >= 0.995 * total)
    ) as usual,
    max(day) as newest
from summed
