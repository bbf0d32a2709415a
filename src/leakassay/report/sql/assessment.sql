-- in: assessment, partition  out: assessment
-- What is the verdict for the dump ('*') and for each of its parts, and how large are the parts?
select
  assessment.partition,
  assessment.favours,
  assessment.against,
  assessment.log10_lr,
  assessment.words,
  assessment.share,
  assessment.would_change,
  lpad(lower(to_hex(partition.partition_id)), 16, '0') as partition_id,
  coalesce(partition.items, 0) as items,
  coalesce(partition.bytes, 0) as bytes
from assessment
left join partition on partition.partition = assessment.partition
order by assessment.partition <> '*', bytes desc, assessment.partition
