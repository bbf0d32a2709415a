-- in: mention, item  out: mentions
-- The values found in free text, and business, banking and credential findings.
select
  lpad(lower(to_hex(m.mention_id)), 16, '0') as mention_id,
  lpad(lower(to_hex(m.sighting_id)), 16, '0') as sighting_id,
  lpad(lower(to_hex(m.item_id)), 16, '0') as item_id,
  item.item_path,
  concat(m.unit_offset, ':', m.part, ':', m."row") as locator,
  m.kind, m.value, m.start, m."end", m.score, m.reason
from mention as m
left join item on item.item_id = m.item_id
order by m.item_id, m.unit_offset, m.part, m."row", m.start, m.mention_id
