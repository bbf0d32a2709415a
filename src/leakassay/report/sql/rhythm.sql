-- in: trait  out: rhythm
-- At which hours and on which weekdays were specimens taken?
select name, key, sum(n)::bigint as n
from trait
where name in ('collected_hour', 'collected_weekday')
group by name, key
order by name, key
