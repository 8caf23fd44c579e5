-- Where somebody came from says who they are: the address leaves the trail with them. In rows of chain form 2 it is hashed as names
-- are, with the salt of the person: who acted or, while nobody was signed in yet, whom it is about. Rows from before keep theirs, since their
-- chain holds the address itself.
alter table app.ledger add column chain_form smallint not null default 1 check (chain_form in (1, 2));
alter table app.ledger alter column chain_form set default 2;

-- null: of nobody whose texts can be erased
create function app.addressed_person(l app.ledger) returns bigint language sql stable parallel safe
  as $$ select case when l.chain_form = 1 then null when l.actor_kind = 'user' then l.actor_id
    when l.actor_kind = 'system' then app.ledger_person(l) end $$;

create function app.canonical_address(l app.ledger, actor_salt uuid, person_salt uuid) returns text language sql stable parallel safe
  as $$ select case when app.addressed_person(l) is null then l.address::pg_catalog.text else coalesce(l.erased ->> 'address',
    app.text_hash(case l.actor_kind when 'user' then actor_salt else person_salt end, l.address::pg_catalog.text)) end $$;

create or replace function app.ledger_canonical(l app.ledger, actor_salt uuid, person_salt uuid) returns bytea
  language sql stable parallel safe as $$
  select pg_catalog.convert_to((pg_catalog.jsonb_build_array(
    l.organization_id, l.id, (extract(epoch from l.at) * 1000000)::pg_catalog.int8,
    l.actor_kind, l.actor_id,
    case when l.actor_kind = 'user' then coalesce(l.erased ->> 'actor_name', app.text_hash(actor_salt, l.actor_name)) else l.actor_name end,
    l.request_id, app.canonical_address(l, actor_salt, person_salt), l.event, l.event_version, l.subject_kind, l.subject_id, l.subject_ids,
    case when app.ledger_person(l) is null then l.before
      else l.before || app.personal_hashes(l.before, person_salt) || coalesce(l.erased -> 'before', '{}') end,
    case when app.ledger_person(l) is null then l.after
      else l.after || app.personal_hashes(l.after, person_salt) || coalesce(l.erased -> 'after', '{}') end)
    || case l.chain_form when 1 then '[]' else pg_catalog.to_jsonb(l.chain_form) end)::pg_catalog.text, 'UTF8') $$;

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
  update app.ledger l set address = null,
    erased = coalesce(erased, '{}') || jsonb_build_object('address', app.text_hash(old_salt, address::text))
  where organization_id = organization and address is not null and app.addressed_person(l) = person
    and (actor_id = person or subject_kind in ('user', 'session'));
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
