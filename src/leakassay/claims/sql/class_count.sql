-- in: event  out: class_count
-- How many events of one class of tests were read, by what they say?
select
    count(*) as events,
    count(*) filter (status = 'resulted') as resulted,
    count(*) filter (status = 'requested') as requested,
    count(*) filter (status = 'negated') as negated,
    count(*) filter (status not in ('resulted', 'requested', 'negated')) as unclear
from event
where test_class = $test_class
