-- in: evidence  out: argument
-- Feature by feature, what speaks for each account of each part?
select partition, feature, family, hypothesis, log10_likelihood, cap, note
from evidence
order by partition, feature, hypothesis
