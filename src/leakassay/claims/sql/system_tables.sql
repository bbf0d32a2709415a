-- in: column, schema_column  out: system_tables
-- How many tables bear the headers of one of the given tables of a system?
with headed as (
    select distinct item_id, part, table_name, regexp_replace(lower(header), '[^a-z0-9]+', '', 'g') as header
    from "column"
    where header <> ''
),
wanted as (
    select number, count(distinct header) as headers from schema_column group by number
),
matched as (
    select headed.item_id, headed.part, headed.table_name
    from headed
    join schema_column on schema_column.header = headed.header
    join wanted on wanted.number = schema_column.number
    group by headed.item_id, headed.part, headed.table_name, wanted.number, wanted.headers
    having count(distinct headed.header) >= $containment * wanted.headers
),
tables as (
    select distinct item_id, part, table_name from matched
)
select count(*) as tables, count(distinct item_id) as items
from tables
