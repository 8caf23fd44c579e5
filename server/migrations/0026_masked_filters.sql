-- A text is asked for its parts without what of it is not shown (docs/adr/0034).
grant execute on function search.without_personal(text) to app_rw;

-- Of an address is taken what no address can do without, rather than its letters: columns that sort by code point know those of ASCII
-- alone. Numbers are told as in platform/resource/personal.ts.
create or replace function search.without_personal(text text) returns text language sql immutable parallel safe
  set search_path = pg_catalog as $$
  select regexp_replace(regexp_replace(text, '[^[:space:]@<>(),;:"'']+@[^[:space:]@<>(),;:"'']+', ' ', 'g'),
    '[+][0-9][0-9 ()/.-]{5,18}[0-9]'
    '|(?<![[:alnum:].:-])([(][0-9]{2,5}[)]|0[0-9]{2,4})[ /-][0-9]{2,4}[ /-]?[0-9]{2,8}([ /-][0-9]{1,6})?'
    '|(?<![[:alnum:].:-])[0-9]{3}-[0-9]{3}-[0-9]{4}(?![[:alnum:].:-])', ' ', 'g') $$;

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
