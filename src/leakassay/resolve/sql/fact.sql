-- in: part, touched  out: fact
-- What is known of each part that a link touches, for the rules that hold over a whole cluster?
select
    part_id,
    list_sort(list(distinct number) filter (where number is not null)) as numbers,
    list_sort(list(distinct cast(date_of_birth as varchar)) filter (where date_of_birth is not null)) as births,
    list_sort(list(distinct coalesce(surname, '') || '|' || forename) filter (where forename is not null)) as names
from part
where part_id in (select part_id from touched)
group by part_id
order by part_id
