-- Who sees the product as another does has a session of that other, without a refresh token, which names the session they look from
-- and lasts no longer than it.
alter table auth.sessions add column viewer_session_id bigint references auth.sessions (id);

create or replace function auth.is_session_alive(session bigint, of_user bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from auth.sessions where id = session and user_id = of_user
    and coalesce(entered_id, organization_id) = app.current_organization() and ended_at is null
    and viewer_session_id is null) $$;

-- Who looks through this session, and from which of their own.
create function auth.viewer_of(session bigint, of_user bigint) returns table (user_id bigint, session_id bigint)
  language sql stable security definer set search_path = pg_catalog as $$
  select own.user_id, own.id from auth.sessions view join auth.sessions own on own.id = view.viewer_session_id
  where view.id = session and view.user_id = of_user and view.organization_id = app.current_organization()
    and own.organization_id = view.organization_id and view.ended_at is null and own.ended_at is null $$;

-- It keeps no device and no address: they are the viewer's, and stand with the session they look from.
create function auth.open_view(of_user bigint, viewer_session bigint) returns bigint
  language sql security definer set search_path = pg_catalog as $$
  insert into auth.sessions (organization_id, user_id, viewer_session_id)
  values (app.current_organization(), of_user, viewer_session) returning id $$;

revoke execute on function auth.viewer_of(bigint, bigint), auth.open_view(bigint, bigint) from public;
grant execute on function auth.viewer_of(bigint, bigint), auth.open_view(bigint, bigint) to app_rw;

-- As whom somebody read: the name in actor_name is this person's as well, and leaves with them.
alter table app.access_records add column seen_as_id bigint;
create index access_records_seen_as on app.access_records (organization_id, seen_as_id) where seen_as_id is not null;

create or replace function app.erase_person(person bigint, seen integer) returns text language plpgsql security definer set search_path = pg_catalog as $$
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
  update app.alert_events set actor_name = 'erased'
    where organization_id = organization and actor_kind = 'user' and actor_id = person;
  update app.access_records set actor_name = split_part(actor_name, ' (as ', 1) || ' (as erased)'
  where organization_id = organization and seen_as_id = person and actor_name <> 'erased';
  return 'erased';
end $$;
