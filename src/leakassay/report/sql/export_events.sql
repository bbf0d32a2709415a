-- in: event, item, controller_map  out: events
-- The clinical events, with the controller each was mapped to.
select
  lpad(lower(to_hex(e.event_id)), 16, '0') as event_id,
  lpad(lower(to_hex(e.sighting_id)), 16, '0') as sighting_id,
  lpad(lower(to_hex(e.item_id)), 16, '0') as item_id,
  item.item_path,
  concat(e.unit_offset, ':', e.part, ':', e."row") as locator,
  e.test_code, e.test_name, e.test_id, e.test_class, e.tier, e.status, e.value_flag, e.result_unit as unit,
  e.range_low, e.range_high,
  strftime(
    case
      when e.collected_at between cast('0001-01-01' as timestamp_s) and cast('9999-12-31 23:59:59' as timestamp_s)
      then cast(e.collected_at as timestamp)
    end,
    '%Y-%m-%dT%H:%M:%S'
  ) as collected_at,
  strftime(
    case
      when e.received_at between cast('0001-01-01' as timestamp_s) and cast('9999-12-31 23:59:59' as timestamp_s)
      then cast(e.received_at as timestamp)
    end,
    '%Y-%m-%dT%H:%M:%S'
  ) as received_at,
  strftime(
    case
      when e.reported_at between cast('0001-01-01' as timestamp_s) and cast('9999-12-31 23:59:59' as timestamp_s)
      then cast(e.reported_at as timestamp)
    end,
    '%Y-%m-%dT%H:%M:%S'
  ) as reported_at,
  e.specimen_id, e.requester_code, e.client_code,
  controller_map.controller, controller_map.rule as controller_rule
from event as e
left join item on item.item_id = e.item_id
left join controller_map on controller_map.event_id = e.event_id
order by e.item_id, e.unit_offset, e.part, e."row", e.event_id
