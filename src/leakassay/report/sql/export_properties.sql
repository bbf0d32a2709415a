-- in: document_property, item  out: properties
-- The properties of documents: author, company, host, outcome of a signature.
select
  lpad(lower(to_hex(p.property_id)), 16, '0') as property_id,
  lpad(lower(to_hex(p.item_id)), 16, '0') as item_id,
  item.item_path,
  p.name, p.value,
  concat(p.unit_offset, ':', p.part, ':', p."row") as locator
from document_property as p
left join item on item.item_id = p.item_id
order by p.item_id, p.unit_offset, p.part, p."row", p.name, p.property_id
