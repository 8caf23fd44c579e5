-- The ledger as audit trail: each organization's rows are chained by hashes, and the chain holds when a person is erased.

-- What a person's texts are hashed with. It goes when the person is erased; then nobody can guess what was written.
create table app.ledger_salts (
  organization_id bigint not null,
  user_id bigint not null,
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, user_id),
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
call app.protect('app.ledger_salts', 'select, insert');
create policy relay on app.ledger_salts for select to app_relay using (true);
grant select on app.ledger_salts to app_relay;

create function app.salt_person() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into app.ledger_salts (organization_id, user_id) values (new.organization_id, new.id);
  return null;
end $$;
create trigger salt_person after insert on app.users for each row execute function app.salt_person();

-- What stood in place of the texts that were erased: their hashes, by column and field.
alter table app.ledger add column erased jsonb;

create function app.text_hash(salt uuid, value text) returns text language sql stable parallel safe
  as $$ select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(coalesce(salt::pg_catalog.text, '') || value, 'UTF8')), 'hex') $$;

-- Whose personal texts the fields of a row may hold.
create function app.ledger_person(l app.ledger) returns bigint language sql stable parallel safe
  as $$ select case l.subject_kind when 'user' then l.subject_id when 'session' then (l.after ->> 'user_id')::pg_catalog.int8 end $$;

-- The personal fields among these, each as its hash.
create function app.personal_hashes(fields jsonb, salt uuid) returns jsonb language sql stable parallel safe
  set search_path = pg_catalog as $$
  select coalesce(jsonb_object_agg(key, app.text_hash(salt, value #>> '{}')), '{}')
  from jsonb_each(case jsonb_typeof(fields) when 'object' then fields else '{}' end)
  where (key ~ '(name|email|phone)$' or key = 'user') and jsonb_typeof(value) = 'string' $$;

-- What is hashed of a row: all that it says, in one form whatever the server and its settings, personal texts as hashes.
-- Transaction numbers mean nothing in another cluster and are left out.
create function app.ledger_canonical(l app.ledger, actor_salt uuid, person_salt uuid) returns bytea
  language sql stable parallel safe as $$
  select pg_catalog.convert_to(pg_catalog.jsonb_build_array(
    l.organization_id, l.id, (extract(epoch from l.at) * 1000000)::pg_catalog.int8,
    l.actor_kind, l.actor_id,
    case when l.actor_kind = 'user' then coalesce(l.erased ->> 'actor_name', app.text_hash(actor_salt, l.actor_name)) else l.actor_name end,
    l.request_id, l.address::pg_catalog.text, l.event, l.event_version, l.subject_kind, l.subject_id, l.subject_ids,
    case when app.ledger_person(l) is null then l.before
      else l.before || app.personal_hashes(l.before, person_salt) || coalesce(l.erased -> 'before', '{}') end,
    case when app.ledger_person(l) is null then l.after
      else l.after || app.personal_hashes(l.after, person_salt) || coalesce(l.erased -> 'after', '{}') end
  )::pg_catalog.text, 'UTF8') $$;

create function app.chain_link(link bytea, head bytea, canonical bytea) returns bytea language sql immutable parallel safe
  as $$ select pg_catalog.sha256(coalesce(link, head) || canonical) $$;
-- The chain's links behind a head: hash = sha256(hash before it || row).
create aggregate app.chain(head bytea, canonical bytea) (sfunc = app.chain_link, stype = bytea);

-- A relay of the version before, which knows no hashes, is refused here until one of this version leads.
alter table app.ledger_seals add column hash bytea;
alter table app.stream_heads add column hash bytea;

alter table app.users no force row level security;
alter table app.ledger no force row level security;
alter table app.ledger_salts no force row level security;
alter table app.ledger_seals no force row level security;
alter table app.stream_heads no force row level security;
insert into app.ledger_salts (organization_id, user_id) select organization_id, id from app.users;
update app.ledger_seals s set hash = c.hash from (
  select s.organization_id, s.stream_seq,
    app.chain('', app.ledger_canonical(l, a.salt, p.salt)) over (partition by s.organization_id order by s.stream_seq) as hash
  from app.ledger_seals s
  left join app.ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id and l.at = s.ledger_at
  left join app.ledger_salts a on a.organization_id = l.organization_id and a.user_id = l.actor_id and l.actor_kind = 'user'
  left join app.ledger_salts p on p.organization_id = l.organization_id and p.user_id = app.ledger_person(l)) c
where c.organization_id = s.organization_id and c.stream_seq = s.stream_seq;
update app.stream_heads h set hash = s.hash from app.ledger_seals s
where s.organization_id = h.organization_id and s.stream_seq = h.seq;
alter table app.users force row level security;
alter table app.ledger force row level security;
alter table app.ledger_salts force row level security;
alter table app.ledger_seals force row level security;
alter table app.stream_heads force row level security;
alter table app.ledger_seals alter column hash set not null;
alter table app.stream_heads alter column hash set not null;

-- The audit trail's own ways in: by time, and what somebody did.
create index ledger_by_time on app.ledger (organization_id, at, id);
create index ledger_by_actor on app.ledger (organization_id, actor_id, id) where actor_id is not null;
