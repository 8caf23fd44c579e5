-- Alerts at speed: cheaper database time, indexes that a repeat does not move, search documents written behind the
-- commit, and counts that are kept instead of counted.

-- The same time as before, without a setting of its own: only so does PostgreSQL take it into the statement that calls it.
create or replace function app.now() returns timestamptz language sql stable parallel safe
  as $$ select pg_catalog.date_trunc('milliseconds', pg_catalog.now())
    + coalesce(nullif(pg_catalog.current_setting('app.clock_offset', true), '')::pg_catalog.interval, '0'::pg_catalog.interval) $$;

-- One range for each ordering of the list. None of these columns moves with a repeat, which so stays in its page. They
-- ascend, as new alerts do, and are read backwards for the newest: so their pages are filled, not split in the middle.
create index alerts_by_severity on app.alerts (organization_id, severity_rank, id) where deleted_at is null;
create index alerts_worst_ever on app.alerts (organization_id, severity_rank, starts_at, id) where deleted_at is null;
create index alerts_by_creation on app.alerts (organization_id, created_at, id) where deleted_at is null;
drop index app.alerts_worst_first, app.alerts_newest, app.alerts_by_client;
create index alerts_worst_first on app.alerts (organization_id, severity_rank, starts_at, id)
  where workflow <> 'resolved' and deleted_at is null;
create index alerts_newest on app.alerts (organization_id, starts_at, id) where deleted_at is null;
create index alerts_by_client on app.alerts (organization_id, client_id, severity_rank desc, starts_at desc, id desc)
  where client_id is not null and deleted_at is null;

-- An alert that is simply open needs no index by status: most of the worst first are such, and find them.
drop index app.alerts_by_status;
create index alerts_by_status on app.alerts (organization_id, status, severity_rank, starts_at, id)
  where status <> 'open' and status <> 'resolved' and deleted_at is null;

-- A source repeats all its open alerts at once: room in the page for a second version of each.
alter table app.alerts set (fillfactor = 50);

-- An alert's happenings are only read by alert.
alter table app.alert_events drop constraint alert_events_pkey, add primary key (organization_id, alert_id, id);
drop index app.alert_events_by_alert;

-- Open alerts by client, status and severity, as signed differences: whoever changes alerts appends, readers add up,
-- and now and then what has gathered becomes one row each. Nobody ever updates a row, so nobody waits for one.
create table app.alert_counts (
  organization_id bigint not null,
  id bigint generated always as identity,
  client_id bigint,
  status text collate "C" not null,
  severity text collate "C" not null,
  n bigint not null,
  primary key (organization_id, id)
);
call app.protect('app.alert_counts', 'select, insert');

create function app.count_new_alerts() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into app.alert_counts (organization_id, client_id, status, severity, n)
  select organization_id, client_id, status, severity, count(*) from fresh
  where status <> 'resolved' and deleted_at is null group by organization_id, client_id, status, severity;
  return null;
end $$;
create trigger count_new after insert on app.alerts
  referencing new table as fresh for each statement execute function app.count_new_alerts();

-- A row at a time: keeping old and new rows for a trigger of the statement would cost each repeat a third more.
create function app.count_changed_alert() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into app.alert_counts (organization_id, client_id, status, severity, n)
  select organization_id, client_id, status, severity, n
  from (values (old.organization_id, old.client_id, old.status, old.severity, -1, old.deleted_at),
    (new.organization_id, new.client_id, new.status, new.severity, 1, new.deleted_at))
    as side (organization_id, client_id, status, severity, n, deleted_at)
  where status <> 'resolved' and deleted_at is null;
  return null;
end $$;
create trigger count_changed after update on app.alerts for each row
  when (old.status <> new.status or old.severity_rank <> new.severity_rank
    or old.client_id is distinct from new.client_id or old.deleted_at is distinct from new.deleted_at)
  execute function app.count_changed_alert();

create function app.count_removed_alerts() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into app.alert_counts (organization_id, client_id, status, severity, n)
  select organization_id, client_id, status, severity, -count(*) from gone
  where status <> 'resolved' and deleted_at is null group by organization_id, client_id, status, severity;
  return null;
end $$;
create trigger count_removed after delete on app.alerts
  referencing old table as gone for each statement execute function app.count_removed_alerts();

alter table app.alerts no force row level security;
alter table app.alert_counts no force row level security;
insert into app.alert_counts (organization_id, client_id, status, severity, n)
select organization_id, client_id, status, severity, count(*) from app.alerts
where status <> 'resolved' and deleted_at is null group by organization_id, client_id, status, severity;
alter table app.alerts force row level security;
alter table app.alert_counts force row level security;

-- Makes one row of what has several. Takes what it sees in one statement, so that no sum is ever seen half done; of two
-- at once each takes what the other has not.
create function app.fold_alert_counts() returns bigint
  language sql security definer set search_path = pg_catalog as $$
  with several as (select client_id, status, severity from app.alert_counts
    where organization_id = app.current_organization() group by client_id, status, severity having count(*) > 1),
  taken as (delete from app.alert_counts c using several s where c.organization_id = app.current_organization()
    and c.client_id is not distinct from s.client_id and c.status = s.status and c.severity = s.severity
    returning c.client_id, c.status, c.severity, c.n),
  sums as (insert into app.alert_counts (organization_id, client_id, status, severity, n)
    select app.current_organization(), client_id, status, severity, sum(n) from taken
    group by client_id, status, severity having sum(n) <> 0)
  select count(*) from taken $$;

-- Alerts whose words are not in the search documents yet: a row for each statement that made some.
create table search.unindexed (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  alert_ids bigint[] not null
);
create index unindexed_by_organization on search.unindexed (organization_id, id);

create function search.alert_words(title text, description text, labels jsonb) returns tsvector
  language sql stable set search_path = pg_catalog, search
  as $$ select search.words(left(concat_ws(' ', title, description, (select string_agg(value, ' ') from jsonb_each_text(labels))), 20000)) $$;
revoke execute on function search.alert_words(text, text, jsonb) from public;

create or replace function search.index_alerts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, search as $$
begin
  insert into search.unindexed (organization_id, alert_ids)
  select organization_id, array_agg(id) from changed group by organization_id;
  return null;
end $$;
create or replace function search.index_changed_alert() returns trigger
  language plpgsql security definer set search_path = pg_catalog, search as $$
begin
  insert into search.unindexed (organization_id, alert_ids) values (new.organization_id, array[new.id]);
  return null;
end $$;

-- Writes the documents of the oldest unindexed alerts of this organization. @returns how many alerts
create function search.index_waiting_alerts(batches integer) returns bigint
  language plpgsql security definer set search_path = pg_catalog, search as $$
declare
  ids bigint[];
begin
  -- One at a time, or the slower of two could write the older words over the newer.
  if not pg_try_advisory_xact_lock(hashtextextended('alert words ' || app.current_organization(), 0)) then return 0; end if;
  with taken as (delete from search.unindexed where id in (
    select id from search.unindexed where organization_id = app.current_organization() order by id limit batches)
    returning alert_ids)
  select array_agg(distinct alert_id) into ids from taken, unnest(alert_ids) as alert_id;
  -- A statement of its own: it sees at least what the taken rows speak of.
  insert into search.documents (organization_id, kind, record_id, words)
  select organization_id, 'alert', id, search.alert_words(title, description, labels)
  from app.alerts where organization_id = app.current_organization() and id = any(ids) order by id
  on conflict (organization_id, kind, record_id) do update set words = excluded.words;
  return coalesce(cardinality(ids), 0);
end $$;

-- What waits to be indexed is looked through as it is, the newest of it: a search misses nothing that was committed.
create function search.matches_waiting_alerts(query tsquery, cap integer) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, search as $$
  select a.id from (select distinct alert_id from (
      select unnest(alert_ids) as alert_id from search.unindexed
      where organization_id = app.current_organization() order by id desc limit cap) newest) waiting
    join app.alerts a on a.organization_id = app.current_organization() and a.id = waiting.alert_id
  where search.alert_words(a.title, a.description, a.labels) @@ query $$;

create or replace function search.matches(wanted_kind text, query text, cap integer) returns setof bigint
  language plpgsql stable security definer set search_path = pg_catalog, search, public as $$
begin
  if wanted_kind = 'alert' and exists (select from search.unindexed where organization_id = app.current_organization()) then
    return query select search.matches_waiting_alerts(to_tsquery('simple', query), 2000);
  end if;
  return query select record_id from search.documents
    where organization_id = (select app.current_organization()) and kind = wanted_kind and words @@ to_tsquery('simple', query)
    order by record_id desc limit cap;
end $$;

revoke execute on function app.fold_alert_counts(), search.index_waiting_alerts(integer),
  search.matches_waiting_alerts(tsquery, integer) from public;
grant execute on function app.fold_alert_counts(), search.index_waiting_alerts(integer) to app_rw;

-- Every ordering that a list offers is one range of an index: those that were still sorted.
do $$ declare noun text; begin
  foreach noun in array array['organizations', 'departments', 'teams', 'users', 'user_roles', 'clients', 'sites', 'integrations',
    'configuration_items', 'incident_comments'] loop
    execute format('create index %I on app.%I (organization_id, created_at, id) where deleted_at is null', noun || '_by_creation', noun);
  end loop;
end $$;
create index users_by_username on app.users (organization_id, username, id) where deleted_at is null;
create index user_roles_by_role on app.user_roles (organization_id, role, id) where deleted_at is null;
create index sites_by_name on app.sites (organization_id, name, id) where deleted_at is null;
create index incidents_by_priority on app.incidents (organization_id, priority, id) where deleted_at is null;
create index incidents_most_urgent on app.incidents (organization_id, priority, created_at desc, id desc) where deleted_at is null;
create index incidents_by_own_status on app.incidents (organization_id, status, id) where deleted_at is null;
create index incidents_by_title on app.incidents (organization_id, title, id) where deleted_at is null;
create index incident_attachments_by_filename on app.incident_attachments (organization_id, filename, id) where deleted_at is null;
create index incident_metrics_by_touches on app.incident_metrics (organization_id, touches, id) where deleted_at is null;
