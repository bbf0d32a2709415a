-- in: event  out: special
-- Of each class of the test catalogue, how many events were requested, resulted, negated, or say neither?
select
  test_class,
  max(tier)::integer as tier,
  count(*) filter (where status = 'requested') as requested,
  count(*) filter (where status = 'resulted') as resulted,
  count(*) filter (where status = 'negated') as negated,
  count(*) filter (where status = 'unknown') as unknown
from event
where test_class is not null and test_class <> 'GENERAL'
group by test_class
order by tier desc nulls last, resulted desc, test_class
