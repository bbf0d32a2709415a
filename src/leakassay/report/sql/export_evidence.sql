-- in: evidence  out: evidence
-- The argument in long form: a ratio between two accounts is the difference of their rows.
select partition, feature, family, hypothesis, log10_likelihood, cap, note
from evidence
order by partition, feature, hypothesis
