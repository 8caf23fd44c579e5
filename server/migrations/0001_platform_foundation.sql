-- The ground every module stands on: roles, tenancy, ledger, stream.
-- Runs as the login role, which owns everything. Requests run as app_rw, the relay as app_relay, jobs as app_jobs.

do $$
declare
  role_name text;
  needed text := case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end;
begin
  foreach role_name in array array['app_rw', 'app_relay', 'app_jobs'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls', role_name);
      exception when duplicate_object or unique_violation then null; -- another database of this cluster was faster
      end;
    end if;
    -- Having made a role is not enough from PostgreSQL 16 on: SET ROLE wants the grant.
    -- Where an administrator gave it already, this login may be unable to give it.
    if not pg_has_role(current_user, role_name, needed) then
      execute format('grant %I to %I', role_name, current_user);
    end if;
  end loop;
end $$;

create schema app;
create schema auth;
create schema search;
grant usage on schema app to app_rw, app_relay;
grant usage on schema auth, search to app_rw;

-- The tenant of this transaction; null (no rows, no inserts) when none was set.
create function app.current_organization() returns bigint language sql stable parallel safe
  set search_path = pg_catalog
  as $$ select nullif(current_setting('app.organization_id', true), '')::bigint $$;
grant execute on function app.current_organization() to app_rw, app_relay;

-- Database time, in whole milliseconds as the API shows it, so that a shown time can be asked for.
-- The tests may move it by a setting of their own connection, production never sets it.
create function app.now() returns timestamptz language sql stable parallel safe
  set search_path = pg_catalog
  as $$ select date_trunc('milliseconds', now()) + coalesce(nullif(current_setting('app.clock_offset', true), '')::interval, interval '0') $$;
grant execute on function app.now() to app_rw, app_relay;

-- Puts a tenant table behind forced row-level security. Every migration that makes a tenant table calls it.
create procedure app.protect(target regclass, privileges text default 'select, insert, update')
  language plpgsql set search_path = pg_catalog as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (organization_id = (select nullif(current_setting(''app.organization_id'', true), '''')::bigint))'
    ' with check (organization_id = (select nullif(current_setting(''app.organization_id'', true), '''')::bigint))', target);
  execute format('grant %s on %s to app_rw', privileges, target);
end $$;

-- Human reference numbers, counted per organization, never reused.
create table app.counters (
  organization_id bigint not null,
  kind text not null,
  last bigint not null default 0,
  primary key (organization_id, kind)
);
call app.protect('app.counters');

-- The ledger: audit trail, outbox and stream in one. Append-only by grants.
create table app.ledger (
  organization_id bigint not null,
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default app.now(),
  actor_kind text not null check (actor_kind in ('user', 'integration', 'system')),
  actor_id bigint,
  actor_name text not null,
  request_id text,
  address inet,
  event text not null,
  subject_kind text not null,
  subject_id bigint,
  subject_ids bigint[],
  before jsonb,
  after jsonb,
  check ((subject_id is null) <> (subject_ids is null)),
  primary key (organization_id, id, at)
) partition by range (at);
create index ledger_unsealed on app.ledger (xid, id);
create index ledger_by_subject on app.ledger (organization_id, subject_kind, subject_id, id);
call app.protect('app.ledger', 'select, insert');
create policy relay on app.ledger for select to app_relay using (true);
grant select on app.ledger to app_relay;

-- What the relay adds: each organization's gap-free sequence. One writer (advisory lock), so position is in commit order.
create table app.ledger_seals (
  organization_id bigint not null,
  stream_seq bigint not null,
  position bigint generated always as identity,
  ledger_id bigint not null,
  ledger_at timestamptz not null,
  sealed_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, stream_seq)
);
create index ledger_seals_by_position on app.ledger_seals (position);
call app.protect('app.ledger_seals', 'select');
create policy relay on app.ledger_seals to app_relay using (true) with check (true);
grant select, insert on app.ledger_seals to app_relay;

create table app.stream_heads (
  organization_id bigint primary key,
  seq bigint not null
);
call app.protect('app.stream_heads', 'select');
create policy relay on app.stream_heads to app_relay using (true) with check (true);
grant select, insert, update on app.stream_heads to app_relay;

-- One row. The epoch rises when the stream's history is no longer the one that cursors speak of (a restore).
create table app.stream_state (
  only_row boolean primary key default true check (only_row),
  epoch integer not null default 1,
  last_xid xid8 not null default '0',
  last_id bigint not null default 0
);
insert into app.stream_state default values;
grant select, update on app.stream_state to app_relay;
grant select on app.stream_state to app_rw;

-- Makes the monthly partition that holds `month`; direct access stays closed, rows are reached through the parent only.
create function app.ensure_partition(parent regclass, month date) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  first_day date := date_trunc('month', month)::date;
  partition_name text := format('%s_%s', (select relname from pg_class where oid = parent), to_char(first_day, 'YYYY_MM'));
begin
  if to_regclass(format('app.%I', partition_name)) is null then
    execute format('create table app.%I partition of %s for values from (%L) to (%L)',
      partition_name, parent, first_day, (first_day + interval '1 month')::date);
    execute format('alter table app.%I enable row level security', partition_name);
    execute format('alter table app.%I force row level security', partition_name);
    execute format(
      'create policy tenant on app.%I using (organization_id = (select nullif(current_setting(''app.organization_id'', true), '''')::bigint))'
      ' with check (organization_id = (select nullif(current_setting(''app.organization_id'', true), '''')::bigint))', partition_name);
    execute format('revoke all on app.%I from app_rw, app_relay, app_jobs', partition_name);
  end if;
end $$;
revoke execute on function app.ensure_partition(regclass, date) from public;
grant execute on function app.ensure_partition(regclass, date) to app_rw;

-- This month's partition of the ledger, its neighbours and the next three; called at each start and once a day.
create function app.ensure_ledger_partitions() returns void language sql set search_path = pg_catalog as $$
  select app.ensure_partition('app.ledger', (date_trunc('month', app.now()) + n * interval '1 month')::date)
  from generate_series(-1, 3) n $$;
revoke execute on function app.ensure_ledger_partitions() from public;
grant execute on function app.ensure_ledger_partitions() to app_rw;
select app.ensure_ledger_partitions();

-- Search documents: full text is not leakproof, so it would lose its index under row-level security.
-- Hence this table is not forced and not granted; it is written by triggers and asked through search.matches only.
create extension if not exists btree_gin with schema public;
create table search.documents (
  organization_id bigint not null,
  kind text not null,
  record_id bigint not null,
  words tsvector not null,
  primary key (organization_id, kind, record_id)
);
create index documents_words on search.documents using gin (organization_id, kind, words);

create function search.matches(wanted_kind text, query text, cap integer) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, search, public as $$
  select record_id from search.documents
  where organization_id = (select nullif(current_setting('app.organization_id', true), '')::bigint)
    and kind = wanted_kind and words @@ to_tsquery('simple', query)
  order by record_id desc limit cap $$;
revoke execute on function search.matches(text, text, integer) from public;
grant execute on function search.matches(text, text, integer) to app_rw;

-- The words of a text, split at every sign as the search splits what is asked for: the parser by itself takes
-- `web-01.example.org` for one word and the number of `INC-1042` for a negative one.
create function search.words(text text) returns tsvector language sql immutable parallel safe
  set search_path = pg_catalog
  as $$ select to_tsvector('simple', regexp_replace(left(coalesce(text, ''), 100000), '[!-/:-@[-`{-~]+', ' ', 'g')) $$;
revoke execute on function search.words(text) from public;

-- Row trigger of every noun that can be searched: its kind, then the columns whose words count.
create function search.index_record() returns trigger
  language plpgsql security definer set search_path = pg_catalog, search as $$
declare
  record jsonb := to_jsonb(new);
  words text;
begin
  select string_agg(record ->> tg_argv[n], ' ') into words from generate_series(1, tg_nargs - 1) n;
  insert into search.documents (organization_id, kind, record_id, words)
  values (new.organization_id, tg_argv[0], new.id, search.words(words))
  on conflict (organization_id, kind, record_id) do update set words = excluded.words;
  return null;
end $$;

-- Background work: the library's own schema, owned by the role the worker runs as.
create schema jobs authorization app_jobs;
do $$ begin execute format('grant create on database %I to app_jobs', current_database()); end $$;
