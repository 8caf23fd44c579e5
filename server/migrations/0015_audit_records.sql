-- What was read, and what is evidence for those who check the organization from outside.

-- Who read what of the watch and of what is sensitive. Written beside the reads, in batches; never changed but by an erasure.
create table app.access_records (
  organization_id bigint not null,
  id bigint generated always as identity,
  at timestamptz not null default app.now(),
  actor_kind text collate "C" not null,
  actor_id bigint,
  actor_name text collate "C" not null,
  request_id text collate "C",
  address inet,
  action text collate "C" not null check (action in ('list', 'read', 'drilldown', 'export', 'subscribe')),
  subject_kind text collate "C" not null,
  -- null: of a list
  subject_id bigint,
  -- what was asked for, as in the address
  query jsonb not null default '{}',
  -- as whom somebody read: the name in actor_name is this person's as well, and leaves with them
  seen_as_id bigint,
  primary key (organization_id, id, at)
) partition by range (at);
create index access_records_by_time on app.access_records (organization_id, at, id);
create index access_records_by_actor on app.access_records (organization_id, actor_id, id);
create index access_records_by_subject on app.access_records (organization_id, subject_kind, subject_id, id);
create index access_records_seen_as on app.access_records (organization_id, seen_as_id) where seen_as_id is not null;
call app.protect('app.access_records', 'select, insert');

-- Also of what was read.
create or replace function app.ensure_ledger_partitions() returns void language sql set search_path = pg_catalog as $$
  select app.ensure_partition(parent, (date_trunc('month', app.now()) + n * interval '1 month')::date)
  from unnest(array['app.ledger', 'app.access_records']::regclass[]) parent, generate_series(-1, 3) n $$;
select app.ensure_ledger_partitions();

create table app.compliance_logs (
  organization_id bigint not null,
  id bigint generated always as identity,
  at timestamptz not null default app.now(),
  framework text collate "C" not null,
  control_id text collate "C" not null,
  title text collate "C" not null,
  outcome text collate "C" not null check (outcome in ('pass', 'fail', 'recorded')),
  evidence jsonb not null,
  primary key (organization_id, id)
);
create index compliance_logs_by_time on app.compliance_logs (organization_id, at, id);
call app.protect('app.compliance_logs', 'select, insert');

-- A person's texts leave the trail, their hashes stay, the salt goes: the chain holds and nobody can try names against it.
create function app.emptied(fields jsonb, salt uuid) returns jsonb language sql stable set search_path = pg_catalog as $$
  select fields || coalesce(jsonb_object_agg(key, 'erased'), '{}') from jsonb_each(app.personal_hashes(fields, salt)) $$;

-- A deleted person's texts, from their record and from the trail. What they did stays.
create function app.erase_person(person bigint, seen integer) returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  organization bigint := app.current_organization();
  is_deleted boolean;
  current integer;
  old_salt uuid;
begin
  select deleted_at is not null, version into is_deleted, current from app.users where organization_id = organization and id = person for update;
  if is_deleted is null then return 'unknown'; end if;
  if current <> seen then return 'stale ' || current; end if;
  if not is_deleted then return 'not deleted'; end if;
  delete from app.ledger_salts where organization_id = organization and user_id = person returning salt into old_salt;
  if not found then return 'erased before'; end if;
  update app.users set username = 'erased-' || person, email = 'erased-' || person || '@erased.invalid', display_name = 'Erased person',
    phone = null, mobile_phone = null, is_active = false, anonymised_at = coalesce(anonymised_at, app.now()),
    version = version + 1, updated_at = app.now() where organization_id = organization and id = person;
  delete from auth.credentials where organization_id = organization and user_id = person;
  delete from auth.totp where organization_id = organization and user_id = person;
  delete from auth.links where organization_id = organization and user_id = person;
  update auth.sessions set user_agent = null, address = null where organization_id = organization and user_id = person;
  update app.ledger set actor_name = 'erased',
    erased = coalesce(erased, '{}') || jsonb_build_object('actor_name', app.text_hash(old_salt, actor_name))
  where organization_id = organization and actor_kind = 'user' and actor_id = person;
  update app.ledger l set before = app.emptied(before, old_salt), after = app.emptied(after, old_salt),
    erased = coalesce(erased, '{}') || jsonb_build_object('before', app.personal_hashes(before, old_salt),
      'after', app.personal_hashes(after, old_salt))
  where organization_id = organization and subject_kind in ('user', 'session') and app.ledger_person(l) = person;
  update app.access_records set actor_name = 'erased', address = null where organization_id = organization and actor_id = person;
  update app.access_records set actor_name = split_part(actor_name, ' (as ', 1) || ' (as erased)'
  where organization_id = organization and seen_as_id = person and actor_name <> 'erased';
  update app.alert_events set actor_name = 'erased'
    where organization_id = organization and actor_kind = 'user' and actor_id = person;
  return 'erased';
end $$;
revoke execute on function app.erase_person(bigint, integer) from public;
grant execute on function app.erase_person(bigint, integer) to app_rw;
