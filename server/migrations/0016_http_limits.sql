-- How much of its allowance a caller has taken in its present window, of each class. Processes take blocks and spend them
-- from memory. Unlogged: after a crash everybody begins anew, and the counting costs no flush.
create unlogged table auth.allowances (
  holder text not null,
  class text not null,
  started_at timestamptz not null,
  taken integer not null,
  granted integer not null,
  primary key (holder, class)
);

-- Takes up to `wanted` of the `most` that a window of so many seconds has. A window begins with its first call; one that seems to
-- begin far ahead is of a clock that has been set back.
create function auth.take_allowance(of_holder text, of_class text, wanted integer, most integer, seconds integer)
  returns table (granted integer, remaining integer, seconds_left double precision)
  language sql security definer set search_path = pg_catalog as $$
  insert into auth.allowances as a (holder, class, started_at, taken, granted)
  values (of_holder, of_class, app.now(), least(wanted, most), least(wanted, most))
  on conflict (holder, class) do update set (started_at, taken, granted) = (
    select case when is_over then app.now() else a.started_at end, before + n, n
    from (select abs(extract(epoch from app.now() - a.started_at)) >= seconds) as o (is_over),
      lateral (select case when is_over then 0 else a.taken end) as b (before),
      lateral (select greatest(0, least(wanted, most - before))) as g (n))
  returning a.granted, greatest(0, most - a.taken), seconds + extract(epoch from a.started_at - app.now()) $$;

create function auth.forget_allowances() returns void language sql security definer set search_path = pg_catalog as $$
  delete from auth.allowances where started_at < app.now() - interval '1 hour' $$;

revoke execute on function auth.take_allowance(text, text, integer, integer, integer), auth.forget_allowances() from public;
grant execute on function auth.take_allowance(text, text, integer, integer, integer), auth.forget_allowances() to app_rw;
