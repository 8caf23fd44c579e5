-- What people see and end of their sessions, and API tokens.

-- The sessions of one of the organization's people that still let them in. Each renewal leaves a refresh token, so the
-- newest tells when a session was last used.
create function auth.list_sessions(of_user bigint)
  returns table (id bigint, created_at timestamptz, last_used_at timestamptz, user_agent text, address text)
  language sql stable security definer set search_path = pg_catalog as $$
  select s.id, s.created_at, t.issued_at, s.user_agent, host(s.address)
  from auth.sessions s cross join lateral (
    select issued_at, expires_at from auth.refresh_tokens where session_id = s.id order by issued_at desc limit 1) t
  where s.organization_id = app.current_organization() and s.user_id = of_user and s.ended_at is null
    and t.expires_at > app.now()
  order by t.issued_at desc, s.id $$;

create function auth.end_session(session bigint, of_user bigint) returns setof bigint
  language sql security definer set search_path = pg_catalog as $$
  update auth.sessions set ended_at = app.now()
  where id = session and user_id = of_user and organization_id = app.current_organization() and ended_at is null
  returning id $$;

revoke execute on function auth.list_sessions(bigint), auth.end_session(bigint, bigint) from public;
grant execute on function auth.list_sessions(bigint), auth.end_session(bigint, bigint) to app_rw;
