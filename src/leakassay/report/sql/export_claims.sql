-- in: claim_result  out: claims
-- What was said against what was measured.
select claim_id, text, source, unit, claimed, measured_low, measured_best, measured_high, verdict, evidence
from claim_result
order by claim_id
