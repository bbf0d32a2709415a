-- in: item  out: newest_file
-- When was the newest file of the dump written, as its container or file system says?
select cast(max(modified_at) as date) as newest
from item
