-- in: assessment  out: assessments
-- The verdict for the dump ('*') and for each of its parts.
select partition, favours, against, log10_lr, words, share, would_change
from assessment
order by partition
