-- in: document_property  out: telegram_reference
-- Which files does each chat export refer to, in the order of its messages, and which did it leave out itself?
select item_id, part as path, min("row") as message_row, bool_or(name = 'telegram_left_out') as left_out
from document_property
where name in ('telegram_message_id', 'telegram_left_out')
group by item_id, part
order by item_id, message_row, path
