-- in: part  out: face
-- Which records without a national number may be somebody's who stands elsewhere under other values?
-- Each face carries the blocks in which it may meet another one. Blocks that would cost more than $limit comparisons
-- (a default date of birth, the address of a prison) are left out; finer blocks of the same face remain.
with candidate as (
    select
        signature_id, part_id, number is null as linkable, number, staff,
        surname, forename, date_of_birth, postcode, sex, telephone, email, hospital_key,
        cast(date_of_birth as varchar) as birth,
        [
            birth || '|' || left(forename, 1),
            birth || '|' || surname,
            least(surname, forename) || '|' || greatest(surname, forename) || '|' || birth,
            surname || '|' || forename || '|' || left(birth, 4),
            surname || '|' || forename || '|' || right(birth, 5),
            surname || '|' || postcode,
            birth || '|' || postcode,
            email,
            telephone,
            hospital_key,
            forename || '|' || postcode
        ] as blocks
    from part
    where not conflict and not bare
),
spread as (
    select signature_id, staff, linkable, unnest(blocks) as block, unnest(range(11)) as rule
    from candidate
),
kept as (
    select staff, rule, block
    from spread
    where block is not null
    group by staff, rule, block
    having count(*) > 1 and count(*) filter (where linkable) > 0
        and count(*) * count(*) filter (where linkable) <= $limit
),
pivoted as (
    select
        s.signature_id,
        max(s.block) filter (where s.rule = 0) as block_0,
        max(s.block) filter (where s.rule = 1) as block_1,
        max(s.block) filter (where s.rule = 2) as block_2,
        max(s.block) filter (where s.rule = 3) as block_3,
        max(s.block) filter (where s.rule = 4) as block_4,
        max(s.block) filter (where s.rule = 5) as block_5,
        max(s.block) filter (where s.rule = 6) as block_6,
        max(s.block) filter (where s.rule = 7) as block_7,
        max(s.block) filter (where s.rule = 8) as block_8,
        max(s.block) filter (where s.rule = 9) as block_9,
        max(s.block) filter (where s.rule = 10) as block_10
    from spread as s
    join kept as k on s.staff = k.staff and s.rule = k.rule and s.block = k.block
    group by s.signature_id
)
select
    row_number() over (order by c.signature_id) as unique_id,
    c.part_id, c.linkable, c.number, c.staff, c.surname, c.forename, c.date_of_birth, c.birth,
    c.postcode, c.sex, c.telephone, c.email, c.hospital_key,
    p.* exclude (signature_id)
from candidate as c
join pivoted as p on c.signature_id = p.signature_id
order by unique_id
