-- in: column, place, schema_column  out: schema_match
-- How many tables with people in each partition bear the headers of one of our systems, of a partner's, of neither?
with headed as (
    select
        item_id, part, table_name,
        regexp_replace(lower(header), '[^a-z0-9]+', '', 'g') as header,
        kind in ('nhs_number', 'chi_number', 'hc_number', 'hospital_number', 'surname', 'forename', 'full_name',
                 'date_of_birth') as personal
    from "column"
    where header <> ''
),
tables as (
    select item_id, part, table_name
    from headed
    group by item_id, part, table_name
    having count(distinct header) >= 3 and bool_or(personal)
),
wanted as (
    select owner, number, count(distinct header) as headers from schema_column group by owner, number
),
matched as (
    select tables.item_id, tables.part, tables.table_name, wanted.owner
    from tables
    join headed
        on headed.item_id = tables.item_id and headed.part = tables.part and headed.table_name = tables.table_name
    join schema_column on schema_column.header = headed.header
    join wanted on wanted.owner = schema_column.owner and wanted.number = schema_column.number
    group by tables.item_id, tables.part, tables.table_name, wanted.owner, wanted.number, wanted.headers
    having count(distinct headed.header) >= $containment * wanted.headers
),
judged as (
    select
        tables.item_id, tables.part, tables.table_name,
        bool_or(coalesce(matched.owner = 'ours', false)) as ours,
        bool_or(coalesce(matched.owner = 'partner', false)) as partner
    from tables
    left join matched
        on matched.item_id = tables.item_id and matched.part = tables.part and matched.table_name = tables.table_name
    group by tables.item_id, tables.part, tables.table_name
)
select
    place."partition",
    count(*) as tables,
    count(*) filter (judged.ours) as ours,
    count(*) filter (judged.partner and not judged.ours) as partner
from judged
join place on place.item_id = judged.item_id
group by place."partition"
order by place."partition"
