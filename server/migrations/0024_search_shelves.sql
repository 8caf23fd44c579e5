-- The index of words is one for all tenants, and a search for a common word read its way through the entries of everybody. Now each
-- word stands on a shelf of its tenant and kind, and a search reads of that one alone (docs/adr/0014).
create function search.shelf(organization bigint, kind text) returns text language sql immutable parallel safe
  -- Two kinds of one tenant may share a shelf: the column tells them apart.
  return left(encode(sha256(convert_to(kind, 'UTF8')), 'hex'), 2) || to_hex(organization) || '/';

-- The words of a document: 'core' becomes 'f07/core'. With its shelf the longest word would be too long; nobody asks for the end of
-- one of 255 letters. Where in a text they stand is not kept: nobody asks for it either.
create function search.shelved(shelf text, words tsvector) returns tsvector language sql immutable parallel safe
  -- No words are not null: of a text nothing may be left that everybody may find.
  return case when words is not null then coalesce(
    (select array_to_tsvector(array_agg(shelf || left(word, 255))) from unnest(tsvector_to_array(words)) word), '') end;

-- What is asked for. Its words hold no quotes, at which a text is split.
create function search.asked(shelf text, words tsquery) returns tsquery language sql immutable parallel safe
  return regexp_replace(words::text, '''([^'']+)''', '''' || shelf || '\1''', 'g')::tsquery;

-- Whoever writes a document writes plain words.
create function search.shelve() returns trigger language plpgsql set search_path = pg_catalog, search as $$
declare
  shelf text := search.shelf(new.organization_id, new.kind);
begin
  new.words := search.shelved(shelf, new.words);
  new.public_words := search.shelved(shelf, new.public_words);
  return new;
end $$;
revoke execute on function search.shelf(bigint, text), search.shelved(text, tsvector), search.asked(text, tsquery), search.shelve() from public;
-- Not before an update: what an insert turns into in a conflict has been here.
create trigger shelve before insert on search.documents for each row execute function search.shelve();

drop index search.documents_words;
update search.documents set words = search.shelved(search.shelf(organization_id, kind), words),
  public_words = search.shelved(search.shelf(organization_id, kind), public_words);
-- Each search reads what waits to be sorted in, of all tenants: no more than 256 KB.
create index documents_words on search.documents using gin (words) with (gin_pending_list_limit = 256);
analyze search.documents;

-- A word of a few records is looked for in the index, one of most is met on the way through the newest: that depends on the word. To look
-- for one in a document costs more than to compare two numbers, which the planner takes it for.
create or replace function search.matches(wanted_kind text, query text, cap integer, sees_personal boolean) returns setof bigint
  language plpgsql stable security definer set search_path = pg_catalog, search set plan_cache_mode = force_custom_plan set cpu_operator_cost = 0.02 as $$
declare
  -- The parser takes 7e12ab for two words, one behind the other.
  plain tsquery := regexp_replace(to_tsquery('simple', query)::text, '<(-|[0-9]+)>', '&', 'g');
  asked tsquery := search.asked(search.shelf(app.current_organization(), wanted_kind), plain);
begin
  if wanted_kind = 'alert' and exists (select from search.unindexed where organization_id = app.current_organization()) then
    return query select search.matches_waiting_alerts(plain, cap, sees_personal);
  end if;
  return query select record_id from search.documents
    where organization_id = (select app.current_organization()) and kind = wanted_kind and words @@ asked
      and (sees_personal or coalesce(public_words, words) @@ asked)
    order by record_id desc limit cap;
end $$;
