-- in: source, item, sighting, event, membership, subject  out: instalment
-- What does each source bring, in the order of adding, and what of it did an earlier one hold already?
-- A copy was not read: its original speaks for it and for whatever lies inside. Nothing is known by a name or a size: empty
-- and unreadable items count as new. Subjects as linked, without fabricated, seeded, test patients, numbers set aside.
with recursive borrowed as (
    select source_id, duplicate_of as item_id
    from item
    where duplicate_of is not null
    union
    select borrowed.source_id, coalesce(inner_item.duplicate_of, inner_item.item_id) as item_id
    from borrowed
    join item as inner_item on inner_item.parent_id = borrowed.item_id
),
stands as (
    select source_id, item_id from item where duplicate_of is null
    union
    select source_id, item_id from borrowed
),
-- by order of adding, not by who is whose original: a dump that is added before the first one is read to its end may
-- hold the original of an item of the first one
held as (
    select s.source_id, s.ordinal, stands.item_id, s.ordinal = min(s.ordinal) over (partition by stands.item_id) as is_new
    from stands
    join source as s on s.source_id = stands.source_id
),
told as (
    select i.source_id, i.parent_id, i.own_bytes, not h.is_new as is_known
    from item as i
    join held as h on h.source_id = i.source_id and h.item_id = coalesce(i.duplicate_of, i.item_id)
),
listed as (
    select
        source_id,
        count(*) as items,
        count(*) filter (where is_known) as items_known,
        count(*) filter (where is_known and parent_id is null) as files_known,
        sum(own_bytes) as bytes_unpacked,
        sum(own_bytes) filter (where is_known) as bytes_known
    from told
    group by source_id
),
sighted as (select item_id, count(*) as sightings from sighting group by item_id),
happened as (select item_id, count(*) as events from event group by item_id),
found as (
    select
        h.source_id,
        sum(sighted.sightings) as sightings,
        sum(sighted.sightings) filter (where h.is_new) as sightings_new,
        sum(happened.events) as events,
        sum(happened.events) filter (where h.is_new) as events_new
    from held as h
    left join sighted on sighted.item_id = h.item_id
    left join happened on happened.item_id = h.item_id
    group by h.source_id
),
seen as (
    select distinct h.source_id, h.ordinal, m.subject_id
    from sighting as sg
    join held as h on h.item_id = sg.item_id
    join membership as m on m.sighting_id = sg.sighting_id
    join subject as su on su.subject_id = m.subject_id
    where su.origin <> 'fabricated' and su.person_type not in ('seeded', 'test') and not (su.test_range and $set_aside)
),
met as (select source_id, ordinal = min(ordinal) over (partition by subject_id) as is_new from seen),
people as (
    select source_id, count(*) as subjects, count(*) filter (where is_new) as subjects_new
    from met
    group by source_id
)
select
    s.ordinal,
    lpad(lower(to_hex(s.source_id)), 16, '0') as source_id,
    coalesce(s.files, 0) as files,
    coalesce(listed.files_known, 0) as files_known,
    coalesce(s.bytes, 0) as bytes,
    coalesce(listed.bytes_unpacked, 0)::bigint as bytes_unpacked,
    coalesce(listed.bytes_known, 0)::bigint as bytes_known,
    coalesce(listed.items, 0) as items,
    coalesce(listed.items_known, 0) as items_known,
    coalesce(listed.items - listed.items_known, 0) as items_new,
    coalesce(found.sightings, 0)::bigint as sightings,
    coalesce(found.sightings_new, 0)::bigint as sightings_new,
    coalesce(found.events, 0)::bigint as events,
    coalesce(found.events_new, 0)::bigint as events_new,
    coalesce(people.subjects, 0) as subjects_linked,
    coalesce(people.subjects_new, 0) as subjects_linked_new
from source as s
left join listed on listed.source_id = s.source_id
left join found on found.source_id = s.source_id
left join people on people.source_id = s.source_id
order by s.ordinal, s.source_id
