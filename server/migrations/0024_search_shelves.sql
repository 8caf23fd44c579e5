-- The index of words is one for all tenants, and a search for a common word read its way through the entries of everybody. Now each
-- word begins with the letters of a shelf, one of 4,096, which tenant and kind decide: those of others are passed by (docs/adr/0014).
create function search.shelf(organization bigint, kind text) returns text language sql immutable parallel safe
  return left(encode(sha256(convert_to(organization || kind, 'UTF8')), 'base64'), 2);

-- Of words, or of what is asked for, as text: 'core' becomes 'x7core'. They hold no quotes, at which a text is split. With its shelf the
-- longest word would be too long; nobody asks for the end of one of 255 letters.
create function search.shelved(organization bigint, kind text, words text) returns text language sql immutable parallel safe
  return regexp_replace(words, '''([^'']{1,255})[^'']*''', '''' || search.shelf(organization, kind) || '\1''', 'g');

-- Whoever writes a document writes plain words. Where in a text they stand is not kept: nobody asks for it.
create function search.shelve() returns trigger language plpgsql set search_path = pg_catalog, search as $$
begin
  new.words := search.shelved(new.organization_id, new.kind, strip(new.words)::text)::tsvector;
  new.public_words := search.shelved(new.organization_id, new.kind, strip(new.public_words)::text)::tsvector;
  return new;
end $$;
revoke execute on function search.shelf(bigint, text), search.shelved(bigint, text, text), search.shelve() from public;
-- Not before an update: what an insert turns into in a conflict has been here.
create trigger shelve before insert on search.documents for each row execute function search.shelve();

drop index search.documents_words;
update search.documents set words = search.shelved(organization_id, kind, strip(words)::text)::tsvector,
  public_words = search.shelved(organization_id, kind, strip(public_words)::text)::tsvector;
create index documents_words on search.documents using gin (words);
analyze search.documents;

-- A word of a few records is looked for in the index, one of most is met on the way through the newest: that depends on the word.
create or replace function search.matches(wanted_kind text, query text, cap integer, sees_personal boolean) returns setof bigint
  language plpgsql stable security definer set search_path = pg_catalog, search set plan_cache_mode = force_custom_plan as $$
declare
  -- The parser takes 7e12ab for two words, one behind the other.
  plain tsquery := regexp_replace(to_tsquery('simple', query)::text, '<(-|[0-9]+)>', '&', 'g');
  asked tsquery := search.shelved(app.current_organization(), wanted_kind, plain::text);
begin
  if wanted_kind = 'alert' and exists (select from search.unindexed where organization_id = app.current_organization()) then
    return query select search.matches_waiting_alerts(plain, cap, sees_personal);
  end if;
  return query select record_id from search.documents
    where organization_id = (select app.current_organization()) and kind = wanted_kind and words @@ asked
      and (sees_personal or coalesce(public_words, words) @@ asked)
    order by record_id desc limit cap;
end $$;
