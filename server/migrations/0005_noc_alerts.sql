-- Where alerts come from, what they are, what silences them.

create table app.integrations (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('alertmanager', 'alertmanager-webhook', 'generic')),
  client_id bigint,
  site_id bigint,
  -- {"severity_map": {raw: severity}, "ignored_labels": [...], "reopen_window_seconds": n, "resolve_timeout_seconds": n}
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references app.clients (organization_id, id),
  foreign key (organization_id, site_id) references app.sites (organization_id, id)
);
create unique index integrations_name on app.integrations (organization_id, name) where deleted_at is null;
call app.protect('app.integrations');

create table app.alerts (
  organization_id bigint not null,
  id bigint generated always as identity,
  integration_id bigint not null,
  dedup_key text collate "C" not null check (length(dedup_key) <= 255),
  title text collate "C" not null check (length(title) <= 1024),
  description text not null default '',
  severity text collate "C" not null check (severity in ('critical', 'high', 'warning', 'low', 'info')),
  severity_rank smallint not null generated always as
    (case severity when 'critical' then 5 when 'high' then 4 when 'warning' then 3 when 'low' then 2 else 1 end) stored,
  condition text not null check (condition in ('firing', 'ok')),
  workflow text collate "C" not null check (workflow in ('open', 'acknowledged', 'resolved')),
  -- why nobody is paged: 'silence:<id>' and the like; suppressed when not empty
  suppressed_by text[] not null default '{}',
  escalation_level integer not null default 0,
  assignee_id bigint,
  team_id bigint,
  -- the one word of the contract, derived from the axes
  status text collate "C" not null generated always as (case
    when workflow = 'resolved' then 'resolved'
    when cardinality(suppressed_by) > 0 then 'suppressed'
    when escalation_level > 0 and workflow <> 'acknowledged' then 'escalated'
    when workflow = 'acknowledged' then 'acknowledged'
    when assignee_id is not null or team_id is not null then 'assigned'
    else 'open' end) stored,
  labels jsonb not null default '{}',
  annotations jsonb not null default '{}',
  links jsonb not null default '[]',
  client_id bigint,
  site_id bigint,
  configuration_item_id bigint,
  incident_id bigint,
  previous_alert_id bigint,
  starts_at timestamptz not null,
  -- of sources that overlap the newest start heard of; tells a repeat from a new occurrence
  latest_starts_at timestamptz not null,
  ends_at timestamptz,
  expires_at timestamptz,
  last_seen_at timestamptz not null,
  occurrence_count bigint not null default 1,
  refire_count integer not null default 0,
  acknowledged_at timestamptz,
  acknowledged_by bigint,
  resolved_at timestamptz,
  resolved_by bigint,
  resolution text check (resolution in ('source', 'person', 'expired', 'incident')),
  resolution_notes text,
  resolved_while_firing boolean not null default false,
  orphan_resolve boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, integration_id) references app.integrations (organization_id, id),
  foreign key (organization_id, assignee_id) references app.users (organization_id, id),
  foreign key (organization_id, team_id) references app.teams (organization_id, id),
  foreign key (organization_id, client_id) references app.clients (organization_id, id),
  foreign key (organization_id, site_id) references app.sites (organization_id, id),
  foreign key (organization_id, configuration_item_id) references app.configuration_items (organization_id, id),
  foreign key (organization_id, incident_id) references app.incidents (organization_id, id),
  check ((workflow = 'resolved') = (resolved_at is not null))
) with (fillfactor = 80); -- room for repeats to update in the page
-- One open row per identity, whatever races.
create unique index alerts_open_identity on app.alerts (organization_id, integration_id, dedup_key) where workflow <> 'resolved';
create index alerts_by_identity on app.alerts (organization_id, integration_id, dedup_key, id desc);
create index alerts_worst_first on app.alerts (organization_id, severity_rank desc, starts_at desc, id desc) where workflow <> 'resolved' and deleted_at is null;
create index alerts_newest on app.alerts (organization_id, starts_at desc, id desc) where deleted_at is null;
create index alerts_by_status on app.alerts (organization_id, status, severity_rank desc, starts_at desc, id desc) where deleted_at is null;
create index alerts_by_incident on app.alerts (organization_id, incident_id) where incident_id is not null;
create index alerts_by_client on app.alerts (organization_id, client_id, severity_rank desc, starts_at desc, id desc) where deleted_at is null;
call app.protect('app.alerts');

-- One row per thing that happened; a repeat is not one.
create table app.alert_events (
  organization_id bigint not null,
  id bigint generated always as identity,
  alert_id bigint not null,
  at timestamptz not null default app.now(),
  event text not null,
  actor_kind text not null,
  actor_id bigint,
  actor_name text not null,
  details jsonb not null default '{}',
  primary key (organization_id, id)
);
create index alert_events_by_alert on app.alert_events (organization_id, alert_id, id);
call app.protect('app.alert_events', 'select, insert');

create table app.silences (
  organization_id bigint not null,
  id bigint generated always as identity,
  -- what Alertmanager's dialect calls the silence
  public_id uuid not null default gen_random_uuid(),
  integration_id bigint not null,
  matchers jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null constraint silences_ends_at_check check (ends_at > starts_at),
  created_by_name text not null,
  comment text not null,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (organization_id, id),
  foreign key (organization_id, integration_id) references app.integrations (organization_id, id)
);
create unique index silences_public_id on app.silences (organization_id, public_id);
create index silences_by_end on app.silences (organization_id, integration_id, ends_at);
call app.protect('app.silences');

create function search.index_alerts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, search as $$
begin
  insert into search.documents (organization_id, kind, record_id, words)
  select organization_id, 'alert', id,
    search.words(left(concat_ws(' ', title, description, (select string_agg(value, ' ') from jsonb_each_text(labels))), 20000))
  from changed
  on conflict (organization_id, kind, record_id) do update set words = excluded.words;
  return null;
end $$;
create trigger index_new_for_search after insert on app.alerts
  referencing new table as changed for each statement execute function search.index_alerts();

create function search.index_changed_alert() returns trigger
  language plpgsql security definer set search_path = pg_catalog, search as $$
begin
  update search.documents set words =
    search.words(left(concat_ws(' ', new.title, new.description, (select string_agg(value, ' ') from jsonb_each_text(new.labels))), 20000))
  where organization_id = new.organization_id and kind = 'alert' and record_id = new.id;
  return null;
end $$;
create trigger index_changed_for_search after update of title, description, labels on app.alerts
  for each row when (old.title <> new.title or old.description <> new.description or old.labels <> new.labels)
  execute function search.index_changed_alert();

-- Keys of integrations, hashed. Two may be valid while one is being rotated out.
create table auth.integration_keys (
  hash bytea primary key,
  organization_id bigint not null,
  integration_id bigint not null,
  created_at timestamptz not null default app.now(),
  expires_at timestamptz,
  foreign key (organization_id, integration_id) references app.integrations (organization_id, id)
);
create index integration_keys_by_integration on auth.integration_keys (organization_id, integration_id);

create function auth.find_integration(key_hash bytea) returns table (organization_id bigint, integration_id bigint)
  language sql stable security definer set search_path = pg_catalog as $$
  select k.organization_id, k.integration_id from auth.integration_keys k
  where k.hash = key_hash and (k.expires_at is null or k.expires_at > app.now()) $$;

-- Adds a key; the ones before it end after the overlap.
create function auth.put_integration_key(of_integration bigint, key_hash bytea, overlap interval) returns void
  language sql security definer set search_path = pg_catalog as $$
  update auth.integration_keys set expires_at = least(coalesce(expires_at, 'infinity'), app.now() + overlap)
  where organization_id = app.current_organization() and integration_id = of_integration;
  insert into auth.integration_keys (hash, organization_id, integration_id) values (key_hash, app.current_organization(), of_integration) $$;

-- The tenants there are, for sweeps that visit each in a transaction of its own.
create function auth.list_organizations() returns setof bigint
  language sql stable security definer set search_path = pg_catalog as $$
  select distinct organization_id from auth.credentials $$;

revoke execute on all functions in schema auth from public;
grant execute on all functions in schema auth to app_rw;

create trigger index_for_search after insert or update of name, kind on app.integrations
  for each row execute function search.index_record('integration', 'name', 'kind');
