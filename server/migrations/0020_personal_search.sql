-- Whoever may not see addresses and numbers of people does not find records by them: a document that holds some has its
-- words without them as well, and those decide for such a searcher (docs/adr/0034).
alter table search.documents add public_words tsvector;

-- The same patterns as in platform/resource/personal.ts, but rather too much taken than too little: it is only searched.
create function search.without_personal(text text) returns text language sql immutable parallel safe
  set search_path = pg_catalog as $$
  select regexp_replace(regexp_replace(text,
    '[[:alnum:]._%+-]+@[[:alnum:]-]+([.][[:alnum:]-]+)+', ' ', 'g'),
    '([+]|\m0|[(])[0-9][0-9 ()/.-]{5,18}[0-9]|\m[0-9]{3}-[0-9]{3}-[0-9]{4}\M', ' ', 'g') $$;
revoke execute on function search.without_personal(text) from public;

-- Null where there is nothing to leave out.
create function search.public_words(text text) returns tsvector language sql immutable parallel safe
  set search_path = pg_catalog, search as $$
  select search.words(search.without_personal(text)) where search.without_personal(text) <> text $$;
revoke execute on function search.public_words(text) from public;

create or replace function search.index_record() returns trigger
  language plpgsql security definer set search_path = pg_catalog, search as $$
declare
  record jsonb := to_jsonb(new);
  words text;
begin
  select string_agg(record ->> tg_argv[n], ' ') into words from generate_series(1, tg_nargs - 1) n;
  insert into search.documents (organization_id, kind, record_id, words, public_words)
  values (new.organization_id, tg_argv[0], new.id, search.words(words), search.public_words(words))
  on conflict (organization_id, kind, record_id)
    do update set words = excluded.words, public_words = excluded.public_words;
  return null;
end $$;

create function search.alert_text(title text, description text, labels jsonb) returns text
  language sql stable set search_path = pg_catalog
  as $$ select left(concat_ws(' ', title, description, (select string_agg(value, ' ') from jsonb_each_text(labels))), 20000) $$;
revoke execute on function search.alert_text(text, text, jsonb) from public;

create or replace function search.alert_words(title text, description text, labels jsonb) returns tsvector
  language sql stable set search_path = pg_catalog, search
  as $$ select search.words(search.alert_text(title, description, labels)) $$;

create or replace function search.index_waiting_alerts(batches integer) returns bigint
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
  insert into search.documents (organization_id, kind, record_id, words, public_words)
  select organization_id, 'alert', id, search.words(text), search.public_words(text)
  from app.alerts cross join lateral search.alert_text(title, description, labels) text
  where organization_id = app.current_organization() and id = any(ids) order by id
  on conflict (organization_id, kind, record_id)
    do update set words = excluded.words, public_words = excluded.public_words;
  return coalesce(cardinality(ids), 0);
end $$;

drop function search.matches(text, text, integer);
drop function search.matches_waiting_alerts(tsquery, integer);

create function search.matches_waiting_alerts(query tsquery, cap integer, sees_personal boolean) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, search as $$
  with asked as (select array(
    select '%' || lexeme[1] || '%' from regexp_matches(query::text, '''([^'']+)''', 'g') lexeme) as letters)
  select id from asked, app.alerts
  where organization_id = (select app.current_organization()) and id = any(array(
      select unnest(alert_ids) from search.unindexed where organization_id = (select app.current_organization())))
    and lower(concat_ws(' ', title, description, labels) collate "default") like all (letters)
    and search.alert_words(title, description, labels) @@ query
    and (sees_personal or search.words(search.without_personal(search.alert_text(title, description, labels))) @@ query)
  order by id desc limit cap $$;

create function search.matches(wanted_kind text, query text, cap integer, sees_personal boolean) returns setof bigint
  language plpgsql stable security definer set search_path = pg_catalog, search, public as $$
begin
  if wanted_kind = 'alert' and exists (select from search.unindexed where organization_id = app.current_organization()) then
    return query select search.matches_waiting_alerts(to_tsquery('simple', query), cap, sees_personal);
  end if;
  return query select record_id from search.documents
    where organization_id = (select app.current_organization()) and kind = wanted_kind and words @@ to_tsquery('simple', query)
      and (sees_personal or coalesce(public_words, words) @@ to_tsquery('simple', query))
    order by record_id desc limit cap;
end $$;
revoke execute on function search.matches(text, text, integer, boolean),
  search.matches_waiting_alerts(tsquery, integer, boolean) from public;
grant execute on function search.matches(text, text, integer, boolean) to app_rw;

-- What is stored already is indexed again.
do $$
declare
  organization bigint;
  indexed record;
begin
  for organization in select auth.list_organizations() loop
    perform set_config('app.organization_id', organization::text, true);
    for indexed in
      select t.tgrelid::regclass as noun, a.attname as field from pg_trigger t
      join pg_attribute a on a.attrelid = t.tgrelid and a.attnum = t.tgattr[0] where t.tgname = 'index_for_search'
    loop
      execute format('update %s set %2$I = %2$I', indexed.noun, indexed.field);
    end loop;
    insert into search.unindexed (organization_id, alert_ids)
    select organization, array_agg(id) from (select id, id / 1000 as batch from app.alerts) a group by batch;
  end loop;
end $$;
