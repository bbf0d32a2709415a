-- in: claim_result  out: claim
-- What was claimed, what was measured, and what became of the claim?
select claim_id, text, source, unit, claimed, measured_low, measured_best, measured_high, verdict, evidence
from claim_result
order by claim_id
