-- in: column, item  out: columns
-- The columns of tables found in items, with what we hold each for and why.
select
  lpad(lower(to_hex(c.column_id)), 16, '0') as column_id,
  lpad(lower(to_hex(c.item_id)), 16, '0') as item_id,
  item.item_path,
  concat(c.unit_offset, ':', c.part, ':', 0) as locator,
  c.table_name, c.position, c.header, c.kind, c.values, c.valid, c.distinct, c.distinct_valid,
  c.candidates, c.candidates_valid, c.test_range, c.score, c.reason
from "column" as c
left join item on item.item_id = c.item_id
order by c.item_id, c.unit_offset, c.part, c.position, c.column_id
