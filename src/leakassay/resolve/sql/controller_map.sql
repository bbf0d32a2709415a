-- in: event, sighting, item, code  out: controller_map
-- Which controller ordered each event (each sighting, where it has no event), by the first rule that answers?
-- Order and precision: the codes of the record before names of folders, the practice of registration last, because
-- the practice where somebody is registered is not always the one that ordered: it is asked only where the record names
-- no client and no site at all, for a client whom the profile does not know is not the practice of registration, and
-- where no consultant ordered (C and seven digits), for consultants order for a hospital.
-- None answers: UNMAPPED, never dropped.
with record as (
    select
        e.sighting_id, e.event_id, e.item_id,
        upper(trim(e.client_code)) as client_code,
        upper(trim(e.requester_code)) as requester_code,
        upper(trim(s.site_code)) as site_code,
        upper(trim(s.assigning_authority)) as authority,
        rtrim(split_part(lower(s.sender), '@', 2), '> ') as sender_domain,
        upper(trim(s.gp_practice)) as gp_practice
    from event as e
    left join sighting as s on e.sighting_id = s.sighting_id
    union all
    select
        s.sighting_id, null, s.item_id, null, null,
        upper(trim(s.site_code)),
        upper(trim(s.assigning_authority)),
        rtrim(split_part(lower(s.sender), '@', 2), '> '),
        upper(trim(s.gp_practice))
    from sighting as s
    where s.sighting_id not in (select sighting_id from event where sighting_id is not null)
),
placed as (
    -- an old-style site code begins with its trust (RJ121 of RJ1); letters and digits in turn are ANANA and do not
    select
        *,
        case
            when regexp_full_match(site_code, 'R[A-Z0-9]{4}')
                and not regexp_full_match(site_code, '[A-Z][0-9][A-Z][0-9][A-Z]')
            then left(site_code, 3)
        end as site_trust
    from record
),
ods as (select value, controller from code where kind = 'ods'),
client as (select value, controller from code where kind = 'client'),
domain as (select value, controller from code where kind = 'domain'),
coded as (
    select
        r.sighting_id, r.event_id, r.item_id,
        coalesce(ods_client.controller, ods_requester.controller, ods_site.controller, trust.controller) as by_site,
        client.controller as by_client,
        requester.controller as by_requester,
        coalesce(ods_authority.controller, authority.controller) as by_authority,
        domain.controller as by_sender,
        case
            when r.client_code is null and r.site_code is null and not coalesce(r.requester_code like 'C_______', false)
            then practice.controller
        end as by_registration,
        coalesce(by_site, by_client, by_requester, by_authority, by_sender) is null as open
    from placed as r
    left join ods as ods_client on r.client_code = ods_client.value
    left join ods as ods_requester on r.requester_code = ods_requester.value
    left join ods as ods_site on r.site_code = ods_site.value
    left join ods as trust on r.site_trust = trust.value
    left join client on r.client_code = client.value
    left join client as requester on r.requester_code = requester.value
    left join ods as ods_authority on r.authority = ods_authority.value
    left join client as authority on r.authority = authority.value
    left join domain on r.sender_domain = domain.value
    left join ods as practice on r.gp_practice = practice.value
),
path as (
    select item_id, ' ' || trim(regexp_replace(lower(item_path), '[^a-z0-9]+', ' ', 'g')) || ' ' as words
    from item
    where item_id in (select item_id from coded where open)
),
hinted as (
    select path.item_id, hint.controller, length(hint.value) as characters
    from path
    join code as hint on hint.kind = 'hint' and contains(path.words, hint.value)
    qualify characters = max(characters) over (partition by path.item_id)
),
place as (
    select item_id, min(controller) as controller
    from hinted
    group by item_id
    having count(distinct controller) = 1
)
select
    c.sighting_id,
    c.event_id,
    coalesce(
        c.by_site, c.by_client, c.by_requester, c.by_authority, c.by_sender, place.controller, c.by_registration,
        'UNMAPPED'
    ) as controller,
    case
        when c.by_site is not null then 'site_code'
        when c.by_client is not null then 'client_code'
        when c.by_requester is not null then 'requester'
        when c.by_authority is not null then 'authority'
        when c.by_sender is not null or place.controller is not null then 'path'
        when c.by_registration is not null then 'registration'
        else 'none'
    end as rule,
    case
        when c.by_site is not null then $site_code
        when c.by_client is not null then $client_code
        when c.by_requester is not null then $requester
        when c.by_authority is not null then $authority
        when c.by_sender is not null or place.controller is not null then $path
        when c.by_registration is not null then $registration
        else 0.0
    end as confidence
from coded as c
left join place on c.item_id = place.item_id
order by c.sighting_id, c.event_id
