-- The tenant that the figures are about, set-based: 200 people, 10 teams, 50 clients, 100 sites, 1,000 items and a year of
-- incidents, the newest tenth of them open. Ids have five digits and more, so that they are told from other numbers
-- when statements are recorded.
alter table app.incidents disable trigger user;
insert into app.users (organization_id, id, username, email, display_name, created_at)
  overriding system value
  select app.current_organization(), 20000 + g, 'agent' || g, 'agent' || g || '@example.org', 'Agent ' || g, now() - interval '400 days'
  from generate_series(1, 200) g;
insert into app.user_roles (organization_id, user_id, role)
  select app.current_organization(), 20000 + g, 'noc_operator' from generate_series(1, 200) g;
insert into auth.credentials (user_id, organization_id, username, password_hash)
  select 20000 + g, app.current_organization(), 'agent' || g, (select password_hash from auth.credentials where username = 'admin')
  from generate_series(1, 200) g;
insert into app.teams (organization_id, id, name)
  overriding system value select app.current_organization(), 30000 + g, 'Team ' || g from generate_series(1, 10) g;
insert into app.clients (organization_id, id, name)
  overriding system value select app.current_organization(), 40000 + g, 'Client ' || g from generate_series(1, 50) g;
insert into app.sites (organization_id, id, name, client_id)
  overriding system value
  select app.current_organization(), 50000 + g, 'Site ' || g, 40001 + g % 50 from generate_series(1, 100) g;
insert into app.configuration_items (organization_id, id, name, host_name, client_id, site_id)
  overriding system value
  select app.current_organization(), 60000 + g, 'switch-' || g, 'switch-' || g, 40001 + g % 50, 50001 + g % 100
  from generate_series(1, 1000) g;

with shaped as (
  select g, hashint4(g) & 1073741823 as dice, now() - (100001 - g) * interval '315 seconds' as born,
    case when g > 90000 then (array['new', 'new', 'new', 'in_progress', 'in_progress', 'in_progress', 'in_progress',
        'in_progress', 'on_hold', 'on_hold'])[1 + (hashint4(g) & 1073741823) % 10]
      when g % 20 = 0 then 'cancelled' when g % 20 = 1 then 'resolved' else 'closed' end as status
  from generate_series(1, 100000) g)
insert into app.incidents (organization_id, id, number, title, description, channel, status, status_category, impact, urgency,
  effective_impact, effective_urgency, priority, requester_id, assignee_id, team_id, client_id, site_id, configuration_item_id, hold_reason, resolution_code,
  resolution_notes, acknowledged_at, resolved_at, closed_at, cancel_reason, created_at, updated_at, created_by, updated_by)
  overriding system value
  select app.current_organization(), 100000 + g, 'INC-' || g, 'Uplink down at site ' || dice % 500,
    'No carrier on the uplink for more than 60 seconds. Users on floor 3 have no network. Checked cable and SFP. ' || md5(g::text),
    (array['portal', 'mail', 'phone', 'monitoring'])[1 + dice % 4], status,
    case status when 'in_progress' then 'active' when 'on_hold' then 'hold' else status end,
    1 + dice % 3, 1 + dice / 3 % 3, 1 + dice % 3, 1 + dice / 3 % 3, 1 + dice % 3 + dice / 3 % 3, 20001 + dice % 200,
    case when status <> 'new' then 20001 + dice / 7 % 200 end, 30001 + dice / 11 % 10, 40001 + dice / 13 % 50,
    50001 + dice / 17 % 100, 60001 + dice / 19 % 1000, case status when 'on_hold' then 'awaiting_vendor' end,
    case when status in ('resolved', 'closed') then 'fixed' end, case when status in ('resolved', 'closed') then 'Replaced the SFP.' end,
    case when status <> 'new' then born + interval '9 minutes' end,
    case when status in ('resolved', 'closed') then born + dice % 40 * interval '1 hour' end,
    case status when 'closed' then born + (dice % 40 + 48) * interval '1 hour' end,
    case status when 'cancelled' then 'Reported twice.' end,
    born, least(now(), born + dice % 90 * interval '1 hour'), 20001 + dice % 200, 20001 + dice / 7 % 200
  from shaped;
insert into search.documents (organization_id, kind, record_id, words)
  select organization_id, 'incident', id, search.words(concat_ws(' ', number, title, description, resolution_notes)) from app.incidents;
alter table app.incidents enable trigger user;
insert into app.counters (organization_id, kind, last) values (app.current_organization(), 'INC', 500000)
  on conflict (organization_id, kind) do update set last = 500000;
select setval(pg_get_serial_sequence('app.incidents', 'id'), 300000), setval(pg_get_serial_sequence('app.alerts', 'id'), 3000000),
  setval(pg_get_serial_sequence('app.integrations', 'id'), 70000), setval(pg_get_serial_sequence('app.incident_comments', 'id'), 800000);
