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
