-- in: event, place  out: newest_record
-- When do the records of each partition end? On the newest day that closes a fortnight with records as they usually are,
-- since single dates are typing errors; where records are sparse, the newest but for one in two hundred.
with daily as (
    select item_id, cast(coalesce(collected_at, received_at, reported_at) as date) as day, count(*) as n
    from event
    group by item_id, day
),
dated as (
    select place."partition", daily.day, cast(sum(daily.n) as bigint) as n
    from daily
    join place on place.item_id = daily.item_id
    where daily.day is not null
    group by place."partition", daily.day
),
summed as (
    select
        "partition", day,
        sum(n) over (partition by "partition" order by day range between interval 13 days preceding and current row)
            as fortnight,
        sum(n) over (partition by "partition" order by day) as so_far,
        sum(n) over (partition by "partition") as total
    from dated
)
select
    "partition",
    count(*) as days,
    coalesce(
        max(day) filter (fortnight >= greatest(5, total / 2000)),
        min(day) filter (so_far >= 0.995 * total)
    ) as newest
from summed
group by "partition"
order by "partition"
