-- in: subject  out: person_group
-- How many data subjects are there by type, by identifiability, by age and by severity?
with counted as (
  select
    unnest(['person_type', 'identifiability', 'age', 'severity']) as grouping,
    unnest([
      person_type,
      identifiability,
      case when child then 'child' when not child then 'adult' else 'unknown' end,
      case
        when severity is null then 'not computed' when severity < 2 then 'low'
        when severity < 3 then 'medium' when severity < 4 then 'high' else 'very high'
      end
    ]) as member
  from subject
  where origin <> 'fabricated'
)
select grouping, member, count(*) as subjects
from counted
group by grouping, member
order by grouping, subjects desc, member
